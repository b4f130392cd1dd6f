package org.viestka.start;

import java.util.Comparator;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;

import org.eclipse.microprofile.config.spi.ConfigSource;

import io.smallrye.config.SmallRyeConfig;

/**
 * Finds files of settings that are not in UTF-8. Names from such a file match nothing, so that its settings would be passed over
 * without a word, and its texts would reach readers damaged.
 */
final class EncodingCheck {

    /** What a decoder puts in place of octets that it cannot read. */
    private static final char UNREADABLE = '\uFFFD';
    /** How SmallRye names what it read from a file. */
    private static final Pattern FILE = Pattern.compile("source=(?:file:)?(.*?)]?$");
    private static final Pattern OURS = Pattern.compile("(viestka|quarkus)\\.");

    private final SmallRyeConfig config;
    private final Faults faults;

    EncodingCheck(SmallRyeConfig config, Faults faults) {
        this.config = config;
        this.faults = faults;
    }

    void look() {
        config.getConfigSources().forEach(this::look);
    }

    private void look(ConfigSource source) {
        var file = FILE.matcher(source.getName());
        boolean isFile = file.find();
        var mend = isFile
                ? "save " + file.group(1) + " as UTF-8 without byte order mark"
                : "start the service with a locale of UTF-8, such as LC_ALL=C.UTF-8";
        var names = new TreeSet<>(source.getPropertyNames());
        // One for each source: in UTF-16 every line is such a name.
        names.stream().filter(name -> has(name, EncodingCheck::isStrange) || isFile && has(unquoted(name), c -> c > '~'))
                .min(Comparator.comparing(name -> !OURS.matcher(visible(name)).lookingAt()))
                .ifPresent(name -> faults.addOf(source.getName(), visible(name),
                        "has signs in its name that are no Latin letters or are not seen, so that nothing would heed it: "
                                + mend));
        names.stream().filter(name -> OURS.matcher(name).lookingAt()).forEach(name -> {
            var value = source.getValue(name);
            if (value != null && has(value, c -> c == UNREADABLE || c == 0)) {
                faults.add(name, value, "has signs in it that could not be read: " + mend);
            }
        });
    }

    private static boolean has(String text, IntPredicate sign) {
        return text.codePoints().anyMatch(sign);
    }

    /** Some settings of libraries have keys in quotation marks, which may be anything. */
    private static String unquoted(String name) {
        return name.replaceAll("\"[^\"]*\"", "");
    }

    /** In no name of a setting, wherever it comes from; a byte order mark is a format sign. */
    private static boolean isStrange(int c) {
        return c == UNREADABLE || switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.UNASSIGNED, Character.PRIVATE_USE, Character.SURROGATE,
                    Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                true;
            case Character.SPACE_SEPARATOR -> c != ' ';
            default -> false;
        };
    }

    private static String visible(String name) {
        return name.codePoints().filter(c -> !isStrange(c))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }
}
