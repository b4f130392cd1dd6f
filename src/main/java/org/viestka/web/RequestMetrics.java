package org.viestka.web;

import java.util.regex.Pattern;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.micrometer.core.instrument.config.MeterFilter;

/** Metrics name requests by their route; but one whose method no route takes by its path, as it came. */
class RequestMetrics {

    private static final Pattern PERSONAL = Pattern.compile(".*/(confirm|unsubscribe|preferences|own-data)/[^{]*|.*[@%].*");

    @Produces
    @Singleton
    MeterFilter withoutReaders() {
        return MeterFilter.replaceTagValues("uri", uri -> PERSONAL.matcher(uri).matches() ? "OTHER" : uri);
    }
}
