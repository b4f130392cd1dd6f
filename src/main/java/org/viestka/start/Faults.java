package org.viestka.start;

import static io.smallrye.config.ConfigMappings.ConfigClass.configClass;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.smallrye.config.ConfigMappings;

/** What is wrong with the settings: for each that is, one sentence that an operator can act on. */
final class Faults {

    /** Settings that are a secret or hold one: a key file is none, and a database may be named together with its password. */
    private static final Pattern SECRET = Pattern.compile("password|secret|key(?!set)|^quarkus\\.datasource\\.(.*\\.)?url$");

    /** Of our own settings, by variable: from that, a name with hyphens cannot be told. */
    private static final Map<String, String> NAMES = SettingsCheck.MAPPINGS.stream()
            .flatMap(type -> ConfigMappings.getProperties(configClass(type)).keySet().stream()).distinct()
            .collect(Collectors.toMap(Faults::variable, name -> name));

    private final Map<String, String> sentences = new LinkedHashMap<>();

    /** The first fault of a setting is kept. */
    void add(String setting, String value, String fault) {
        if (SECRET.matcher(setting).find()) {
            add(setting, fault);
            return;
        }
        // A password before the host, and what would break the line, stay out of the log.
        var shown = value.replaceAll("//.*@", "//…@").replaceAll("\\p{Cntrl}", "␤");
        sentences.putIfAbsent(variable(setting), "%s: '%s' %s.".formatted(named(setting), shown, fault));
    }

    /** For a fault that is not one of the value. */
    void add(String setting, String fault) {
        sentences.putIfAbsent(variable(setting), "%s %s.".formatted(named(setting), fault));
    }

    /** For a name that is none of a setting. The first fault of a source is kept. */
    void addOf(String source, String name, String fault) {
        sentences.putIfAbsent(source, "'%s' %s.".formatted(name, fault));
    }

    boolean isEmpty() {
        return sentences.isEmpty();
    }

    List<String> sentences() {
        return List.copyOf(sentences.values());
    }

    /** As in the operator's guide, and as an environment variable. */
    private static String named(String setting) {
        var variable = variable(setting);
        return NAMES.getOrDefault(variable, setting) + " (" + variable + ")";
    }

    /** Several names may be read from one variable: it is told once. */
    private static String variable(String setting) {
        return setting.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }
}
