package org.viestka.bounce;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.viestka.bounce.Report.Kind;
import org.viestka.support.Reports;

/** Reports as pipes, mailboxes, gateways and people hand them on. */
class WrappedReportTest {

    private static final String TOKEN = "abcdefg2345".repeat(6).substring(0, 61);
    private static final String LINK = "https://news.example.org/unsubscribe/" + "A".repeat(50);
    private static final String FAILURE = Reports.failure("b+" + TOKEN + "@bounces.news.example.org", "To: gone@example.org",
            "5.1.1",
            "550 5.1.1 User unknown");

    static Stream<String> wrapped() {
        var lines = FAILURE.replace("\r\n", "\n");
        return Stream.of(FAILURE, lines, FAILURE.replace("\r\n", "\r"), FAILURE.replace("\r\n", "\r\r\n"),
                lines.replaceFirst("\n", "\r\n"), "\r\n\n\r" + FAILURE, " \t\n" + FAILURE, "\u00ef\u00bb\u00bf" + FAILURE,
                "From MAILER-DAEMON Mon Nov 21 10:00:00 2026\n" + lines,
                ">From MAILER-DAEMON  Mon Nov 21 10:00:00 2026\r\n" + FAILURE,
                "From MAILER-DAEMON  Mon Nov 21 10:00:00 2026\n>From daemon Mon Nov 21 10:00:00 2026 remote from mx\n" + lines,
                "\u00ef\u00bb\u00bf\nFrom - Mon Nov 21 10:00:00 2026\n\n" + lines,
                "From \"a b\"@x.example Mon Nov 21 10:00:00 2026\r" + FAILURE.replace("\r\n", "\r"),
                // Attached, as the mail program of whoever looks after the mailbox sends it on.
                attached("message/rfc822", FAILURE),
                attached("message/rfc822", "From x Mon Nov 21 10:00:00 2026\r\n" + FAILURE),
                attached("message/rfc822; name=report.eml", attached("message/rfc822", FAILURE)),
                attached("message/rfc822\r\nContent-Transfer-Encoding: base64",
                        Base64.getMimeEncoder().encodeToString(FAILURE.getBytes(StandardCharsets.UTF_8))),
                attached("message/rfc822", FAILURE.replace("550 5.1.1 User", "host relay.example.org said: 550 5.1.1 User")),
                // The status under another type, or encoded.
                FAILURE.replace("message/delivery-status", "text/plain; name=details.txt"),
                FAILURE.replace("message/delivery-status", "application/octet-stream"),
                FAILURE.replace("message/delivery-status", "Message/Delivery-Status; charset=utf-8"),
                FAILURE.replace("message/delivery-status",
                        "message/delivery-status\r\nContent-Transfer-Encoding: quoted-printable")
                        .replace("Action: failed", "Act=\r\nion: failed"),
                FAILURE.replace("Action: failed", "ACTION : Failed (no such user)"));
    }

    @ParameterizedTest
    @MethodSource("wrapped")
    void a_report_is_the_same_in_every_wrapping(String message) throws IOException {
        var report = read(message);
        assertThat(report.kind()).isEqualTo(Kind.HARD);
        assertThat(report.status()).isEqualTo("5.1.1");
        assertThat(report.returnPaths()).containsExactly(TOKEN);
    }

