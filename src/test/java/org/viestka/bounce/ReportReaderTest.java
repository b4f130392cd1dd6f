package org.viestka.bounce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.viestka.bounce.Report.Kind;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

class ReportReaderTest {

    private static final Set<String> NOBODY_THERE_BY_ITS_OWN_WORDS = Set.of("lhost-amazonses-02", "lhost-postfix-35",
            "lhost-receivingses-01", "lhost-receivingses-02", "lhost-surfcontrol-01", "rfc3464-01", "rhost-nttdocomo-01",
            "rhost-nttdocomo-02");
    private static final Path CORPUS = Path.of("../shared/corpora/bounces");

    @Test
    void of_reports_from_the_wild_none_is_taken_for_worse_than_it_is() throws IOException {
        assumeTrue(Files.isDirectory(CORPUS), "the collection of reports is not here: " + CORPUS);
        var truth = Files.readAllLines(CORPUS.resolve("truth.tsv")).stream().skip(1).map(line -> line.split("\t", -1))
                .collect(Collectors.groupingBy(row -> row[0], TreeMap::new,
                        Collectors.mapping(row -> row[1], Collectors.toCollection(TreeSet::new))));
        var worse = new TreeMap<String, String>();
        int hard = 0;
        int complaints = 0;
        for (var entry : truth.entrySet()) {
            var kind = ReportReader.read(Files.newInputStream(CORPUS.resolve(entry.getKey() + ".eml"))).kind();
            if (kind == Kind.HARD && !entry.getValue().contains("hard")
                    || kind == Kind.COMPLAINT && !entry.getValue().contains("complaint")) {
                worse.put(entry.getKey(), kind + " for " + entry.getValue());
            }
            hard += kind == Kind.HARD ? 1 : 0;
            complaints += kind == Kind.COMPLAINT ? 1 : 0;
        }
        // Each of these says in words that nobody is there; the collection knows of filters behind them.
        assertThat(worse.keySet()).isSubsetOf(NOBODY_THERE_BY_ITS_OWN_WORDS);
        // What has no structure is left alone; of what has, most is understood.
        assertThat(hard).isGreaterThanOrEqualTo(40);
        // Of the eight two are failed checks of DKIM, which no reader has to do with, and one has no form.
        assertThat(complaints).isEqualTo(5);
    }

    @Test
    void what_is_on_its_way_or_away_on_holiday_is_no_bounce() throws IOException {
        for (var action : new String[]{"delayed", "delivered", "relayed", "expanded", "nonsense"}) {
            assertThat(Verdict.of(Map.of("action", action, "status", "5.1.1"))).isEqualTo(Kind.NOT_A_BOUNCE);
        }
        assertThat(read("Auto-Submitted: auto-replied\r\nSubject: On holiday\r\n\r\nUser unknown 550 5.1.1\r\n").kind())
                .isEqualTo(Kind.NOT_A_BOUNCE);
    }

    @Test
    void a_message_without_end_or_floor_is_read_in_bounds() throws IOException {
        var nested = new StringBuilder();
        for (int i = 0; i < 3_000; i++) {
            nested.append("Content-Type: multipart/mixed; boundary=b").append(i).append("\r\n\r\n--b").append(i).append("\r\n");
        }
        assertThat(read(nested.toString()).kind()).isEqualTo(Kind.NOT_A_BOUNCE);
        assertThat(read("X: " + "y".repeat(1_500_000)).kind()).isEqualTo(Kind.NOT_A_BOUNCE);
        assertThat(read("X: y\r\n".repeat(200_000)).kind()).isEqualTo(Kind.NOT_A_BOUNCE);
        assertThat(read("Content-Type: multipart/report; boundary=b\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
                + "\r\nAction: failed\r\nStatus: 5.1.1").kind()).isEqualTo(Kind.HARD);
    }

    @Property(tries = 500)
    void no_octets_are_too_much(@ForAll @Size(max = 400) byte[] octets) throws IOException {
        assertThat(ReportReader.read(new ByteArrayInputStream(octets)).kind()).isEqualTo(Kind.NOT_A_BOUNCE);
    }

    private static Report read(String message) throws IOException {
        return ReportReader.read(new ByteArrayInputStream(message.getBytes(StandardCharsets.UTF_8)));
    }
}
