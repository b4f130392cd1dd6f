package org.viestka.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.vertx.core.MultiMap;

class MultipartFormTest {

    private static final String TYPE = "multipart/form-data; boundary=x";
    private static final String HEAD = "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n";
    private static final String FORM = HEAD + "\r\nДобры дзень\r\n--x--\r\n";

    @ParameterizedTest
    @ValueSource(strings = {TYPE, "multipart/form-data; boundary = x", "multipart/form-data;boundary=\"x\"",
            "Multipart/Form-Data ; Boundary=x", "multipart/form-data; boundary=x; charset='utf-8'",
            "multipart/form-data; boundary=x; charset=\"", "multipart/form-data; charset=; boundary=x"})
    void the_boundary_is_found_however_its_type_is_written(String type) {
        assertThat(read(type, FORM).get("a")).isEqualTo("Добры дзень");
    }

    @ParameterizedTest
    @ValueSource(strings = {"charset=", "charset= ", "charset=\"\"", "charset='utf-8'", "charset=\"", "charset=x y",
            "charset=a,b",
            "charset=unknown-8bit", "charset", "=", ";;", "charset=utf-8; charset=none", "charset=\u0000"})
    void a_charset_that_nobody_knows_is_taken_for_utf_8(String charset) {
        assertThat(read(TYPE, HEAD + "Content-Type: text/plain; " + charset + "\r\n\r\nДобры дзень\r\n--x--\r\n").get("a"))
                .isEqualTo("Добры дзень");
    }

    @Test
    void a_known_charset_is_obeyed_be_it_of_the_part_or_of_all() {
        var cyrillic = Charset.forName("windows-1251");
        var ofPart = HEAD + "Content-Type: text/plain; charset=Windows-1251\r\n\r\nДобры дзень\r\n--x--\r\n";
        assertThat(read(TYPE, ofPart.getBytes(cyrillic)).get("a")).isEqualTo("Добры дзень");
        assertThat(read(TYPE + "; charset=windows-1251", FORM.getBytes(cyrillic)).get("a")).isEqualTo("Добры дзень");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--x \t\r\nContent-Disposition: form-data; name=a\r\n\r\nb\r\n--x-- \r\n",
            "--x\r\nContent-Disposition:\r\n form-data;\r\n\tname=\"a\"\r\n\r\nb\r\n--x--",
            "--x\r\ncontent-disposition: Form-Data; Name=\"a\"\r\n\r\nb\r\n--x--\r\n",
            "a preamble\r\n--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n--x--\r\nan epilogue",
            "--x\nContent-Disposition: form-data; name=\"a\"\n\nb\n--x--\n",
            "--x\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Transfer-Encoding: base64\r\n\r\nYg==\r\n--x--\r\n",
            "--x\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Transfer-Encoding: odd\r\n\r\nb\r\n--x--\r\n",
            "--x\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Type: message/rfc822\r\n\r\nb\r\n--x--\r\n",
            "--x\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Type: multipart/mixed\r\n\r\nb\r\n--x--\r\n"})
    void parts_are_read_as_mail_programs_write_them(String body) {
        assertThat(read(TYPE, body).entries()).singleElement().hasToString("a=b");
    }

    @Test
    void fields_keep_their_line_ends_and_order_and_files_are_dropped() {
        var fields = read(TYPE, HEAD + "\r\n1\r\n\r\n--xy\r\n" + HEAD + "\r\n2" + "\r\n--x\r\n"
                + "Content-Disposition: form-data; name=\"a\"; filename=\"f\"\r\n\r\n3\r\n--x\r\n\r\n4\r\n--x--\r\n");
        assertThat(fields.getAll("a")).containsExactly("1\r\n\r\n--xy", "2");
        assertThat(fields.size()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", HEAD, HEAD + "\r\nOne-Cl", HEAD + "\r\nb\r\n--x-\r\n", HEAD + "\r\nb\r\n--x\r\n", "--x"})
    void what_is_cut_off_is_invalid(String body) {
        assertThatThrownBy(() -> read(TYPE, body)).isInstanceOfSatisfying(Problem.class,
                problem -> assertThat(problem.getResponse().getStatus()).isEqualTo(400));
    }

    @ParameterizedTest
    @ValueSource(strings = {"multipart/form-data", "multipart/form-data; boundary", "multipart/form-data; border=x"})
    void without_a_boundary_there_are_no_fields(String type) {
        assertThat(read(type, FORM).isEmpty()).isTrue();
    }

    @Test
    void more_parts_than_a_form_has_are_too_large() {
        assertThat(read(TYPE, (HEAD + "\r\nb\r\n").repeat(256) + "--x--").getAll("a")).hasSize(256);
        assertThatThrownBy(() -> read(TYPE, (HEAD + "\r\nb\r\n").repeat(257) + "--x--")).isInstanceOfSatisfying(
                Problem.class, problem -> assertThat(problem.getResponse().getStatus()).isEqualTo(413));
    }

    private static MultiMap read(String type, String body) {
        return read(type, body.getBytes(StandardCharsets.UTF_8));
    }

    private static MultiMap read(String type, byte[] body) {
        var fields = MultiMap.caseInsensitiveMultiMap();
        MultipartForm.read(type, body, fields);
        return fields;
    }
}
