package org.viestka.support;

import static io.restassured.RestAssured.given;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;

/** The OpenAPI document as the service gives it, and what calls were made of it. */
public final class ApiContract {

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * One call of the document.
     *
     * @param roles who may; empty: anybody
     * @param statuses documented ones
     * @param bodyType media type of what is sent; null when nothing is
     * @param queries names of query parameters
     */
    public record Operation(String id, String method, String path, Set<String> roles, Set<Integer> statuses, String bodyType,
            List<String> queries, List<String> headers) {

        /** Path parameters are left to {@code parameters} in order. */
        Response call(RequestSpecification request, Object... parameters) {
            return request.request(method, path, parameters);
        }

        public int pathParameters() {
            return path.split("\\{", -1).length - 1;
        }
    }

    private final JsonNode document;
    private final Map<String, Operation> operations = new LinkedHashMap<>();
    private final Map<String, TreeSet<Integer>> seen = new TreeMap<>();
    private final Map<String, Map<String, JsonNode>> answers = new TreeMap<>();

    private ApiContract(JsonNode document) {
        this.document = document;
        document.path("paths").properties().forEach(path -> path.getValue().properties().forEach(method -> {
            if (!path.getKey().startsWith("/api/test")) {
                var operation = operation(path.getKey(), method.getKey().toUpperCase(), method.getValue());
                if (operations.put(operation.id(), operation) != null) {
                    throw new AssertionError("Two operations have one id: " + operation);
                }
            }
        }));
    }

    public static ApiContract read() {
        try {
            return new ApiContract(JSON.readTree(given().queryParam("format", "json").get("/q/openapi").asString()));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    public List<Operation> operations() {
        return List.copyOf(operations.values());
    }

    /** Makes a call and remembers its answer. */
    public Response call(String id, RequestSpecification request, Object... parameters) {
        var operation = operations.get(id);
        if (operation == null) {
            throw new AssertionError("The document has no " + id);
        }
        var response = operation.call(request, parameters);
        seen.computeIfAbsent(id, each -> new TreeSet<>()).add(response.statusCode());
        remember(id, response);
        return response;
    }

    /** Statuses that a call has had. */
    public Set<Integer> seen(String id) {
        return seen.getOrDefault(id, new TreeSet<>());
    }

    /** First answers, by operation and status, or by the name of a refusal that many calls have in common. */
    public JsonNode answers() {
        return JSON.valueToTree(answers.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey,
                entry -> entry.getValue().containsKey("") ? entry.getValue().get("") : entry.getValue(), (a, b) -> a,
                TreeMap::new)));
    }

    /** What the document gives as examples, in the form of {@link #answers()}. */
    public JsonNode examples() {
        var examples = JSON.createObjectNode();
        document.path("components").path("responses").properties().forEach(component -> {
            var example = example(component.getValue());
            if (!example.isMissingNode()) {
                examples.set(component.getKey(), example);
            }
        });
        document.path("paths").forEach(path -> path.forEach(operation -> {
            var byStatus = JSON.createObjectNode();
            operation.path("responses").properties().forEach(response -> {
                var example = example(response.getValue());
                if (!example.isMissingNode()) {
                    byStatus.set(response.getKey(), example);
                }
            });
            if (!byStatus.isEmpty()) {
                examples.set(operation.path("operationId").asText(), byStatus);
            }
        }));
        return examples;
    }

    private static JsonNode example(JsonNode response) {
        var types = response.path("content").elements();
        return types.hasNext() ? types.next().path("example") : JSON.createObjectNode().path("none");
    }

    private void remember(String id, Response response) {
        var type = response.contentType();
        if (response.asByteArray().length == 0 || !type.contains("json") && !type.startsWith("text/csv")) {
            return;
        }
        try {
            var body = type.contains("json") ? JSON.readTree(response.asString()) : JSON.valueToTree(response.asString());
            var documented = node(id).path("responses").path(String.valueOf(response.statusCode()));
            if (documented.has("$ref")) {
                var reference = documented.path("$ref").asText();
                answers.computeIfAbsent(reference.substring(reference.lastIndexOf('/') + 1), each -> new TreeMap<>())
                        .putIfAbsent("", body);
            } else if (documented.has("content")) {
                answers.computeIfAbsent(id, each -> new TreeMap<>())
                        .putIfAbsent(String.valueOf(response.statusCode()), body);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode node(String id) {
        var operation = operations.get(id);
        return document.path("paths").path(operation.path()).path(operation.method().toLowerCase());
    }

    private static Operation operation(String path, String method, JsonNode node) {
        var roles = new TreeSet<String>();
        node.path("security").forEach(scheme -> scheme.forEach(names -> names.forEach(name -> roles.add(name.asText()))));
        var statuses = new TreeSet<Integer>();
        node.path("responses").fieldNames().forEachRemaining(status -> statuses.add(Integer.valueOf(status)));
        var queries = new ArrayList<String>();
        var headers = new ArrayList<String>();
        node.path("parameters").forEach(parameter -> {
            switch (parameter.path("in").asText()) {
                case "query" -> queries.add(parameter.path("name").asText());
                case "header" -> headers.add(parameter.path("name").asText());
                default -> {
                    /* In the path, or for every call. */ }
            }
        });
        var types = node.path("requestBody").path("content").fieldNames();
        return new Operation(node.path("operationId").asText(method + " " + path), method, path, roles, statuses,
                types.hasNext() ? types.next() : null, queries, headers);
    }
}
