package org.viestka.publication;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TranslatedWordsTest {

    @ParameterizedTest
    @ValueSource(strings = {"be", "ru"})
    void quotation_marks_are_those_of_the_language(String language) throws IOException {
        assertThat(words(language).values()).isNotEmpty().noneMatch(words -> words.toString().matches(".*[“”\"].*"));
    }

    @ParameterizedTest
    @CsvSource({"be, relay_unreachable, Спробы паўтараюцца аўтаматычна.",
            "ru, relay_unreachable, Попытки повторяются автоматически.",
            "be, doctor_relay_replaces, несапраўдны", "ru, doctor_relay_replaces, недействительна"})
    void a_phrase_is_the_one_that_people_say(String language, String key, String phrase) throws IOException {
        assertThat(words(language).getProperty(key)).contains(phrase);
    }

    private static Properties words(String language) throws IOException {
        var words = new Properties();
        try (var file = TranslatedWordsTest.class.getResourceAsStream("/messages/words_" + language + ".properties")) {
            words.load(new java.io.InputStreamReader(file, StandardCharsets.UTF_8));
        }
        return words;
    }
}
