package org.viestka.lists;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.viestka.lists.CsvFile.Line;
import org.viestka.subscriber.Address.Refusal;

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
    @CsvSource(quoteCharacter = '~', delimiterString = "->", value = {
            "j2@d.org^email#k3@f.org -> j2@d.org/2 email/2 k3@f.org/3", "j2@d.org^email^k3@f.org -> j2@d.org/2 !/2",
            "k2@d.org,C^k3@f.org,E -> k2@d.org/2 k3@f.org/2", "k2@d.org,C ^ ^ k3@f.org,E -> k2@d.org/2 k3@f.org/2",
            "k2@d.org,\"C\"^\"k3@f.org\",\"E\" -> k2@d.org/2 k3@f.org/2", "k2@d.org^\"k3@f.org\",E -> k2@d.org/2 k3@f.org/2",
            "\"k2@d.org\"^k3@f.org -> k2@d.org/2 k3@f.org/2", "\"k2@d.org\",\"x\"\"y\"^k3@f.org -> k2@d.org/2 k3@f.org/2",
            "k2@d.org,\"C#D\"^k3@f.org#k4@f.org -> k2@d.org/2 k3@f.org/3 k4@f.org/4",
            "k2@d.org,C^#k3@f.org -> k2@d.org/2 k3@f.org/3", "^k2@d.org^,^C^#^ ^\"k3@f.org\"^ ,^\"E\" -> k2@d.org/2 k3@f.org/3",
            "k2@d.org,\"^C^D^\"#k3@f.org,^#k4@f.org, ^ -> k2@d.org/2 k3@f.org/3 k4@f.org/4",
            "k2@d.org,^k3@f.org,E -> !/2", "k2@d.org,^\"k3@f.org\",E -> !/2", "k2@d.org,\"C^k3@f.org\" -> !/2",
            "n^k2@d.org,E -> !/2"})
    void a_mark_between_the_letters_of_joined_lists_is_a_line_end(String rows, String read) throws IOException {
        var text = "\uFEFFemail,name\n" + rows.replace('^', '\uFEFF').replace('#', '\n');
        // Wherever it stands in what is read at a time.
        for (int ascii : List.of(0, 32 * 1024 - 24, 32 * 1024 - 25, 32 * 1024 - 27, 32 * 1024 - 37)) {
            var lines = read((text.replaceFirst("name", "n".repeat(ascii + 1))).getBytes(StandardCharsets.UTF_8));
            assertThat(lines).extracting(line -> (line.fault() == null ? line.cell("email") : "!") + "/" + line.number())
                    .containsExactly(read.split(" "));
        }
    }

    @Test
    void lines_keep_their_numbers_behind_lists_that_were_joined() throws IOException {
        var list = "\uFEFFemail,name\na@reader.example,\"An\nn\"\n".repeat(3_000).replace("\n\uFEFF", "\uFEFF");
        var lines = read((list + "last@reader.example\n").getBytes(StandardCharsets.UTF_8));
        assertThat(lines).hasSize(6_000);
        assertThat(lines.get(5_999).number()).isEqualTo(3_000 * 2 + 2);
        assertThat(lines.get(1).number()).isEqualTo(3);
        assertThatThrownBy(() -> read((list + "\"last\"x").getBytes(StandardCharsets.UTF_8)))
                .hasMessage("BROKEN, lines 6002 to 6002");
    }

    @ParameterizedTest
    @ValueSource(strings = {"b\uFF20reader.example", "b @reader.example", "b@ reader.example", "b\u00A0@\u200Breader.example",
            "b\uFE6Breader.example", "b(at)reader.example", "b [AT] reader.example", "b@reader"})
    void an_address_that_is_miswritten_between_stray_marks_is_told(String address) throws IOException {
        assertThat(read(("email,name\na@reader.example,\"Ann\n" + address + ",Bob\nc@reader.example,Cid\"\n")
                .getBytes(StandardCharsets.UTF_8))).extracting(Line::number).containsExactly(2L, 3L, 4L);
        assertThat(read(("email,name\na@reader.example,\"Ann\n" + address + ",Bob\"\n").getBytes(StandardCharsets.UTF_8)))
                .extracting(Line::number).containsExactly(2L, 3L);
        assertThat(read(("email,name\na@reader.example,Ann," + address + "\n").getBytes(StandardCharsets.UTF_8)))
                .extracting(Line::fault).containsExactly(ImportFault.NO_COLUMN);
    }

    @ParameterizedTest
    @ValueSource(strings = {",", ";", "\t", "|"})
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
            assertThat(file.header().unknown()).containsExactly("name", "…");
        }
    }

    @Test
    void what_is_no_text_is_found_out_at_once() {
        var octets = new byte[100_000];
        new Random(7).nextBytes(octets);
        octets[0] = 'P';
        assertThatThrownBy(() -> read(octets)).hasMessageStartingWith("BINARY");
        assertThatThrownBy(() -> read("P\u0012\u0004ошта,імя\n".getBytes(StandardCharsets.UTF_8)))
                .hasMessageStartingWith("BINARY");
    }

    @ParameterizedTest
    @ValueSource(strings = {"b\0@reader.example", "\0b@reader.example", "b@reader.example\0\0", "b\u000B@reader.example",
            "\7,b@reader.example"})
    void an_octet_that_is_no_text_concerns_its_row_alone(String row) throws IOException {
        var lines = read(("email\na@reader.example\n" + row + "\nc@reader.example\n").getBytes());
        assertThat(lines).extracting(Line::number).containsExactly(2L, 3L, 4L);
        assertThat(lines.get(2).cell("email")).isEqualTo("c@reader.example");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE"})
    void wide_text_is_read_with_its_mark_and_without(String charset) throws IOException {
        var rows = "Пошта\tномер\nё@пошта.бел\t1\n".repeat(3_000);
        assertThat(read(("\uFEFF" + rows).getBytes(Charset.forName(charset)))).hasSize(5_999)
                .element(5_998).isEqualTo(read(rows.getBytes(StandardCharsets.UTF_8)).get(5_998));
        assertThat(read("email\ni@reader.example\n".getBytes(Charset.forName(charset)))).singleElement()
                .extracting(line -> line.cell("email")).isEqualTo("i@reader.example");
        assertThatThrownBy(() -> read(rows.getBytes(Charset.forName(charset)))).hasMessageStartingWith("BINARY");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE"})
    void wide_text_that_was_changed_octet_by_octet_is_refused_with_its_line(String charset) {
        for (var rows : List.of("email,name\r\n" + "ann@reader.example,Ann\r\n".repeat(8),
                "email,name\r\n" + "я@пошта.бел,Ева\r\n".repeat(8), "email\n" + "ann@reader.example\n".repeat(9_000))) {
            var file = octets("\uFEFF" + rows, charset);
            var second = octets("\uFEFF" + rows.substring(0, rows.indexOf('@')), charset).length();
            for (var changed : List.of(file.replace("\n", "\r\n"), file.replace("\r", ""), file.replace("\n", ""),
                    file.substring(0, second) + file.substring(second + 1),
                    file.substring(0, second) + "\0" + file.substring(second),
                    file + "\0", file.substring(0, file.length() - 1))) {
                if (!changed.equals(file)) {
                    assertRefused(changed, "NOT_UTF_16, lines [0-9]+ to [0-9]+");
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"UTF-16LE,'\\n',UTF-8", "UTF-16LE,'',UTF-8", "UTF-16BE,'\\n',UTF-8", "UTF-16BE,'',UTF-8",
            "UTF-16LE,'\\r\\n',windows-1251"})
    void lines_behind_wide_text_that_are_none_refuse_it_with_their_line(String charset, String end, String added) {
        for (int rows : List.of(1, 500, 16_000)) {
            var file = octets("\uFEFFemail" + "\nann@reader.example".repeat(rows) + unescaped(end), charset);
            for (var lines : List.of("bob@reader.example\n", "cid@reader.example\r\ndee@mail.r.example\r\n", "e@f.example",
                    "ff@g.example\0", "я@пошта.бел\r\n", "яя@пошта.бел ")) {
                assertRefused(file + octets(lines, added), "NOT_UTF_16, lines (\\d+) to \\1");
            }
        }
        assertRefused(octets("\uFEFFemail\na@reader.example\nb@reader.example\n", charset) + "cid@reader.example\n",
                "NOT_UTF_16, lines 4 to 4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE"})
    void half_a_sign_and_wide_text_the_other_way_round_refuse_wide_text(String charset) {
        var other = charset.equals("UTF-16LE") ? "UTF-16BE" : "UTF-16LE";
        assertRefused(octets("\uFEFFemail,name\na@reader.example,", charset) + halfASign(charset) + octets("\n", charset),
                "NOT_UTF_16, lines 2 to 2");
        for (var joined : List.of("\uFEFFemail\nb@reader.example\n", "b@reader.example")) {
            assertRefused(octets("\uFEFFemail\na@reader.example\n", charset) + octets(joined, other),
                    "NOT_UTF_16, lines 3 to 3");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE"})
    void one_octet_less_and_one_more_anywhere_lose_nobody_in_silence(String charset) throws IOException {
        var file = octets("\uFEFFemail,name\r\nann@r.example,A\r\nbob@r.example,Б\r\ncid@r.example,C\r\n", charset);
        for (int less = 2; less < file.length(); less++) {
            for (int more = less + 1; more < file.length(); more++) {
                var changed = file.substring(0, less) + file.substring(less + 1, more) + "x" + file.substring(more);
                try {
                    var lines = read(changed.getBytes(StandardCharsets.ISO_8859_1));
                    var header = header(changed.getBytes(StandardCharsets.ISO_8859_1));
                    // Without a column of addresses, or with readers in its header, it is refused, too.
                    assertThat(header.position("email") < 0 || header.hasAddress()
                            || lines.stream().map(Line::number).toList().containsAll(List.of(2L, 3L, 4L)))
                            .describedAs("without %d, with %d", less, more).isTrue();
                } catch (UnreadableFile e) {
                    assertThat(e).hasMessageMatching("[A-Z_0-9]+, lines [0-9]+ to [0-9]+");
                }
            }
        }
    }

    @Test
    void every_letter_of_a_name_passes_in_wide_text() throws IOException {
        assertThat(read(octets("\uFEFFname,email\nЎладзіслаў Ł. “Ø” 山田太郎 地址 한국어 😀🫠₿ ﬁ \uE000,a@пошта.бел\n", "UTF-16LE")
                .getBytes(StandardCharsets.ISO_8859_1))).singleElement().extracting(line -> line.cell("email"))
                .isEqualTo("a@пошта.бел");
    }

    private static void assertRefused(String octets, String message) {
        assertThatThrownBy(() -> read(octets.getBytes(StandardCharsets.ISO_8859_1))).isInstanceOf(UnreadableFile.class)
                .hasMessageMatching(message);
    }

    /** One sign for each octet, to be changed as such. */
    private static String octets(String text, String charset) {
        return new String(text.getBytes(Charset.forName(charset)), StandardCharsets.ISO_8859_1);
    }

    private static String halfASign(String charset) {
        return charset.equals("UTF-16LE") ? "\u003D\u00D8" : "\u00D8\u003D";
    }

    private static String unescaped(String text) {
        return text.replace("\\r", "\r").replace("\\n", "\n");
    }

    @Test
    void one_line_in_another_charset_spoils_no_other() throws IOException {
        var out = new ByteArrayOutputStream();
        out.writeBytes("email,edition\nё@пошта.бел,en\n".getBytes(StandardCharsets.UTF_8));
        out.writeBytes("b@reader.example,имя\n".getBytes(CYRILLIC));
        out.writeBytes("і@пошта.бел,en\n".getBytes(StandardCharsets.UTF_8));
        assertThat(read(out.toByteArray())).extracting(line -> line.cell("email")).containsExactly("ё@пошта.бел",
                "b@reader.example", "і@пошта.бел");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uFEFF\uFEFFemail,name", "\u200Bemail\u00A0,name", "\uFEFF\uFEFF\"email\",\"name\"", "E-Mail,name",
            "e_mail , name", "Email Address,name", "\"Адрас электроннай\nпошты\",name", "Пошта,name", "Адрес,name",
            "sep=,\r\nemail,name", "SEP=,,\nemail,name", "\"sep=,\"\nemail,name", "\n ,\t,\nemail,name",
            "mail,Email", "sep=|\nemail|name", "email|name", "sep=\t\nemail\tname", "sep=:\nemail:name"})
    void the_column_of_addresses_is_found_under_its_usual_names(String header) throws IOException {
        var rows = header.startsWith("mail") ? ",a@reader.example" : "a@reader.example,Ann";
        for (var delimiter : List.of("|", "\t", ":")) {
            rows = header.contains(delimiter) && !header.startsWith("\n") ? rows.replace(",", delimiter) : rows;
        }
        assertThat(read((header + "\n" + rows + "\n").getBytes(StandardCharsets.UTF_8))).singleElement()
                .extracting(line -> line.cell("email")).isEqualTo("a@reader.example");
    }

    @ParameterizedTest
    @ValueSource(strings = {"email,e-mail\n", "Edition,email,edition\n", "Пошта,Почта\n"})
    void a_column_that_is_there_twice_is_named(String header) throws IOException {
        try (var file = new CsvFile(new CsvText(new ByteArrayInputStream(header.getBytes(StandardCharsets.UTF_8)), 1_000))) {
            assertThat(file.header().twice()).isIn("email", "edition");
        }
    }

    @ParameterizedTest
    @CsvSource({"UNSUB_TIME,2016-12-05 10:11:12,unsubscribed", "UNSUB_TIME,,''", "UNSUB_TIME,0000-00-00 00:00:00,''",
            "Unsubscribed,-,''", "Unsubscribed,нет,''", "Unsubscribed,never,''", "Unsubscribed,да,unsubscribed",
            "CLEAN_TIME,2016-12-05,bounced",
            "email_disabled,true,unsubscribed", "email_disabled,false,''", "subscribed_to_emails,false,unsubscribed",
            "subscribed_to_emails,true,''", "blacklisted,1,unsubscribed", "blacklisted,0,''", "confirmed,0,pending",
            "doNotEmail,Yes,unsubscribed"})
    void what_other_programs_say_of_who_has_left_is_heard(String column, String cell, String status) throws IOException {
        assertThat(read(("email," + column + "\na@reader.example," + (cell == null ? "" : cell) + "\n").getBytes()))
                .singleElement().extracting(line -> line.cell("status")).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"FALSE", "ЛОЖЬ", "FALSCH", "FAUX", "FALSO", "FAŁSZ", "ХИБНІСТЬ", "ХЛУСНЯ", "nein", "non", "no",
            "nie", "нет",
            "не", "ні", "0", "0.0", "off", "-", "never", "=\"false\""})
    void no_is_heard_in_the_languages_of_our_neighbours(String no) throws IOException {
        for (var column : List.of("subscribed_to_emails", "Subscribed", "active", "is_active", "opt_in",
                "Accepts Email Marketing",
                "Подписан")) {
            assertThat(status(column, no)).isEqualTo("unsubscribed");
        }
        assertThat(status("confirmed", no)).isEqualTo("pending");
        for (var column : List.of("email_disabled", "opt_out", "UNSUB_TIME", "bounced", "complained", "Отписан",
                "Abgemeldet")) {
            assertThat(status(column, no)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRUE", "ИСТИНА", "WAHR", "VRAI", "VERDADERO", "PRAWDA", "ІСТИНА", "ПРАЎДА", "ja", "oui", "sí",
            "tak", "да", "так",
            "1", "3", "x", "✓", "2016-12-05", "05/12/2016", "5.12.16 10:11", "Dec 5, 2016 10:11 AM", "5 декабря 2016 г.",
            "42709.4",
            "1480932672", "2016-12-05T10:11:12.345+03:00", "Mon, 05 Dec 2016 10:11:12 GMT"})
    void yes_and_times_are_heard(String yes) throws IOException {
        for (var column : List.of("subscribed_to_emails", "confirmed", "opt_in", "Активен")) {
            assertThat(status(column, yes)).isEmpty();
        }
        for (var column : List.of("email_disabled", "disabled", "Email Opt Out", "HasOptedOutOfEmail", "unsubscribed_on",
                "opted_out_at",
                "Unsubscribed from all email", "deleted_at", "Отписан", "Адпісаны", "Abgemeldet")) {
            assertThat(status(column, yes)).isEqualTo("unsubscribed");
        }
        assertThat(status("bounced", yes)).isEqualTo("bounced");
        assertThat(status("complained_at", yes)).isEqualTo("complained");
    }

    @ParameterizedTest
    @ValueSource(strings = {"(null)", "NaN", "NaT", "undefined", "[]", "{}", "NULL", "\\N", "00:00.0", "1970-01-01 00:00:00",
            "0000-00-00T00:00:00Z", "0001-01-01T00:00:00Z", "#N/A", "#Н/Д", "<null>", "пусто"})
    void nothing_is_said_by_what_programs_write_for_it(String nothing) throws IOException {
        for (var column : List.of("UNSUB_TIME", "opt_out", "subscribed", "confirmed", "UNSUB_REASON", "email_status",
                "Статус")) {
            assertThat(status(column, nothing)).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"UNSUB_TIME,soon", "opt_out,perhaps", "confirmed,2016 not", "subscribed,unsubscribed 2016-05-01", "disabled,?",
            "email_status,risky", "subscriber_type,churned", "Статус,VIP", "unsubscribed,https://news.example/u/1"})
    void what_nobody_can_tell_of_who_has_left_is_told(String column, String cell) throws IOException {
        assertThat(read(
                ("email," + column + "\na@reader.example," + cell + "\nb@reader.example,\n").getBytes(StandardCharsets.UTF_8)))
                .extracting(Line::fault).containsExactly(ImportFault.OPT_OUT, null);
    }

    @ParameterizedTest
    @CsvSource({"subscriber_type,regular,''", "subscriber_type,premium,''", "subscriber_type,unactivated,pending",
            "subscriber_type,unsubscribed,unsubscribed", "subscriber_type,undeliverable,bounced",
            "subscriber_type,complained,complained",
            "email_status,Unsubscribed,unsubscribed", "Subscription Status,Opted out,unsubscribed",
            "global_status,cleaned,bounced",
            "Email subscriber status,Never subscribed,unsubscribed", "Email subscriber status,Subscribed,''",
            "Статус,отписан,unsubscribed",
            "Статус,подписан,''", "Стан,адпісаны,unsubscribed", "Статус подписки,Отписался,unsubscribed",
            "UNSUB_REASON,N/A (Left by hand),unsubscribed",
            "Abo-Status,abgemeldet,unsubscribed"})
    void states_in_the_columns_of_other_programs_are_heard(String column, String cell, String status) throws IOException {
        assertThat(status(column, cell)).isEqualTo(status);
    }

    private static String status(String column, String cell) throws IOException {
        var lines = read(("email;" + column + "\na@reader.example;\"" + cell.replace("\"", "\"\"") + "\"\n")
                .getBytes(StandardCharsets.UTF_8));
        assertThat(lines).singleElement().extracting(Line::fault).describedAs(column + " " + cell).isNull();
        return lines.get(0).cell("status");
    }

    @ParameterizedTest
    @CsvSource({"Date of unsubscription,date of unsubscription", "opted-out by,opted-out by",
            "Bounce type,bounce type", "Complaint text,complaint text", "Отказ от рассылки,отказ от рассылки",
            "account disabled,account disabled",
            "Кто отписался,кто отписался", "Хто адпісаўся,хто адпісаўся", "Blocklisted by,blocklisted by",
            "wurde abgemeldet,wurde abgemeldet",
            "Падпіска,''", "Подписка,''", "unsubscribe_url,''", "bouncecount,''", "OPTIN_TIME,''", "active_subscription,''",
            "Unsubscribe reason,''", "spam score,''"})
    void a_column_that_smells_of_leaving_is_named(String column, String named) throws IOException {
        assertThat(header(("email," + column + "\n").getBytes(StandardCharsets.UTF_8)).strange())
                .isEqualTo(named.isEmpty() ? List.of() : List.of(named));
    }

    @Test
    void the_exports_of_other_programs_come_in_as_they_are() throws IOException {
        for (var header : List.of(
                "Email Address,First Name,Last Name,MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,LATITUDE,LONGITUDE,GMTOFF,"
                        + "DSTOFF,TIMEZONE,CC,REGION,LAST_CHANGED,LEID,EUID,NOTES,TAGS,UNSUB_TIME,UNSUB_CAMPAIGN_TITLE,UNSUB_CAMPAIGN_ID,"
                        + "UNSUB_REASON,UNSUB_REASON_OTHER",
                "email,active_subscription,expiry,plan,email_disabled,created_at,first_payment_at",
                "id,email,name,note,subscribed_to_emails,complimentary_plan,stripe_customer_id,created_at,deleted_at,labels,tiers",
                "uuid,email,name,attributes,status,created_at,updated_at", "Email,First name,Last name,Data,Status,External ID",
                "id,secondary_id,email,notes,subscriber_type,referrer_url,creation_date,ip_address,subscription_date,unsubscription_date,"
                        + "tags,metadata",
                "email,confirmed,blacklisted,htmlEmail,disabled,extraData")) {
            var found = header((header + "\n").getBytes());
            assertThat(found.strange()).isEmpty();
            assertThat(found.position("email")).isNotNegative();
            assertThat(found.twice()).isNull();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {"E-Mail-Adresse;Name|0", "Mailadresse;Name|0",
            "Адрес эл. почты;Имя|0",
            "Имя;E-mail адрес|1", "Імя;Адрас эл. пошты|1", "Електронна пошта;Ім'я|0", "Адреса електронної пошти;Ім'я|0",
            "Адрес электронной почты;Имя|0", "Электронная почта;Имя|0", "Имя;Адрес;Почта|2", "Почта;Адрес;Электронная почта|2",
            "Adresse;Адрес|1", "E-Mail;Name, Vorname;Ort, PLZ, Land|0", "Name, Vorname;Ort, PLZ, Land;Mail|2",
            "E-Mail;Adresse, Ort|0", "\"E-Mail\";\"Name, Vorname\";\"Ort, PLZ, Land\"|0", "Correo electrónico,Nombre|0"})
    void the_column_of_addresses_is_found_between_the_right_delimiters(String header, int position) throws IOException {
        assertThat(header((header + "\n").getBytes(StandardCharsets.UTF_8)).position("email"))
                .isEqualTo(position);
    }

    @ParameterizedTest
    @CsvSource({"'status,confirmed','unsubscribed,0',unsubscribed", "'confirmed,status','off,spam',spam",
            "'status,confirmed','cleaned,no',cleaned", "'status,confirmed','active,0',pending",
            "'status,confirmed','subscribed,off',pending", "'status,confirmed','gone,0',gone",
            "'status,CLEAN_TIME','unsubscribed,2016-12-05',unsubscribed",
            "'CLEAN_TIME,status','2016-12-05,complained',complained",
            "'CLEAN_TIME,status','2016-12-05,pending',bounced", "'CLEAN_TIME,UNSUB_TIME','2016-12-05,2016-12-06',unsubscribed",
            "'confirmed,optout','0,1',unsubscribed", "'status,optout','bounced,1',unsubscribed",
            "'status,optout','gone,1',unsubscribed",
            "'status,optout','complained,1',complained", "'status,optout','paused,off',paused"})
    void what_other_programs_say_only_makes_a_status_stronger(String columns, String cells, String status) throws IOException {
        assertThat(read(("email," + columns + "\na@reader.example," + cells + "\n").getBytes())).singleElement()
                .extracting(line -> line.cell("status")).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a@reader.example, b@reader.example", "a@reader.example,,,Bob <b@reader.example>"})
    void an_address_in_a_cell_without_a_column_is_told(String row) throws IOException {
        assertThat(read(("email,name\n" + row.replaceFirst(",", ",Ann,") + "\nc@reader.example,Cid,,more\n").getBytes()))
                .extracting(Line::fault).containsExactly(ImportFault.NO_COLUMN, null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u2028", "\u0085", "\f", "\u001E", "\0"})
    void rows_between_signs_that_are_no_line_ends_are_told(String sign) throws IOException {
        assertThat(
                read(("email,name\na@reader.example,Ann" + sign + "b@reader.example,Bob\n").getBytes(StandardCharsets.UTF_8)))
                .extracting(Line::fault).containsExactly(ImportFault.HELD_TOGETHER);
    }

    @Test
    void readers_where_the_names_of_columns_should_be_are_seen() throws IOException {
        for (var list : List.of("a@reader.example,email\n", "email,name\\na@reader.example,Ann\\n")) {
            try (var file = new CsvFile(new CsvText(new ByteArrayInputStream(list.getBytes()), 1_000))) {
                assertThat(file.header().hasAddress()).isTrue();
            }
        }
    }

    @Test
    void rows_of_delimiters_alone_are_passed_over_and_counted_as_lines() throws IOException {
        assertThat(read("email;name\n;\n\n \u00A0;\"\"\na@reader.example;\n;;;;\n\u001A".getBytes(StandardCharsets.UTF_8)))
                .singleElement().extracting(Line::number).isEqualTo(5L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\r\n"})
    void a_row_of_several_lines_has_the_number_of_its_address(String end) throws IOException {
        var lines = read(
                "note,email\n\"one\n\ntwo\",a@reader.example\n,b@reader.example\n\"three\nfour\",\" c@reader.example\n \""
                        .replace("\n", end).getBytes());
        assertThat(lines).extracting(Line::number).containsExactly(4L, 5L, 7L);
        assertThat(lines).extracting(Line::fault).containsOnlyNulls();
        assertThat(lines.get(2).cell("email")).isEqualTo("c@reader.example");
    }

    @Test
    void rows_that_stray_marks_hold_together_are_told_one_by_one() throws IOException {
        var lines = read(("email,name,status\na@reader.example,\"Ann,unsubscribed\nb@reader.example,Bob,active\n"
                + "c@reader.example,Cid\",active\nd@reader.example,Dee,active\n").getBytes());
        assertThat(lines).extracting(Line::number).containsExactly(2L, 3L, 4L, 5L);
        assertThat(lines).extracting(Line::fault).containsExactly(ImportFault.HELD_TOGETHER, ImportFault.HELD_TOGETHER,
                ImportFault.HELD_TOGETHER, null);
    }

    @ParameterizedTest
    @CsvSource({"'email,name\na@r.example,\"Ann\nb@r.example,\"Bob',2,3", "'email,name\na@r.example,\"Ann',2,2",
            "'email,name\n\na@r.example,\"A\" B',3,3", "'email,\"name\na@r.example,Ann\nb@r.example,Bob\"',1,3",
            "'email,\"name\na@r.example,Ann',1,2"})
    void a_mark_in_the_wrong_place_is_named_by_its_lines(String file, long first, long last) {
        assertThatThrownBy(() -> read(file.replace("\\n", "\n").getBytes())).isInstanceOf(UnreadableFile.class)
                .hasMessage("BROKEN, lines " + first + " to " + last);
    }

    @Test
    void more_than_is_allowed_is_not_read() {
        var file = new CsvText(new ByteArrayInputStream("email\na@reader.example\n".getBytes()), 10);
        assertThatThrownBy(file::read).isInstanceOf(UnreadableFile.class).hasMessageStartingWith("TOO_LARGE");
    }

    @Test
    void a_row_that_does_not_end_is_given_up() {
        assertThatThrownBy(() -> read(("email\na@reader.example\n\"" + "b".repeat(3 << 20)).getBytes()))
                .hasMessage("ROW_TOO_LONG, lines 3 to 3");
    }

    @Test
    void a_piece_holds_what_its_rows_said() throws IOException {
        var lines = read("email,status\nё@пошта.бел,\n,paused\na@r.example,\"x\nb@r.example\"\n".getBytes(CYRILLIC));
        var piece = new ImportPiece();
        lines.forEach(piece::add);
        assertThat(ImportPiece.rows(piece.octets())).isEqualTo(lines);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u00a0", "\u200b", "\u202f", " \u00a0 ", "\u200b\u00a0", "\u00a0 "})
    void blanks_of_any_kind_beside_quotation_marks_are_forgiven(String blank) throws IOException {
        var list = "email,name,status\n\"za@r.example\"" + blank + ",\"A, B\"" + blank + "," + blank + "\"active\"\n" + blank
                + "\"zb@r.example\",x,active\n";
        assertThat(read(list.getBytes(StandardCharsets.UTF_8)))
                .extracting(line -> line.cell("email"), line -> line.cell("status"), Line::fault)
                .containsExactly(tuple("za@r.example", "active", null), tuple("zb@r.example", "active", null));
    }

    private static CsvHeader header(byte[] octets) throws IOException {
        try (var file = new CsvFile(new CsvText(new ByteArrayInputStream(octets), Long.MAX_VALUE))) {
            return file.header();
        }
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

    @Test
    void every_refusal_has_words() {
        assertThat(Refusal.values()).extracting(ImportFault::of).doesNotHaveDuplicates()
                .hasSameSizeAs(Set.of(Refusal.values()));
    }
}
