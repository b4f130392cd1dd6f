package org.viestka.start;

import java.util.stream.StreamSupport;

import io.smallrye.config.SmallRyeConfig;

/** Texts that come into headers and into lines of their own: one that could end the line would be refused with each mail. */
final class TextCheck {

    private static final String TEXTS = "viestka\\.(publication\\.(name|rubric|contact)|editions\\..*\\.label|mail\\.discreet|admin\\.second[.-]factor[.-]name)\\b.*";
    /** May be left empty, as compose files do; all else that is told here is what readers see in place of a name. */
    private static final String OPTIONAL = ".*\\.contact";

    private final SmallRyeConfig config;
    private final Faults faults;

    TextCheck(SmallRyeConfig config, Faults faults) {
        this.config = config;
        this.faults = faults;
    }

    void look() {
        StreamSupport.stream(config.getPropertyNames().spliterator(), false).filter(name -> name.matches(TEXTS)).sorted()
                .forEach(name -> config.getOptionalValue(name, String.class).ifPresent(text -> look(name, text)));
    }

    private void look(String name, String text) {
        if (breaks(text)) {
            faults.add(name, text, "has a line break or another control sign in it");
        } else if (text.isBlank() && !name.matches(OPTIONAL)) {
            faults.add(name, "is empty: give it a value, or take it away");
        }
    }

    private static boolean breaks(String text) {
        return text.codePoints().anyMatch(c -> switch (Character.getType(c)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE -> true;
            default -> false;
        });
    }
}
