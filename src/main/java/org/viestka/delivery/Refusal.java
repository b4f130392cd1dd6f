package org.viestka.delivery;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import org.viestka.mailing.Mailing;

/**
 * What a relay says to many readers of a mailing.
 *
 * @param reply to one of them, for people
 * @param words what the replies share, see {@link ReplyWords#fingerprint}; {@link Mailing#ANY_WORDS} where all count
 */
record Refusal(String reply, String words) {

    static Refusal of(String reply) {
        return new Refusal(reply, ReplyWords.fingerprint(reply));
    }

    /**
     * What keeps a mailing of which all rows have reached an end from being finished: that nobody was taken at all, or so many
     * refused with the same words that it is about us.
     *
     * @param replies how many rows were refused for good, the most frequent first
     * @param looked whether a person has let it go on after such a pause: then many refusals are those readers' own
     */
    static Optional<Refusal> ofMany(Map<String, Integer> replies, int sent, int failed, boolean looked, DeliveryConfig config) {
        if (replies.isEmpty()) {
            return Optional.empty();
        }
        if (sent == 0) {
            return Optional.of(new Refusal(replies.keySet().iterator().next(), Mailing.ANY_WORDS));
        }
        var alike = new HashMap<String, Integer>();
        replies.forEach((reply, count) -> alike.merge(ReplyWords.fingerprint(reply), count, Integer::sum));
        long many = Math.max(config.refusedInARow(), (sent + failed) * (long) config.refusedInAHundred() / 100);
        return looked
                ? Optional.empty()
                : replies.keySet().stream().filter(reply -> alike.get(ReplyWords.fingerprint(reply)) >= many).findFirst()
                        .map(Refusal::of);
    }
}
