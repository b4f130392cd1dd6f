package org.viestka.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import jakarta.inject.Singleton;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Which methods a path takes, by the OpenAPI document: Quarkus REST does not tell with a 405 (RFC 9110 §15.5.6). */
@Singleton
class AllowedMethods {

    /** Where the build puts it. */
    private static final String DOCUMENT = "META-INF/quarkus-generated-openapi-doc.JSON";
    /** What is in no document is only to be read. */
    private static final Set<String> READ = Set.of("GET", "HEAD", "OPTIONS");

    private final Map<Pattern, Set<String>> paths;

    AllowedMethods(ObjectMapper json) {
        try (var document = Thread.currentThread().getContextClassLoader().getResourceAsStream(DOCUMENT)) {
            paths = json.readTree(document).path("paths").properties().stream()
                    .collect(Collectors.toMap(path -> pattern(path.getKey()), path -> methods(path.getValue())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As in {@code Allow}. */
    String of(String path) {
        var found = paths.entrySet().stream().filter(entry -> entry.getKey().matcher(path).matches())
                .flatMap(entry -> entry.getValue().stream()).collect(Collectors.toCollection(TreeSet::new));
        return String.join(", ", found.isEmpty() ? new TreeSet<>(READ) : found);
    }

    private static Pattern pattern(String template) {
        return Pattern.compile(List.of(template.split("\\{[^}]+}", -1)).stream().map(Pattern::quote)
                .collect(Collectors.joining("[^/]+")));
    }

    private static Set<String> methods(JsonNode path) {
        var methods = new TreeSet<String>(Set.of("OPTIONS"));
        path.fieldNames().forEachRemaining(name -> methods.add(name.toUpperCase(Locale.ROOT)));
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        return methods;
    }
}
