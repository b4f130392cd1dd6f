package org.viestka.delivery;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

import org.viestka.delivery.Ledger.Refused;
import org.viestka.mailing.Mailing;
import org.viestka.smtp.ReplyWords;
import org.viestka.smtp.ReplyWords.About;

/**
 * What a relay says to many readers of a mailing.
 *
 * @param reply to one of them, for people
 * @param words what the replies share, see {@link ReplyWords#fingerprint}; {@link Mailing#ANY_WORDS} where all count
 */
public record Refusal(String reply, String words) {

    public static Refusal of(String reply) {
        return new Refusal(reply, ReplyWords.fingerprint(reply));
    }

    /**
     * What keeps a mailing of which all rows have reached an end from being finished: that nobody was taken at all, or so many
     * refused with the same words, or twice as many with whatever words, that it is about us.
     *
     * @param refusals rows that were refused for good, by what their replies share
     * @param looked whether a person has let it go on after such a pause: then many refusals are those readers' own
     */
    static Optional<Refusal> ofMany(Map<String, Refused> refusals, int sent, int failed, boolean looked,
            DeliveryConfig config) {
        var most = refusals.entrySet().stream().max(Comparator.comparingLong(alike -> alike.getValue().count()));
        if (most.isEmpty()) {
            return Optional.empty();
        }
        var reply = most.get().getValue().reply();
        if (sent == 0) {
            return Optional.of(new Refusal(reply, Mailing.ANY_WORDS));
        }
        if (looked) {
            return Optional.empty();
        }
        var ofUs = refusals.values().stream().filter(alike -> ReplyWords.about(alike.reply()) != About.MAILBOX).toList();
        long count = ofUs.stream().mapToLong(Refused::count).sum();
        if (ofUs.size() > 1 && count >= many(sent + failed, RefusalCount.ofOtherWords(config.refusedInAHundred()), config)) {
            return Optional.of(new Refusal(ofUs.get(0).reply(), Mailing.ANY_WORDS));
        }
        return most.get().getValue().count() < many(sent + failed, config.refusedInAHundred(), config)
                ? Optional.empty()
                : Optional.of(new Refusal(reply, most.get().getKey()));
    }

    private static long many(long of, int percent, DeliveryConfig config) {
        return Math.max(config.refusedInARow(), of * percent / 100);
    }
}
