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

    /** For how long the link of a confirm mail works. */
    @WithDefault("72h")
    Duration confirmWithin();

    /** For how long a link to the preferences works. */
    @WithDefault("30d")
    Duration preferencesWithin();

    /** Who fills the form sooner than this after it was shown is taken for a robot. A reader with autofill needs three seconds. */
    @WithDefault("2s")
    Duration leastTime();

    /**
     * Bits of a puzzle that the browser solves before the form is taken: 16 cost a telephone about a second, each further one
     * twice as much. With 0 there is none, and the form needs no JavaScript.
     */
    @WithDefault("0")
    int proofOfWork();

    /** Domains of mailboxes at providers in Belarus and Russia: {@code name}, {@code *.suffix} or {@code name.*}. */
    @WithDefault("*.by,*.бел,*.ru,*.su,*.рф,*.рус,*.москва,*.moscow,*.tatar,yandex.*,yandex.com.*,vk.com")
    List<String> exposedDomains();

    /** Sign-ups in an hour from one network; more are answered by 429. Many readers share an exit of Tor or a phone company. */
    @WithDefault("100")
    int perNetwork();

    /** Sign-ups in an hour in all: beyond it somebody uses the form as a weapon. */
    @WithDefault("5000")
    int perHour();

    /** When the keyed counts behind the two limits are forgotten; an hour at least, since they are of an hour. */
    @WithDefault("1d")
    Duration countsKept();
}
