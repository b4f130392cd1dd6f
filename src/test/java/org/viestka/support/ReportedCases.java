package org.viestka.support;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * Situations that people reported of mailing software, as small inputs with the right outcome. They lie beside the project and are
 * no part of it: where the folder is missing, the tests that need it are skipped and say so.
 */
public final class ReportedCases {

    private static final Path FOLDER = Path.of("../shared/corpora/reports");
    private static final ObjectMapper JSON = new ObjectMapper();

    private ReportedCases() {}

    /**
     * One situation.
     *
     * @param what what happens, in words
     * @param outcome what is to come of it, in words
     * @param want what is to come of it, for machines; its fields depend on the folder
     * @param all the whole entry of {@code cases.json}
     */
    public record ReportedCase(String id, Path file, String what, String outcome, JsonNode want, JsonNode all) {

        public byte[] bytes() {
            try {
                return Files.readAllBytes(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        public JsonNode json() {
            try {
                return JSON.readTree(bytes());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public String toString() {
            return id + ": " + what + " → " + outcome;
        }
    }

    /** All cases of a folder ({@code csv}, {@code bounces}, {@code relays}, …), for a {@code @MethodSource}. */
    public static Stream<ReportedCase> of(String folder) {
        assumeTrue(Files.isDirectory(FOLDER), "the collection of reported situations is not here: " + FOLDER);
        try {
            var cases = JSON.readTree(FOLDER.resolve("cases.json").toFile());
            return StreamSupport.stream(cases.spliterator(), false)
                    .filter(entry -> entry.get("file").asText().startsWith(folder + "/"))
                    .map(entry -> new ReportedCase(entry.get("id").asText(), FOLDER.resolve(entry.get("file").asText()),
                            entry.get("what").asText(), entry.get("outcome").asText(), entry.get("want"), entry));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
