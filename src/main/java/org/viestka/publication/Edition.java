package org.viestka.publication;

import java.util.List;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * One list of readers and the languages it is written in.
 *
 * @param key as it stands in paths and rows, for example {@code be-ru}
 * @param label what readers see in the form, for example {@code BE/RU}
 * @param languages BCP 47 language tags in order of preference: a commentary is carried in the first in which it exists
 */
@Schema(implementation = String.class, description = "Name of an edition", examples = "be-ru")
public record Edition(String key, String label, List<String> languages) {

    /** The languages with {@code leading} first; the edition's own order where it is not one of them. */
    public List<String> languagesLedBy(String leading) {
        if (leading == null || !languages.contains(leading)) {
            return languages;
        }
        var order = new java.util.ArrayList<>(languages);
        order.remove(leading);
        order.add(0, leading);
        return List.copyOf(order);
    }

    /** The language of the parts around the texts: the first of the edition. */
    public String leadingLanguage() {
        return languages.get(0);
    }
}
