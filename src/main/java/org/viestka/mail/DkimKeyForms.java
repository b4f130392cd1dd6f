package org.viestka.mail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

import jakarta.annotation.Priority;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.Priorities;

/**
 * Gives the mailer the one form of key it can read, whatever form the operator has: it takes the armour of a PEM for part of
 * the key.
 */
@Priority(Priorities.APPLICATION)
public class DkimKeyForms implements ConfigSourceInterceptor {

    private static final long serialVersionUID = 1L;
    private static final String KEY = "quarkus.mailer.dkim.private-key";
    private static final String PATH = KEY + "-path";

    @Override
    public ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        if (name.equals(PATH)) {
            // The file is read below, and given as the key itself.
            return null;
        }
        if (!name.equals(KEY)) {
            return context.proceed(name);
        }
        var key = context.proceed(KEY);
        var path = context.proceed(PATH);
        if (isSet(key)) {
            return key.withValue(bare(key.getValue()));
        }
        return isSet(path) ? path.withName(KEY).withValue(bare(read(path.getValue()))) : key;
    }

    private static boolean isSet(ConfigValue value) {
        return value != null && value.getValue() != null && !value.getValue().isBlank();
    }

    private static String bare(String key) {
        return Base64.getEncoder().encodeToString(DkimKey.parse(key).getEncoded());
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new IllegalArgumentException("The DKIM key " + file + " cannot be read: " + e.getMessage());
        }
    }
}
