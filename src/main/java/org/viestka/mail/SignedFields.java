package org.viestka.mail;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

import jakarta.annotation.Priority;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.Priorities;

/**
 * Gives the mailer, which sends single mails, the header fields to sign that those have. To sign one that is not there forbids
 * every relay to add it, as some do with {@code List-Unsubscribe}.
 */
@Priority(Priorities.APPLICATION)
public class SignedFields implements ConfigSourceInterceptor {

    /** Under which mailings find the list as the operator wrote it. */
    static final String OF_MAILINGS = "quarkus.mailer.dkim.signed-headers.of-mailings";

    private static final long serialVersionUID = 1L;
    private static final String ALL = "quarkus.mailer.dkim.signed-headers";

    @Override
    public ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        if (!name.equals(ALL) && !name.equals(OF_MAILINGS)) {
            return context.proceed(name);
        }
        var list = context.proceed(ALL);
        if (list == null || list.getValue() == null) {
            return list;
        }
        return name.equals(ALL) ? list.withValue(ofSingleMails(list.getValue())) : list.withName(name);
    }

    private static String ofSingleMails(String list) {
        return Arrays.stream(list.split(",")).map(String::strip)
                .filter(field -> !field.toLowerCase(Locale.ROOT).startsWith("list-")).collect(Collectors.joining(","));
    }
}
