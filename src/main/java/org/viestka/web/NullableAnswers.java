package org.viestka.web;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;

/**
 * Says in the document that what an answer does not have is null there: answers give every property they know, and Java tells
 * nobody which of them may be missing. Numbers, lists, maps and yes or no always have a value, unless the property says otherwise.
 */
final class NullableAnswers {

    private static final String COMPONENT = "#/components/schemas/";
    private static final Set<SchemaType> NEVER_NULL = Set.of(SchemaType.INTEGER, SchemaType.NUMBER, SchemaType.BOOLEAN,
            SchemaType.ARRAY, SchemaType.OBJECT);

    private final OpenAPI api;

    private NullableAnswers(OpenAPI api) {
        this.api = api;
    }

    static void mark(OpenAPI api) {
        new NullableAnswers(api).mark();
    }

    private void mark() {
        var operations = api.getPaths().getPathItems().values().stream().flatMap(path -> path.getOperations().values().stream())
                .toList();
        var answers = reachable(operations.stream().filter(operation -> operation.getResponses() != null)
                .flatMap(operation -> operation.getResponses().getAPIResponses().values().stream())
                .flatMap(response -> schemas(response.getContent()).stream()).toList());
        // What is sent is another matter: there null may be wrong.
        answers.removeAll(reachable(operations.stream().map(Operation::getRequestBody).filter(body -> body != null)
                .flatMap(body -> schemas(body.getContent()).stream()).toList()));
        for (var answer : answers) {
            if (answer.getProperties() != null) {
                List.copyOf(answer.getProperties().keySet())
                        .forEach(name -> answer.addProperty(name, nullable(answer.getProperties().get(name))));
            }
        }
    }

    private static List<Schema> schemas(Content content) {
        return content == null
                ? List.of()
                : content.getMediaTypes().values().stream().map(type -> type.getSchema()).filter(schema -> schema != null)
                        .toList();
    }

    private Set<Schema> reachable(Collection<Schema> roots) {
        var found = new HashSet<Schema>();
        var open = new ArrayDeque<Schema>(roots);
        while (!open.isEmpty()) {
            var schema = component(open.pop());
            if (found.add(schema)) {
                open.addAll(parts(schema));
            }
        }
        return found;
    }

    private static List<Schema> parts(Schema schema) {
        var parts = new ArrayList<Schema>();
        if (schema.getProperties() != null) {
            parts.addAll(schema.getProperties().values());
        }
        if (schema.getItems() != null) {
            parts.add(schema.getItems());
        }
        if (schema.getAdditionalPropertiesSchema() != null) {
            parts.add(schema.getAdditionalPropertiesSchema());
        }
        for (var choices : List.of(orNone(schema.getAllOf()), orNone(schema.getAnyOf()), orNone(schema.getOneOf()))) {
            parts.addAll(choices);
        }
        return parts;
    }

    private static List<Schema> orNone(List<Schema> schemas) {
        return schemas == null ? List.of() : schemas;
    }

    private Schema component(Schema schema) {
        return schema.getRef() == null
                ? schema
                : api.getComponents().getSchemas().get(schema.getRef().substring(COMPONENT.length()));
    }

    private static Schema nullable(Schema property) {
        if (property.getRef() != null) {
            return OASFactory.createSchema().addAnyOf(property).addAnyOf(OASFactory.createSchema().addType(SchemaType.NULL));
        }
        var types = property.getType() == null ? List.<SchemaType>of() : property.getType();
        if (types.contains(SchemaType.ARRAY) && isNumber(property.getItems())) {
            // A line of a chart has gaps.
            property.getItems().addType(SchemaType.NULL);
        } else if (!types.isEmpty() && types.stream().noneMatch(NEVER_NULL::contains) && !types.contains(SchemaType.NULL)) {
            property.addType(SchemaType.NULL);
        }
        return property;
    }

    private static boolean isNumber(Schema items) {
        return items != null && items.getType() != null
                && (items.getType().contains(SchemaType.INTEGER) || items.getType().contains(SchemaType.NUMBER))
                && !items.getType().contains(SchemaType.NULL);
    }
}
