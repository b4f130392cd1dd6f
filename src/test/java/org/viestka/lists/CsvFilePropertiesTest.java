package org.viestka.lists;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.viestka.subscriber.Address;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Files with stray marks, breaks and delimiters: nobody whom a person would read in them is missing from the sum. */
class CsvFilePropertiesTest {

    private static final Pattern LINE = Pattern.compile("\r\n|[\r\n]");
    private static final Pattern NUMBERED = Pattern.compile("r([0-9]+)@reader\\.example");

    @Property(tries = 20_000)
    void each_address_is_in_or_its_line_is_told_or_the_file_is_refused_with_a_line(@ForAll("files") String text)
            throws IOException {
        assertNobodyIsMissing(text, StandardCharsets.UTF_8);
    }

    @Property(tries = 2_000)
    void that_holds_in_every_charset(@ForAll("files") String text, @ForAll("charsets") Charset charset) throws IOException {
        assertNobodyIsMissing(charset.equals(StandardCharsets.UTF_16LE) ? "\uFEFF" + text : text, charset);
    }

    private static void assertNobodyIsMissing(String text, Charset charset) throws IOException {
        var in = new HashSet<String>();
        var told = new HashSet<Long>();
        try (var file = new CsvFile(new CsvText(new ByteArrayInputStream(text.getBytes(charset)), Long.MAX_VALUE))) {
            if (!file.has("email") || file.header().twice() != null) {
                assertThat(file.headerLine()).isPositive();
                return;
            }
            for (var line = file.next(); line != null; line = file.next()) {
                var address = Address.parse(Formula.restore(line.cell("email"))).address();
                if (line.fault() == null && address.isPresent()) {
                    assertThat(in.add(address.get().mailbox())).isTrue();
                } else {
                    assertThat(told.add(line.number())).describedAs("line %s once", line.number()).isTrue();
                }
            }
        } catch (UnreadableFile e) {
            assertThat(e).hasMessageMatching("(BROKEN|BINARY|NOT_UTF_16), lines [1-9][0-9]* to [1-9][0-9]*");
            return;
        }
        var lines = LINE.split(text, -1);
        for (int i = 0; i < lines.length; i++) {
            var people = NUMBERED.matcher(lines[i]);
            while (people.find()) {
                assertThat(in.contains(people.group()) || told.contains(i + 1L))
                        .describedAs("%s of line %d in %s", people.group(), i + 1, text).isTrue();
            }
        }
    }

    @Provide
    Arbitrary<Charset> charsets() {
        return Arbitraries.of(StandardCharsets.UTF_16LE, Charset.forName("windows-1251"), StandardCharsets.UTF_8);
    }

    /** Each row has one address, numbered, so that a reader who is missing can be named. */
    @Provide
    Arbitrary<String> files() {
        var delimiters = Arbitraries.of(",", ";", "\t", "|");
        var breaks = Arbitraries.frequencyOf(Tuple.of(5, Arbitraries.just("\n")),
                Tuple.of(2, Arbitraries.just("\r\n")), Tuple.of(1, Arbitraries.just("\r")));
        var marks = Arbitraries.of("", "\uFEFF", "\uFEFF\uFEFF", "sep=;\n", "\n\n");
        var headers = Arbitraries.of("email", "email,name", "name,email", "name,email,edition", "\"email\",\"name\"",
                "Email Address,note,edition", "\"na\nme\",email", "email,\"name", "ema\"il,name");
        var rows = row().list().ofMinSize(1).ofMaxSize(8);
        return Combinators.combine(marks, headers, rows, delimiters, breaks, breaks)
                .as((mark, header, list, delimiter, one, other) -> mark + header.replace(",", delimiter) + one
                        + numbered(list).stream().map(row -> row.replace(",", delimiter)).collect(Collectors.joining(other))
                        + other);
    }

    private static List<String> numbered(List<String> rows) {
        var numbered = new ArrayList<String>();
        for (var row : rows) {
            numbered.add(row.replace("@", "r" + numbered.size() + "@reader.example"));
        }
        return numbered;
    }

    private static Arbitrary<String> row() {
        var address = Arbitraries.of("@", "\"@\"", "\"@", "@\"", " @ ", "\u00A0@", "\u200B@\uFEFF", "\"@\"\"", "\"\"@", "'@",
                "\" @\n\"",
                "\"\n@\"", "=\"@\"", "@\u000B");
        var cell = Arbitraries.of("", "x", "\"x\"", "\"x", "x\"", "\"x,y\"", "\"x\ny\"", "\"x\r\n\r\ny\"", "x\"y", "\"", "\"\"",
                "\"\"\"", " \"x\" ",
                "x\u000By", "\\\"x", "Імя", "\u2028", ",", "\0");
        return Combinators.combine(cell, cell, address, Arbitraries.of(0, 1, 2, 3)).as((one, two, at, shape) -> switch (shape) {
            case 0 -> at;
            case 1 -> at + "," + one;
            case 2 -> one + "," + at;
            default -> one + "," + at + "," + two;
        });
    }
}
