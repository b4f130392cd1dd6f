package org.viestka.mail;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

import org.eclipse.microprofile.config.spi.ConfigSource;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.PropertiesConfigSource;

/**
 * The name we greet the relay with, unless the operator sets {@code quarkus.mailer.own-host-name}: the domain of From. The
 * mailer's own default is the name of the machine, which would stand in every message.
 */
public class OwnHostName implements ConfigSourceFactory {

    // Below every place where an operator may set it.
    private static final int ORDINAL = 50;

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        var from = context.getValue("quarkus.mailer.from");
        if (from == null || from.getValue() == null) {
            return List.of();
        }
        try {
            var domain = Mailbox.of(from.getValue()).domain();
            return List
                    .of(new PropertiesConfigSource(Map.of("quarkus.mailer.own-host-name", domain), "domain of From", ORDINAL));
        } catch (IllegalArgumentException e) {
            // The check of all settings says so, once they can be read.
            return List.of();
        }
    }

    @Override
    public OptionalInt getPriority() {
        return OptionalInt.of(ORDINAL);
    }
}
