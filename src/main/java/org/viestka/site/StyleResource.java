package org.viestka.site;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;

import org.eclipse.microprofile.openapi.annotations.Operation;

import io.smallrye.common.annotation.NonBlocking;

/** The style sheets, packed once: a file of the server's would cross the bad line whole. */
@Singleton
@Path("/{style: viestka(-embed)?\\.css}")
@NonBlocking
class StyleResource {

    private final Map<String, KeptPage> styles = Stream.of("viestka.css", "viestka-embed.css")
            .collect(Collectors.toMap(name -> name, name -> KeptPage.style(read(name))));

    @GET
    @Operation(hidden = true)
    public Response style(String style, @Context Request request, @Context HttpHeaders headers) {
        return styles.get(style).answer(request, headers);
    }

    private static String read(String name) {
        try (var file = StyleResource.class.getResourceAsStream("/styles/" + name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
