package org.viestka.delivery;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

import org.viestka.delivery.Ledger.Refused;
import org.viestka.mailing.Mailing;
import org.viestka.smtp.ReplyWords;

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
     * refused with the same words that it is about us.
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
        long many = Math.max(config.refusedInARow(), (sent + failed) * (long) config.refusedInAHundred() / 100);
        return looked || most.get().getValue().count() < many
                ? Optional.empty()
                : Optional.of(new Refusal(reply, most.get().getKey()));
    }
}
