package org.viestka.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.PathItem.HttpMethod;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.parameters.Parameter.In;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkus.smallrye.openapi.OpenApiFilter;

/**
 * What holds for every call of the API, so that no resource need say it: how to sign in, what a problem looks like, the
 * Idempotency-Key, and the refusals that come from outside a resource. Pages for people say all they do themselves.
 */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public class ApiDescription implements OASFilter {

    private static final String ANSWERS = "/META-INF/api-answers.json";
    private static final String PREFIX = "/api/";
    private static final String PROBLEM = "Problem";
    private static final String KEY = "IdempotencyKey";
    private static final String IF_MATCH = "If-Match";

    @Override
    public void filterOpenAPI(OpenAPI api) {
        var components = api.getComponents();
        components.setSecuritySchemes(Map.of(
                "basic", OASFactory.createSecurityScheme().type(SecurityScheme.Type.HTTP).scheme("basic")
                        .description("Name and password of a user"),
                "bearer", OASFactory.createSecurityScheme().type(SecurityScheme.Type.HTTP).scheme("bearer")
                        .description("A token from POST /api/tokens")));
        components.addSchema(PROBLEM, problem());
        components.addParameter(KEY, OASFactory.createParameter().name("Idempotency-Key").in(In.HEADER)
                .description("Up to 255 characters of your choice. The same key with the same request within a day is done once"
                        + " and gets the same answer, with Idempotency-Replayed: true.")
                .schema(string()).example("8e03978e-40d5-43dd-bc93-6894a57f9324"));
        var answers = answers();
        for (var refusal : Refusal.values()) {
            components.addResponse(refusal.title(), refusal.response(answers.get(refusal.title())));
        }
        api.getPaths().getPathItems().forEach((name, path) -> {
            if (name.startsWith(PREFIX)) {
                complete(path);
            } else {
                path.getOperations().values().forEach(ApiDescription::completePage);
            }
            path.getOperations().values().forEach(operation -> show(answers.path(operation.getOperationId()), operation));
        });
        NullableAnswers.mark(api);
    }

    /** What the service answered when it was asked: a test keeps this file true. By operation and status, or by refusal. */
    private static JsonNode answers() {
        try (var file = ApiDescription.class.getResourceAsStream(ANSWERS)) {
            return new ObjectMapper().readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void show(JsonNode answers, Operation operation) {
        answers.properties().forEach(answer -> {
            var response = operation.getResponses().getAPIResponse(answer.getKey());
            if (response != null && response.getContent() != null) {
                response.getContent().getMediaTypes().values().stream().findFirst()
                        .ifPresent(type -> type.setExample(plain(answer.getValue())));
            }
        });
    }

    private static Object plain(JsonNode json) {
        return new ObjectMapper().convertValue(json, Object.class);
    }

    private static void complete(PathItem path) {
        path.getOperations().forEach((method, operation) -> {
            if (operation.getSecurity() != null && !operation.getSecurity().isEmpty()) {
                secure(method, operation);
            }
            if (operation.getRequestBody() != null) {
                if (!operation.getRequestBody().getContent().hasMediaType("text/csv")) {
                    refuse(operation, Refusal.TOO_LARGE);
                }
                refuse(operation, Refusal.MEDIA_TYPE);
            }
            if (operation.getRequestBody() != null || hasParameters(operation, In.QUERY) || has(operation, "week")) {
                refuse(operation, Refusal.INVALID);
            }
            if (has(operation, "id") || has(operation, "edition")) {
                refuse(operation, Refusal.NOT_FOUND);
            }
            if (has(operation, IF_MATCH)) {
                refuse(operation, Refusal.STALE);
            }
            refuse(operation, Refusal.TOO_MANY);
            completeEverywhere(operation);
        });
    }

    /** Pages for people tell them what is wrong in a page, and programs in JSON. */
    private static void completePage(Operation operation) {
        for (var refusal : List.of(Refusal.INVALID, Refusal.NOT_FOUND, Refusal.TOO_LARGE, Refusal.MEDIA_TYPE,
                Refusal.TOO_MANY)) {
            boolean isOfBody = Set.of(Refusal.TOO_LARGE, Refusal.MEDIA_TYPE).contains(refusal);
            if (!isOfBody || operation.getRequestBody() != null) {
                operation.getResponses().addAPIResponse(refusal.status, refusal.page());
            }
        }
        completeEverywhere(operation);
    }

    /** Refusals of the server itself, which reads no further. */
    private static void completeEverywhere(Operation operation) {
        operation.getResponses()
                .addAPIResponse("414", OASFactory.createAPIResponse().description("The address is too long"))
                .addAPIResponse("431", OASFactory.createAPIResponse().description("The headers are too long"));
    }

    private static void secure(HttpMethod method, Operation operation) {
        var named = operation.getSecurity().get(0).getSchemes().values().iterator().next();
        // Every person who can sign in has one of the two.
        var roles = named.isEmpty() ? List.of("admin", "editor") : named;
        operation.setSecurity(List.of(OASFactory.createSecurityRequirement().addScheme("basic", roles),
                OASFactory.createSecurityRequirement().addScheme("bearer", roles)));
        operation.getResponses().addAPIResponse("401", reference(Refusal.UNAUTHORIZED));
        refuse(operation, Refusal.FORBIDDEN);
        if (method == HttpMethod.POST) {
            operation.addParameter(OASFactory.createParameter().ref(KEY));
            refuse(operation, Refusal.INVALID);
            refuse(operation, Refusal.KEY_TAKEN);
        }
    }

    private static boolean hasParameters(Operation operation, In in) {
        return parameters(operation).stream().anyMatch(parameter -> parameter.getIn() == in);
    }

    private static boolean has(Operation operation, String name) {
        return parameters(operation).stream()
                .anyMatch(parameter -> name.equals(parameter.getName()) && parameter.getIn() != In.QUERY);
    }

    private static Collection<Parameter> parameters(Operation operation) {
        return operation.getParameters() == null ? List.of() : operation.getParameters();
    }

    /** What a resource says itself stays. */
    private static void refuse(Operation operation, Refusal refusal) {
        var responses = operation.getResponses();
        var said = responses.getAPIResponse(refusal.status);
        if (said == null || isUnsaid(said)) {
            responses.addAPIResponse(refusal.status, reference(refusal));
        }
    }

    /** Whether the annotation scanner added it without a word. */
    private static boolean isUnsaid(APIResponse response) {
        return response != null && response.getDescription() != null
                && Set.of("Bad Request", "Not Allowed").contains(response.getDescription());
    }

    private static APIResponse reference(Refusal refusal) {
        return OASFactory.createAPIResponse().ref(refusal.title());
    }

    private static Schema problem() {
        var violation = OASFactory.createSchema().addType(Schema.SchemaType.OBJECT).addProperty("field", string())
                .addProperty("message", string());
        return OASFactory.createSchema().addType(Schema.SchemaType.OBJECT)
                .description("RFC 9457, in the language of the request")
                .addProperty("type", string()).addProperty("title", string())
                .addProperty("status", OASFactory.createSchema().addType(Schema.SchemaType.INTEGER))
                .addProperty("detail", string())
                .addProperty("violations", OASFactory.createSchema().addType(Schema.SchemaType.ARRAY).items(violation));
    }

    private static Schema string() {
        return OASFactory.createSchema().addType(Schema.SchemaType.STRING);
    }

    /** Refusals that many calls have in common. */
    private enum Refusal {

        INVALID("Invalid", "400", "What is wrong, all of it at once"), UNAUTHORIZED("Unauthorized", "401",
                "Without sign-in, or with a wrong or expired one"), FORBIDDEN("Forbidden", "403",
                        "Without the role"), NOT_FOUND("NotFound", "404",
                                "There is none"), STALE("Stale", "412", "It has been changed since it was read"), TOO_LARGE(
                                        "TooLarge", "413",
                                        "Too large"), MEDIA_TYPE("UnsupportedMediaType", "415",
                                                "Not the media type that is asked for"), KEY_TAKEN("KeyTaken", "422",
                                                        "The Idempotency-Key was used for another request"), TOO_MANY(
                                                                "TooMany", "429",
                                                                "Too many in a while; Retry-After says when to try again");

        private final String name;
        private final String status;
        private final String description;

        Refusal(String name, String status, String description) {
            this.name = name;
            this.status = status;
            this.description = description;
        }

        /** As a component of the document is named. */
        String title() {
            return name;
        }

        APIResponse page() {
            return OASFactory.createAPIResponse().description(description).content(OASFactory.createContent()
                    .addMediaType("text/html", OASFactory.createMediaType().schema(string()))
                    .addMediaType("application/problem+json",
                            OASFactory.createMediaType().schema(OASFactory.createSchema().ref(PROBLEM))));
        }

        APIResponse response(JsonNode answer) {
            var problem = OASFactory.createMediaType().schema(OASFactory.createSchema().ref(PROBLEM));
            if (answer != null) {
                problem.setExample(plain(answer));
            }
            return OASFactory.createAPIResponse().description(description)
                    .content(OASFactory.createContent().addMediaType("application/problem+json", problem));
        }
    }
}
