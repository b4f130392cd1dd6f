package org.viestka.subscription;

import java.util.List;
import java.util.Locale;

import jakarta.enterprise.context.ApplicationScoped;

import org.viestka.subscriber.Address;

import com.ibm.icu.text.IDNA;

/** Mailboxes at providers that the authorities of Belarus or Russia can make talk. Told by name alone: a look-up would leak. */
@ApplicationScoped
class ExposedMailboxes {

    private static final IDNA UTS46 = IDNA.getUTS46Instance(IDNA.DEFAULT);

    private final List<String> patterns;

    ExposedMailboxes(SubscriptionConfig config) {
        patterns = config.exposedDomains().stream().map(ExposedMailboxes::ascii).toList();
    }

    boolean include(Address address) {
        return patterns.stream().anyMatch(pattern -> matches(address.domain(), pattern));
    }

    private static boolean matches(String domain, String pattern) {
        if (pattern.startsWith("*.")) {
            return domain.endsWith(pattern.substring(1));
        }
        return pattern.endsWith(".*")
                ? domain.startsWith(pattern.substring(0, pattern.length() - 1))
                : domain.equals(pattern);
    }

    /** {@code *.бел} as it stands in addresses: {@code *.xn--90ais}. */
    private static String ascii(String pattern) {
        var stars = pattern.strip().toLowerCase(Locale.ROOT);
        var before = stars.startsWith("*.") ? "*." : "";
        var after = stars.endsWith(".*") ? ".*" : "";
        var name = stars.substring(before.length(), stars.length() - after.length());
        return before + UTS46.nameToASCII(name, new StringBuilder(), new IDNA.Info()) + after;
    }
}
