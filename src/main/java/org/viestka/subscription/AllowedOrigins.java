package org.viestka.subscription;

import java.net.URI;
import java.util.List;
import java.util.Locale;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;

import org.viestka.publication.Publication;
import org.viestka.web.SafetyHeaders;

import io.quarkus.runtime.Startup;

/** From which sites the form may come: ours, its mirrors, and those that the operator names. */
@Startup
@ApplicationScoped
public class AllowedOrigins {

    private final List<String> origins;
    private final List<String> own;

    AllowedOrigins(EmbedConfig config, Publication publication) {
        origins = config.origins().orElse(List.of()).stream().map(AllowedOrigins::configured).toList();
        own = publication.origins();
    }

    /** Whether there is any site that may frame the form. */
    boolean isOffered() {
        return !origins.isEmpty();
    }

    /** The policy of a page that only these sites may frame, nobody where there is none (CSP Level 3 §6.4.2). */
    String policy() {
        return isOffered()
                ? SafetyHeaders.CONTENT_SECURITY_POLICY.replace("frame-ancestors 'none'",
                        "frame-ancestors " + String.join(" ", origins))
                : SafetyHeaders.CONTENT_SECURITY_POLICY;
    }

    /**
     * Whether a form comes from where it may. Our own pages tell nobody where they are, so that {@code Origin} is {@code null}
     * there (Fetch §3.2) and {@code Sec-Fetch-Site} says whether it is we; a browser that says neither is believed, as it always was.
     */
    boolean admits(HttpHeaders headers) {
        var origin = headers.getHeaderString("Origin");
        if (origin == null || origin.equals("null")) {
            return origin == null || !"cross-site".equals(headers.getHeaderString("Sec-Fetch-Site"));
        }
        var asked = origin.toLowerCase(Locale.ROOT);
        var host = headers.getHeaderString(HttpHeaders.HOST);
        return own.contains(asked) || origins.contains(asked)
                || host != null && (asked.equals("https://" + host) || asked.equals("http://" + host));
    }

    /**
     * A site of others, as browsers name it.
     *
     * @throws IllegalArgumentException when it is none; the message is the end of a sentence
     */
    public static String configured(String setting) {
        var text = setting.strip();
        try {
            var uri = URI.create(text);
            if (uri.getHost() != null && List.of("http", "https").contains(uri.getScheme()) && text.equals(origin(uri))) {
                return text;
            }
        } catch (IllegalArgumentException e) {
            // It is no URL at all: the same words will do.
        }
        throw new IllegalArgumentException(
                "is no origin like https://news.example.org: small letters, no path, no slash at the end, no usual port, no *");
    }

    /** As a browser writes it (RFC 6454 §6.2). */
    private static String origin(URI site) {
        return site.getScheme() + "://" + site.getHost().toLowerCase(Locale.ROOT)
                + (site.getPort() < 0 || isUsual(site) ? "" : ":" + site.getPort());
    }

    private static boolean isUsual(URI site) {
        return site.getPort() == (site.getScheme().equals("https") ? 443 : 80);
    }
}
