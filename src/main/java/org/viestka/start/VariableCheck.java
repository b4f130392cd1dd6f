package org.viestka.start;

import static io.smallrye.config.ConfigMappings.ConfigClass.configClass;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.smallrye.config.ConfigMappings;

/**
 * Finds environment variables that look like settings of ours and are none. They stop no start: Kubernetes makes variables of the
 * same prefix, and others may.
 */
public final class VariableCheck {

    private static final String PREFIX = "VIESTKA_";
    /** Of a Kubernetes Service whose name begins with viestka: addresses and ports of whatever runs in the same namespace. */
    private static final Pattern OF_KUBERNETES = Pattern
            .compile(
                    "VIESTKA_(.*_)?(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?|PORT(_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)?)");

    private VariableCheck() {}

    /**
     * Those that nothing reads.
     *
     * @param variables names of environment variables
     */
    public static List<String> unread(Collection<String> variables) {
        var settings = SettingsCheck.MAPPINGS.stream()
                .flatMap(mapping -> ConfigMappings.getProperties(configClass(mapping)).keySet().stream())
                .map(VariableCheck::variable).collect(Collectors.joining("|"));
        var read = Pattern.compile(settings);
        return variables.stream().filter(name -> name.startsWith(PREFIX) && !OF_KUBERNETES.matcher(name).matches()
                && !read.matcher(name).matches()).sorted().toList();
    }

    /** As MicroProfile Config maps names: what is no letter and no digit is an underscore. A star is a key of the operator's own. */
    private static String variable(String setting) {
        return setting.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9*]", "_").replace("_*_", "_\\w+_").replaceAll("\\*$",
                "\\\\w+");
    }
}
