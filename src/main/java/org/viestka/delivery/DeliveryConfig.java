package org.viestka.delivery;

import java.time.Duration;
import java.util.OptionalInt;

import org.viestka.relay.RelayConfig;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How mailings are delivered. The settings of connections to the relay are in {@link RelayConfig}. */
@ConfigMapping(prefix = "viestka.delivery")
public interface DeliveryConfig {

    /** Whether this node sends. One that does not still serves pages and the API. */
    @WithDefault("true")
    boolean enabled();

    /** How long a stopping node may take to end what is in flight. */
    @WithDefault("20s")
    Duration grace();

    /** Messages per second over all nodes; unlimited when unset. */
    OptionalInt perSecond();

    /** Messages per hour over all nodes; unlimited when unset. */
    OptionalInt perHour();

    /**
     * When a deferred delivery has failed, counted from the start of the mailing or from when it last went on after a pause or
     * a wait. While the relay asks for fewer messages, only the time counts in which that delivery was tried.
     */
    @WithDefault("72h")
    Duration giveUpAfter();

    /** After how many issues in a row that were refused because there is no such mailbox a reader is marked as bounced; 0: never. */
    @WithDefault("2")
    int bounceAfter();

    /**
     * Of 100 readers of a mailing, how many may be marked as bounced by it; where more would be, none is. Three always may.
     */
    @WithDefault("5")
    int bounceBrake();

    /**
     * How many readers in a row, none taken in between, are refused with the same words before the mailing pauses. Twice as many
     * where the words are about the mailbox and the relay has taken others.
     */
    @WithDefault("5")
    int refusedInARow();

    /**
     * Of the last 100 readers, how many are refused with the same words before the mailing pauses. Twice as many where the words
     * differ; mailboxes that do not exist are not among those.
     */
    @WithDefault("25")
    int refusedInAHundred();

    /**
     * The envelope's sender: {@code verp}, an address of its own for each message, or one fixed address for relays that take no
     * other. With a fixed one, a report that returns no headers names nobody.
     */
    @WithDefault("verp")
    String returnPath();

    /**
     * How long after its first try a deferred delivery is tried again, and up to a quarter longer, never sooner. Each further
     * wait is three times as long, up to four hours. After a link that broke it is ten seconds or little more.
     */
    @WithDefault("5m")
    Duration retryAfter();

    /**
     * Messages the relay has taken whose record may be outstanding at one time. With one for each connection, the most that a
     * crash repeats; fewer make a slow database slow down the sending.
     */
    @WithDefault("500")
    int unrecorded();

    /**
     * What becomes of a message whose link broke after its end and before the relay's answer: {@code resend} it, twice at
     * most, or {@code hold} it. Where it is held or was sent so often, its row is <em>uncertain</em> and listed. The same on
     * all nodes. To hold costs one write more for as many messages as there are connections.
     */
    @WithDefault("resend")
    Uncertain uncertain();

    /** How long the ledger keeps who was sent what after a mailing. Then counts remain. */
    @WithDefault("30d")
    Duration retention();

    /** What to do when nobody can know whether the relay took a message. */
    enum Uncertain {
        /** Send it again, twice at most: same Message-ID, same octets. A reader may get it each time. */
        RESEND,
        /** Never send it again, but list it. A reader may get none. */
        HOLD
    }
}
