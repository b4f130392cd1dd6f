package org.viestka.mail;

import java.util.Map;
import java.util.Optional;

/** An operator's discreet words, all of them the same. */
public final class DiscreetWords {

    private DiscreetWords() {}

    public static DiscreetWording of(String words) {
        return new DiscreetWording(new DiscreetWording.Choices() {

            @Override
            public Map<String, String> name() {
                return Map.of("en", words);
            }

            @Override
            public Map<String, String> subject() {
                return Map.of("en", words);
            }

            @Override
            public Map<String, String> preheader() {
                return Map.of("en", words);
            }

            @Override
            public Map<String, String> listName() {
                return Map.of("en", words);
            }

            @Override
            public Optional<String> contact() {
                return Optional.of(words);
            }
        });
    }
}
