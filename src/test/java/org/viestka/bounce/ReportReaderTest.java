package org.viestka.bounce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.viestka.bounce.Report.Kind;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

class ReportReaderTest {

    private static final Set<String> NOBODY_THERE_BY_ITS_OWN_WORDS = Set.of("lhost-amazonses-02", "lhost-postfix-35",
            "lhost-receivingses-01", "lhost-receivingses-02", "lhost-surfcontrol-01", "rfc3464-01", "rhost-nttdocomo-01",
            "rhost-nttdocomo-02", "lhost-messagingserver-06", "lhost-office365-04");
    private static final Path CORPUS = Path.of("../shared/corpora/bounces");

    @Test
    void of_reports_from_the_wild_none_is_taken_for_worse_than_it_is() throws IOException {
        assumeTrue(Files.isDirectory(CORPUS), "the collection of reports is not here: " + CORPUS);
        var truth = Files.readAllLines(CORPUS.resolve("truth.tsv")).stream().skip(1).map(line -> line.split("\t", -1))
                .collect(Collectors.groupingBy(row -> row[0], TreeMap::new,
                        Collectors.mapping(row -> row[1], Collectors.toCollection(TreeSet::new))));
        var worse = new TreeMap<String, String>();
        int right = 0;
        int complaints = 0;
        for (var entry : truth.entrySet()) {
            var kind = ReportReader.read(Files.readAllBytes(CORPUS.resolve(entry.getKey() + ".eml"))).kind();
            if (kind == Kind.HARD && !entry.getValue().contains("hard")
                    || kind == Kind.COMPLAINT && !entry.getValue().contains("complaint")) {
                worse.put(entry.getKey(), kind + " for " + entry.getValue());
            }
            right += entry.getValue().contains(kind.name().toLowerCase(Locale.ROOT).replace('_', '-')) ? 1 : 0;
            complaints += kind == Kind.COMPLAINT ? 1 : 0;
        }
        // Each of these says in words that nobody is there; the collection knows of filters behind them.
        assertThat(worse.keySet()).isSubsetOf(NOBODY_THERE_BY_ITS_OWN_WORDS);
        // Of 285. What has no structure, half of it, is left alone; of what has, nine in ten are understood.
        assertThat(right).isGreaterThanOrEqualTo(130);
        // Of the eight two are failed checks of DKIM, which no reader has to do with, and one has no form.
        assertThat(complaints).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"dns; mx.example.org | mx.example.org", "DNS;MX1.Example.org | MX1.Example.org",
            "mx.example.org | mx.example.org", "dns; mx.example.org (192.0.2.1) | mx.example.org",
            "dns; [192.0.2.1] | [192.0.2.1]", "dns; reader@a.example |", "dns; mx (of reader@a.example) |", "dns; <x> |",
            "dns; |"})
    void a_report_tells_which_host_reports_and_names_no_reader(String field, String relay) throws IOException {
        var report = read(
                "Content-Type: multipart/report; boundary=b\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
                        + "Reporting-MTA: " + field + "\r\n\r\nFinal-Recipient: rfc822; reader@a.example\r\nAction: failed\r\n"
                        + "Status: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 no mailbox reader, says mx.a.example\r\n\r\n--b--\r\n");
        assertThat(report.relay()).isEqualTo(relay);
        assertThat(report.reply()).isEqualTo("550 5.1.1 no mailbox <…>, says mx.<…>");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"=?utf-8?q?550_5=2E1=2E1_user_unknown?= | HARD | 550 5.1.1 user unknown",
            "=?utf-8?b?NTUwIDUuMS4xINCf0L7Qu9GM0LfQvtCy0LDRgtC10LvRjCDQvdC1INC90LDQudC00LXQvQ==?= | HARD | 550 5.1.1 Пользователь не найден",
            "=?utf-8?q?550_5=2E1=2E1_user?= =?utf-8?q?_blocked?= | SOFT | 550 5.1.1 user blocked",
            "=?x-none?q?550_5=2E1=2E1_user_unknown?= | SOFT | 5.1.1 =?x-none?q?550_5=2E1=2E1_user_unknown?=",
            "=? | SOFT | 5.1.1 =?"})
    void encoded_words_are_read(String diagnosis, Kind kind, String reply) {
        var report = read(
                "Content-Type: multipart/report; boundary=b\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
                        + "Final-Recipient: rfc822; reader@a.example\r\nAction: failed\r\n"
                        + "Status: 5.1.1\r\nDiagnostic-Code: smtp; " + diagnosis + "\r\n\r\n--b--\r\n");
        assertThat(report.kind()).isEqualTo(kind);
        assertThat(report.reply()).isEqualTo(reply);
    }

    @Test
    void who_is_away_on_holiday_is_no_bounce() throws IOException {
        assertThat(read("Auto-Submitted: auto-replied\r\nSubject: On holiday\r\n\r\nUser unknown 550 5.1.1\r\n").kind())
                .isEqualTo(Kind.NOT_A_BOUNCE);
    }

    @Test
    @Timeout(20)
    void a_message_without_end_is_read_in_bounds() throws IOException {
        var many = ("--b\r\nContent-Type: message/delivery-status\r\n\r\n"
                + ("Final-Recipient: rfc822; a@b\r\nAction: failed\r\nDiagnostic-Code: smtp; 550 " + "<".repeat(1_900)
                        + "\r\n\r\n").repeat(30))
                .repeat(30);
        assertThat(read("Content-Type: multipart/report; boundary=b\r\n\r\n" + many).kind()).isEqualTo(Kind.SOFT);
        assertThat(read("X: " + "y".repeat(1_500_000)).kind()).isEqualTo(Kind.NOT_A_BOUNCE);
        assertThat(read("X: y\r\n".repeat(200_000)).kind()).isEqualTo(Kind.NOT_A_BOUNCE);
        assertThat(read("\n".repeat(2_000_000)).kind()).isEqualTo(Kind.NOT_A_BOUNCE);
        var names = IntStream.range(0, 1_000)
                .mapToObj(i -> "To: <b+" + Integer.toString(i, 2).replace('0', 'a').replace('1', 'b')
                        + "c".repeat(61 - Integer.toString(i, 2).length()) + "@" + i + ".example"
                        + (" @e" + i + ".example").repeat(50) + "\r\n")
                .collect(Collectors.joining());
        assertThat(read(names + "\r\n").returnPaths()).hasSize(20);
        assertThat(read("\r".repeat(2_000_000)).kind()).isEqualTo(Kind.NOT_A_BOUNCE);
        assertThat(read("From x\n".repeat(200_000)).kind()).isEqualTo(Kind.NOT_A_BOUNCE);
        assertThat(read("Content-Type: multipart/report; boundary=b\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
                + "\r\nAction: failed\r\nStatus: 5.1.1").kind()).isEqualTo(Kind.HARD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"„", "1.", "-.", "‘", "«", "550-\"", "a-", "=?", "=?utf-8?q?=20?= ", "(a=b,", "[sender:ip:"})
    void hostile_words_about_many_recipients_cost_less_than_a_second(String piece) throws IOException {
        var recipient = "Final-Recipient: rfc822; reader@a.example\r\nAction: failed\r\nDiagnostic-Code: smtp; 550 "
                + piece.repeat(2_200 / piece.length()) + "\r\n\r\n";
        var threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        assertThat(read("Content-Type: multipart/report; boundary=b\r\n\r\n"
                + ("--b\r\nContent-Type: message/delivery-status\r\n\r\n" + recipient.repeat(20)).repeat(2)).kind())
                .isEqualTo(Kind.SOFT);
        assertThat(threads.getCurrentThreadCpuTime() - start).isLessThan(1_000_000_000L);
    }

    @Test
    void carriage_returns_alone_are_each_the_end_of_a_line() {
        assertThat(RawMessage.of("\r".repeat(2 * 1024 * 1024).getBytes(StandardCharsets.US_ASCII))).isEmpty();
        assertThat(RawMessage.of("a\r\rb\r\r\r\nc\n\rd".getBytes(StandardCharsets.US_ASCII)))
                .asString(StandardCharsets.US_ASCII).isEqualTo("a\r\n\r\nb\r\nc\r\n\r\nd");
    }

    @Test
    void a_field_of_endless_lines_is_cut() throws IOException {
        var fields = "--b\r\nContent-Type: message/delivery-status\r\n\r\nAction: failed\r\nStatus: 5.1.1\r\n"
                + "Diagnostic-Code: smtp; 550 5.1.1 user unknown\r\n" + " a\r\n".repeat(16_000);
        var threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        assertThat(read("Content-Type: multipart/report; boundary=b\r\n\r\n" + fields.repeat(5)).kind())
                .isEqualTo(Kind.HARD);
        assertThat(read("Content-Type: multipart/report; boundary=b\r\n\r\n" + fields.repeat(30)).kind())
                .isEqualTo(Kind.SOFT);
        assertThat(threads.getCurrentThreadCpuTime() - start).isLessThan(1_000_000_000L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n",
            "Content-Type: message/rfc822\r\n\r\n",
            "Content-Type: multipart/digest; boundary=b%d\r\n\r\n--b%d\r\n\r\n",
            "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n",
            "Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\nContent-Type: message/rfc822\r\n\r\n"})
    void parts_within_each_other_without_a_floor_need_no_stack(String level) throws Exception {
        var nested = new StringBuilder();
        for (int i = 0; i < 3_000; i++) {
            nested.append(level.formatted(i, i));
        }
        var read = new FutureTask<>(() -> read(nested.toString()).kind());
        new Thread(null, read, "small", 256 * 1024).start();
        assertThat(read.get(30, TimeUnit.SECONDS)).isEqualTo(Kind.NOT_A_BOUNCE);
    }

    @Property(tries = 500)
    void no_octets_are_too_much(@ForAll @Size(max = 400) byte[] octets) throws IOException {
        assertThat(ReportReader.read(octets).kind()).isEqualTo(Kind.NOT_A_BOUNCE);
    }

    private static Report read(String message) {
        return ReportReader.read(message.getBytes(StandardCharsets.UTF_8));
    }
}