    @Test
    void a_holiday_reply_is_none_in_any_wrapping() throws IOException {
        var reply = "To: <b+" + TOKEN + "@bounces.news.example.org>\r\nAuto-Submitted: auto-replied\r\nSubject: Away\r\n\r\n"
                + "550 5.1.1 user unknown\r\n";
        for (var message : new String[]{reply, "From x Mon Nov 21 10:00:00 2026\r\n" + reply, "\r\n" + reply,
                attached("message/rfc822", reply),
                reply + "> Reporting-MTA: dns; mx\r\n> \r\n> Action: failed\r\n> Status: 5.1.1\r\n"}) {
            assertThat(read(message).kind()).isEqualTo(Kind.NOT_A_BOUNCE);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"failed 5.1.1 | failed 5.1.1 | HARD", "failed 5.1.1 | failed 5.2.2 | SOFT",
            "failed 5.2.2 | failed 5.1.1 | SOFT", "failed 5.1.1 | delivered 2.0.0 | SOFT",
            "relayed 2.0.0 | failed 5.1.1 | SOFT",
            "delayed 4.4.1 | failed 5.1.1 | SOFT", "delivered 2.0.0 | relayed 2.0.0 | NOT_A_BOUNCE"})
    void of_several_recipients_all_must_be_to_blame(String one, String other, Kind kind) throws IOException {
        for (var between : new String[]{"\r\n", ""}) {
            assertThat(read(
                    "Content-Type: multipart/report; boundary=b\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
                            + "Reporting-MTA: dns; mx\r\n\r\n" + recipient("one", one) + between + recipient("other", other)
                            + "\r\n--b--\r\n")
                    .kind()).isEqualTo(kind);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"fbl@provider.example | complaint about message from 192.0.2.25",
            "<staff@hotmail.com> | complaint about message from 192.0.2.25", "scomp@provider.example | The week",
            "feedback@arf.mail.provider.example | FW by the provider",
            "noreply@provider.example | Email Feedback Report for IP 192.0.2.25",
            "Complaints <feedbackloop@fbl.provider.example> | The week", "abuse@provider.example | Abuse report",
            "noreply@provider.example | Spam complaint from a user", "no-reply-fbl@provider.example | The week",
            "postmaster@provider.example | [ticket 12] Spam report",
            "noreply@provider.example | Your message was reported as spam"})
    void our_mail_attached_by_a_feedback_loop_is_a_complaint(String from, String subject) throws IOException {
        for (var ours : new String[]{"List-Unsubscribe: <" + LINK + ">\r\n\r\nThe text.\r\n",
                "Return-Path: <b+" + TOKEN + "@bounces.news.example.org>\r\n\r\nThe text.\r\n",
                "Content-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nLeave: "
                        + LINK.replace("A".repeat(50), "A".repeat(20) + "=\r\n" + "A".repeat(30)) + "\r\n"}) {
            assertThat(read(loop(from, subject, "", ours)).kind()).isEqualTo(Kind.COMPLAINT);
            assertThat(read("From x Mon Nov 21 10:00:00 2026\r\n" + loop(from, subject, "", ours)).kind())
                    .isEqualTo(Kind.COMPLAINT);
            assertThat(read(attached("message/rfc822", loop(from, subject, "", ours))).kind()).isEqualTo(Kind.COMPLAINT);
        }
        assertThat(read(loop(from, subject, "Auto-Submitted: auto-replied\r\n", "List-Unsubscribe: <" + LINK + ">\r\n\r\n"))
                .kind())
                .isEqualTo(Kind.NOT_A_BOUNCE);
        assertThat(read(loop(from, subject, "", "Subject: Somebody else's\r\n\r\n")).kind()).isEqualTo(Kind.NOT_A_BOUNCE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Fwd: The week", "The week", "Fwd: complaint about message from 192.0.2.25", "Look at this",
            "Re: Abuse report",
            "My complaint", "Is this spam?", "Complaint about your newsletter", "On spam and abuse"})
    void what_a_person_sends_on_is_no_complaint(String subject) throws IOException {
        assertThat(read(loop("Hanna <hanna@a.example>", subject, "", "List-Unsubscribe: <" + LINK + ">\r\n\r\nThe text.\r\n"))
                .kind())
                .isEqualTo(Kind.NOT_A_BOUNCE);
    }

    private static String recipient(String name, String actionAndStatus) {
        var words = actionAndStatus.split(" ");
        return "Final-Recipient: rfc822; " + name + "@a.example\r\nAction: " + words[0] + "\r\nStatus: " + words[1] + "\r\n";
    }

    private static String attached(String type, String message) {
        int mark = message.hashCode();
        return "From: Hanna <hanna@a.example>\r\nTo: <robot@news.example.org>\r\nSubject: Fwd: Undelivered\r\nMIME-Version: 1.0\r\n"
                + "Content-Type: multipart/mixed; boundary=\"w" + mark + "\"\r\n\r\n--w" + mark
                + "\r\nContent-Type: text/plain\r\n\r\nSee below.\r\n\r\n--w" + mark + "\r\nContent-Type: " + type + "\r\n\r\n"
                + message
                + "\r\n--w" + mark + "--\r\n";
    }

    private static String loop(String from, String subject, String field, String ours) {
        return "From: " + from + "\r\nTo: <abuse@news.example.org>\r\nSubject: " + subject + "\r\n" + field
                + "MIME-Version: 1.0\r\n"
                + "Content-Type: multipart/mixed; boundary=l\r\n\r\n--l\r\nContent-Type: text/plain\r\n\r\nA reader pressed the button.\r\n"
                + "\r\n--l\r\nContent-Type: message/rfc822\r\n\r\nFrom: News <weekly@news.example.org>\r\nTo: <hidden>\r\n"
                + ours
                + "\r\n--l--\r\n";
    }

    private static Report read(String message) throws IOException {
        return ReportReader.read(message.getBytes(StandardCharsets.ISO_8859_1));
    }
}
