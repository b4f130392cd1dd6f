package org.viestka.subscription;

import java.time.Duration;
import java.util.List;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How readers subscribe. */
@ConfigMapping(prefix = "viestka.subscription")
public interface SubscriptionConfig {

    enum Confirmation {
        REQUIRED, OFF
    }

    /**
     * {@code off} activates at once whoever is new; then anybody can subscribe anybody. An opt-out is still only undone by its
     * reader's confirmation.
     */
    @WithDefault("required")
    Confirmation confirmation();

    /** How long the link in a mail to confirm works. Then the sign-up is forgotten. */
    @WithDefault("72h")
    Duration confirmWithin();

    /** How long a link to a reader's settings works. */
    @WithDefault("30d")
    Duration preferencesWithin();

    /**
     * Whoever sends the form sooner after it was shown is asked once more, on our own page. A reader with autofill needs three
     * seconds.
     */
    @WithDefault("2s")
    Duration leastTime();

    /**
     * Bits of a puzzle that the reader's browser solves before the form is taken; 16 cost a telephone about a second, each
     * further one twice as much. Switch it on while the form is under attack: it needs JavaScript and, as browsers have it,
     * HTTPS or an onion address. 0: no puzzle.
     */
    @WithDefault("0")
    int proofOfWork();

    /**
     * Domains of mailboxes at providers in Belarus and Russia: {@code name}, {@code *.suffix} or {@code name.*}. Their readers
     * see a notice and get a mail to confirm that names nothing. They are not blocked.
     */
    @WithDefault("*.by,*.бел,*.ru,*.su,*.рф,*.рус,*.москва,*.moscow,*.tatar,yandex.*,yandex.com.*,vk.com")
    List<String> exposedDomains();

    /**
     * Sign-ups in an hour from one network (an IPv4 address, an IPv6 /64), over all nodes. More are answered by 429. Many
     * readers share an exit of Tor or a phone company.
     */
    @WithDefault("100")
    int perNetwork();

    /**
     * Sign-ups in an hour in all, over all nodes. More are answered by 429, and the log says so: somebody uses the form as a
     * weapon.
     */
    @WithDefault("5000")
    int perHour();

    /** When the keyed counts behind the two limits are forgotten; an hour at least, since they are of an hour. */
    @WithDefault("1d")
    Duration countsKept();
}
