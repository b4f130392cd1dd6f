package org.viestka.mailing;

import static java.util.Comparator.comparingInt;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/**
 * Makes an issue shorter step by step, and takes first what is missed least: whole texts give way to teasers, the longest first;
 * then summaries, again the longest first; then the last commentaries, of which only the number is left.
 */
final class Abridgement {

    private final List<Block> whole;
    private final int[] byBody;
    private final int[] bySummary;

    /** @param whole everything, in the order of the issue */
    Abridgement(List<Block> whole) {
        this.whole = whole;
        byBody = longestFirst(block -> block.html().getValue().length());
        bySummary = longestFirst(block -> block.summary().length());
    }

    /** @return what is left after the fewest steps with which it fits */
    List<Block> least(Predicate<List<Block>> fits) {
        int tooFew = -1;
        int enough = 3 * whole.size();
        // Mostly everything fits, which is asked first.
        for (int steps = 0; tooFew + 1 < enough; steps = (tooFew + enough) >>> 1) {
            if (fits.test(after(steps))) {
                enough = steps;
            } else {
                tooFew = steps;
            }
        }
        return after(enough);
    }

    private List<Block> after(int steps) {
        int size = whole.size();
        var blocks = new ArrayList<>(whole);
        for (int i = 0; i < Math.min(steps, size); i++) {
            blocks.set(byBody[i], blocks.get(byBody[i]).withoutBody());
        }
        for (int i = 0; i < Math.min(steps - size, size); i++) {
            blocks.set(bySummary[i], blocks.get(bySummary[i]).withoutSummary());
        }
        return blocks.subList(0, size - Math.max(0, steps - 2 * size));
    }

    private int[] longestFirst(ToIntFunction<Block> length) {
        return IntStream.range(0, whole.size()).boxed()
                .sorted(comparingInt((Integer i) -> length.applyAsInt(whole.get(i))).reversed()).mapToInt(i -> i).toArray();
    }
}
