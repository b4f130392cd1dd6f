package org.viestka.web;

import java.util.List;

import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.viestka.publication.BaseUrl;

import io.quarkus.smallrye.openapi.OpenApiFilter;

/** Tells clients of the API where it is, if the service does not have its host to itself; the build cannot know. */
@OpenApiFilter(OpenApiFilter.RunStage.RUNTIME_STARTUP)
public class ApiServer implements OASFilter {

    @Override
    public void filterOpenAPI(OpenAPI api) {
        ConfigProvider.getConfig().getOptionalValue("viestka.public-url", String.class).map(BaseUrl::of)
                .filter(site -> !site.path().isEmpty())
                .ifPresent(site -> api.setServers(List.of(OASFactory.createServer().url(site.path()))));
    }
}
