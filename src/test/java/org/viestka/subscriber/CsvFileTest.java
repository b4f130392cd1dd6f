package org.viestka.subscriber;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.viestka.subscriber.CsvFile.Line;

class CsvFileTest {

    private static final Charset CYRILLIC = Charset.forName("windows-1251");

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "windows-1251"})
    void letters_are_read_as_they_were_written_wherever_the_first_of_them_stands(String charset) throws IOException {
        // As UTF-8 the first two letters in windows-1251 would be one of another alphabet.
        for (int ascii : List.of(0, 1, 32 * 1024 - 25, 32 * 1024 - 1, 70_000)) {
            var rows = "email\n" + "a@reader.example\n".repeat(ascii / 17) + "i@Сідараў.бел\n";
            var lines = read(rows.getBytes(Charset.forName(charset)));
            assertThat(lines.get(lines.size() - 1).cell("email")).isEqualTo("i@Сідараў.бел");
        }
    }

    @Test
    void a_mark_says_what_it_is_and_is_no_part_of_the_first_name() throws IOException {
        assertThat(read("\uFEFFemail\nё@пошта.бел\n".getBytes(StandardCharsets.UTF_8)).get(0).cell("email"))
                .isEqualTo("ё@пошта.бел");
    }

    @Test
    void an_octet_that_does_not_belong_there_spoils_its_row_alone() throws IOException {
        var file = "email\nё@пошта.бел\nX@reader.example\nlast@reader.example\n".getBytes(StandardCharsets.UTF_8);
        file[new String(file, StandardCharsets.ISO_8859_1).indexOf('X')] = (byte) 0xFF;
        assertThat(read(prefixed(file))).extracting(line -> line.cell("email")).containsExactly("ё@пошта.бел",
                "\uFFFD@reader.example", "last@reader.example");
    }

    @ParameterizedTest
    @ValueSource(strings = {",", ";", "\t"})
    void the_header_says_what_separates_columns(String delimiter) throws IOException {
        var lines = read("\"Name; full, or\tshort\",EMAIL , Status\r\n\"a, b; c\td\",a@reader.example,paused\r\n"
                .replaceAll(",(?=EMAIL| Status|a@|paused)", delimiter).getBytes(StandardCharsets.UTF_8));
        assertThat(lines).singleElement().satisfies(line -> {
            assertThat(line.number()).isEqualTo(2);
            assertThat(line.cell("email")).isEqualTo("a@reader.example");
            assertThat(line.cell("status")).isEqualTo("paused");
            assertThat(line.cell("edition")).isEmpty();
        });
    }

    @Test
    void columns_that_mean_nothing_are_named_but_never_an_address() throws IOException {
        try (var file = new CsvFile(new CsvText(new ByteArrayInputStream("email,Name,x@reader.example,edition\n".getBytes()),
                1_000))) {
            assertThat(file.unknownColumns()).containsExactly("name", "…");
        }
    }

    @Test
    void what_is_no_text_is_found_out_at_once() {
        var octets = new byte[100_000];
        new Random(7).nextBytes(octets);
        octets[0] = 'P';
        assertThatThrownBy(() -> read(octets)).hasMessage("BINARY");
        assertThatThrownBy(() -> read(prefixed("email\na@reader.example\nb\0@reader.example\n".getBytes())))
                .hasMessageContaining("BINARY");
    }

    @Test
    void more_than_is_allowed_is_not_read() {
        var file = new CsvText(new ByteArrayInputStream("email\na@reader.example\n".getBytes()), 10);
        assertThatThrownBy(file::read).isInstanceOf(UnreadableFile.class).hasMessage("TOO_LARGE");
    }

    @Test
    void a_row_that_does_not_end_is_given_up() {
        assertThatThrownBy(() -> read(("email\n\"" + "b".repeat(3 << 20)).getBytes())).hasRootCauseMessage("ROW_TOO_LONG");
        assertThatThrownBy(() -> read("email\n\"b".getBytes())).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void a_piece_holds_what_its_rows_said() throws IOException {
        var lines = read("email,status\nё@пошта.бел,\n,paused\n".getBytes(CYRILLIC));
        var piece = new ImportPiece();
        lines.forEach(piece::add);
        assertThat(ImportPiece.rows(piece.octets())).isEqualTo(lines);
    }

    private static byte[] prefixed(byte[] file) {
        var marked = new byte[file.length + 3];
        System.arraycopy(new byte[]{(byte) 0xEF, (byte) 0xBB, (byte) 0xBF}, 0, marked, 0, 3);
        System.arraycopy(file, 0, marked, 3, file.length);
        return marked;
    }

    private static List<Line> read(byte[] octets) throws IOException {
        try (var file = new CsvFile(new CsvText(new ByteArrayInputStream(octets), Long.MAX_VALUE))) {
            var lines = new ArrayList<Line>();
            for (var line = file.next(); line != null; line = file.next()) {
                lines.add(line);
            }
            return lines;
        }
    }
}
