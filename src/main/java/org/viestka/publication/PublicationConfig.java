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

    /**
     * The only source of links: {@code https://} or {@code http://}, a host, perhaps a port and a path. An international host
     * is written in ASCII ({@code xn--…}) in links. The {@code Host} header is never trusted with them.
     */
    @WithDefault("http://localhost:8080")
    BaseUrl publicUrl();

    /**
     * Other base URLs of the same service (a second domain, an onion address), listed at the foot of pages and mails. The same
     * links work there. A mirror has the path of the public URL, or none. Tor Browser offers the first that ends in {@code
     * .onion} on each page ({@code Onion-Location}).
     */
    Optional<List<BaseUrl>> mirrors();

    Publication publication();

    /** By key. Changing the languages of an edition changes what its next mailing carries, not who is on the list. */
    Map<String, EditionConfig> editions();

    interface Publication {
        /** The time zone of weeks and of the timetable, whatever zone the server runs in. */
        @WithDefault("Europe/Minsk")
        ZoneId zone();

        /** The publication's name, by language. */
        Map<String, String> name();

        /** One line at the foot of each mail: who is responsible and how to write to them. The law wants it. */
        Optional<String> contact();

        /** Keys of the rubrics, in the order of an issue. */
        List<String> rubrics();

        /** Names of the rubrics by key, then by language. */
        Map<String, Map<String, String>> rubric();
    }

    interface EditionConfig {
        /** What readers see in the form. */
        String label();

        /** The languages of a mailing of this edition, in order. */
        List<String> languages();

        /** Place in the form; lower comes first. */
        @WithDefault("100")
        int position();
    }
}
