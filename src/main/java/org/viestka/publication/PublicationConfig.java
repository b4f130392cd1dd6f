package org.viestka.publication;

import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What the newsroom publishes. A new edition or rubric is a matter of these settings and of a file of words. */
@ConfigMapping(prefix = "viestka")
public interface PublicationConfig {

    /** The only source of links. The {@code Host} header is never trusted with them. */
    @WithDefault("http://localhost:8080")
    BaseUrl publicUrl();

    /** Other base URLs of the same service, for readers who cannot reach the public one. The same links work there. */
    Optional<List<BaseUrl>> mirrors();

    Publication publication();

    /** By key. Changing the languages of an edition changes what its next mailing carries, not who is on the list. */
    Map<String, EditionConfig> editions();

    interface Publication {
        /** What a week is and when it is sent is told in this zone, whatever zone the server runs in. */
        @WithDefault("Europe/Minsk")
        ZoneId zone();

        /** The publication's name, by language. */
        Map<String, String> name();

        /** Who is responsible and how to write to them (the law wants it in each mail); one line. */
        Optional<String> contact();

        /** Keys of the rubrics, in the order of an issue. */
        List<String> rubrics();

        /** Names of the rubrics by key, then by language. */
        Map<String, Map<String, String>> rubric();
    }

    interface EditionConfig {
        /** What readers see in the form. */
        String label();

        /** In order of preference. */
        List<String> languages();

        /** Place in the form; lower comes first. */
        @WithDefault("100")
        int position();
    }
}
