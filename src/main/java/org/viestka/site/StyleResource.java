package org.viestka.site;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

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
@Path("/")
@NonBlocking
class StyleResource {

    private final KeptPage pages = KeptPage.style(read("viestka.css"));
    private final KeptPage frames = KeptPage.style(read("viestka-embed.css"));

    @GET
    @Path("viestka.css")
    @Operation(hidden = true)
    public Response pages(@Context Request request, @Context HttpHeaders headers) {
        return pages.answer(request, headers);
    }

    @GET
    @Path("viestka-embed.css")
    @Operation(hidden = true)
    public Response frames(@Context Request request, @Context HttpHeaders headers) {
        return frames.answer(request, headers);
    }

    private static String read(String name) {
        try (var file = StyleResource.class.getResourceAsStream("/styles/" + name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
