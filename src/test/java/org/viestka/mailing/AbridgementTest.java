package org.viestka.mailing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.viestka.publication.Trend;

import io.quarkus.qute.RawString;

class AbridgementTest {

    private static final List<Block> ISSUE = List.of(block("A", 20, 300), block("B", 40, 100), block("C", 30, 200));

    @ParameterizedTest
    @CsvSource({"1000, A20+300 B40+100 C30+200", "693, A20+300 B40+100 C30+200", "692, A20+0 B40+100 C30+200",
            "392, A20+0 B40+100 C30+0", "192, A20+0 B40+0 C30+0", "92, A20+0 B0+0 C30+0", "52, A20+0 B0+0 C0+0",
            "22, A0+0 B0+0 C0+0", "2, A0+0 B0+0", "1, A0+0", "0, ''"})
    void the_longest_texts_go_first_then_the_longest_summaries_then_the_last_titles(int room, String left) {
        var blocks = new Abridgement(ISSUE).least(some -> some.stream().mapToInt(AbridgementTest::length).sum() <= room);
        assertThat(blocks)
                .extracting(block -> block.title() + block.summary().length() + "+" + block.html().getValue().length())
                .isEqualTo(left.isEmpty() ? List.of() : List.of(left.split(" ")));
        assertThat(blocks).allMatch(block -> block.text().isEmpty() == block.html().getValue().isEmpty());
    }

    @Test
    void of_an_empty_issue_nothing_is_left() {
        assertThat(new Abridgement(List.of()).least(blocks -> true)).isEmpty();
    }

    private static int length(Block block) {
        return block.title().length() + block.summary().length() + block.html().getValue().length();
    }

    private static Block block(String title, int summary, int body) {
        return new Block("en", "", title, Trend.UNCHANGED, "", "s".repeat(summary), new RawString("b".repeat(body)), "text", "",
                "", List.of());
    }
}
