package org.viestka.publication;

import java.util.Map;

/**
 * The subject a commentary belongs to.
 *
 * @param key as it stands in paths and rows, for example {@code ruling-elite}
 * @param names by language tag
 */
public record Rubric(String key, Map<String, String> names) {

    /** The name in a language; the key where the operator gave no name for it. */
    public String name(String language) {
        return names.getOrDefault(language, key);
    }
}
