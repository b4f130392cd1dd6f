package org.viestka.mail;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

import org.eclipse.microprofile.config.spi.ConfigSource;
import org.eclipse.microprofile.config.spi.Converter;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.Converters;
import io.smallrye.config.PropertiesConfigSource;

/**
 * What the mailer is told where the operator says nothing: to greet the relay with the domain of From, since its own default is
 * the name of the machine, which would stand in every message; the port of mail over TLS, for which it would take 25;
 * and to sign as that domain, without which it would send nothing at all.
 */
public class RelayDefaults implements ConfigSourceFactory {

    // Below every place where an operator may set it.
    private static final int ORDINAL = 50;
    private static final Converter<Boolean> TRUTH = Converters.getImplicitConverter(Boolean.class);

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        Map<String, String> defaults = new HashMap<>();
        try {
            var domain = Mailbox.of(value(context, "quarkus.mailer.from")).domain();
            defaults.put("quarkus.mailer.own-host-name", domain);
            defaults.put("quarkus.mailer.dkim.sdid", domain);
        } catch (IllegalArgumentException e) {
            // The check of all settings says so, once they can be read.
        }
        defaults.put("quarkus.mailer.port",
                Boolean.TRUE.equals(TRUTH.convert(value(context, "quarkus.mailer.tls"))) ? "465" : "25");
        return List.of(new PropertiesConfigSource(defaults, "the relay, as far as it is not set", ORDINAL));
    }

    private static String value(ConfigSourceContext context, String name) {
        var found = context.getValue(name);
        return found == null || found.getValue() == null ? "" : found.getValue();
    }

    @Override
    public OptionalInt getPriority() {
        return OptionalInt.of(ORDINAL);
    }
}
