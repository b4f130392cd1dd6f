package org.viestka.doctor;

import java.net.URI;
import java.util.Locale;
import java.util.function.Function;

import jakarta.enterprise.context.ApplicationScoped;

import org.viestka.doctor.Dns.SilentException;
import org.viestka.doctor.Finding.Check;
import org.viestka.publication.Publication;
import org.viestka.publication.Words;

/** Whether links lead anywhere: each mail has some, and they cannot be taken back. */
@ApplicationScoped
class SiteCheck {

    private final Dns dns;
    private final Publication publication;

    SiteCheck(Dns dns, Publication publication) {
        this.dns = dns;
        this.publication = publication;
    }

    Finding publicUrl() throws SilentException {
        return publicUrl(publication.site());
    }

    Finding publicUrl(String site) throws SilentException {
        var url = URI.create(site);
        var host = url.getHost() == null ? "" : url.getHost().toLowerCase(Locale.ROOT);
        if (host.isEmpty() || url.getUserInfo() != null || url.getQuery() != null || url.getFragment() != null) {
            return error(words -> words.doctor_url_form(site));
        }
        if (!host.contains(".") || host.endsWith(".localhost") || host.endsWith(".local") || host.endsWith(".internal")
                || host.matches("[0-9.]+|\\[.*")) {
            return error(words -> words.doctor_url_local(site));
        }
        // An onion address is reached over Tor alone, which encrypts by itself and is not in DNS.
        if (host.endsWith(".onion")) {
            return Finding.ok(Check.PUBLIC_URL, words -> words.doctor_url_ok(site));
        }
        if (!"https".equalsIgnoreCase(url.getScheme())) {
            return error(words -> words.doctor_url_plain(site));
        }
        return dns.addresses(host).isEmpty()
                ? error(words -> words.doctor_host_unknown(host))
                : Finding.ok(Check.PUBLIC_URL, words -> words.doctor_url_ok(site));
    }

    private static Finding error(Function<Words, String> says) {
        return Finding.error(Check.PUBLIC_URL, says, Words::doctor_url_fix);
    }
}
