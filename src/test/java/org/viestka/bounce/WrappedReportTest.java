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

    /** Our mail without its envelope. */
    private static final String ORIGINAL = "From: News <weekly@news.example.org>\r\nTo: <hidden>\r\nSubject: week\r\nMessage-ID: <1@news.example.org>\r\n"
            + "List-Unsubscribe: <" + LINK + ">\r\n\r\nThe text.\r\n";

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
                FAILURE.replace("Action: failed", "ACTION : Failed (no such user)"),
                // The status under another type, and another field first.
                renamed("text/plain; name=details.txt", "\u00ef\u00bb\u00bfReporting-MTA: dns; mx\n\n"),
                renamed("message/delivery-status", "\u00ef\u00bb\u00bf"), renamed("text/delivery-status", ""),
                renamed("text/plain", "").replace("Action: failed\r\n", "").replace("Final-", "Action: failed\r\nFinal-"),
                renamed("text/plain", "Arrival-Date: Mon, 21 Nov 2026 10:00:00 +0000\n"),
                renamed("application/octet-stream", "X-Postfix-Queue-ID: 1\n"), renamed("text/plain", "DSN-Gateway: dns; gw\n"),
                renamed("text/plain", "Received-From-MTA: dns; x\n"), renamed("text/plain", "Remote-MTA: dns; x\n"),
                // Attached under another type, or behind what stands in front of it.
                attached("application/octet-stream; name=report.eml\r\nContent-Transfer-Encoding: base64",
                        Base64.getMimeEncoder().encodeToString(FAILURE.getBytes(StandardCharsets.UTF_8))),
                attached("text/plain; name=report.eml", FAILURE), attached("message/global", FAILURE),
                attached("message/news", FAILURE), attached("message/rfc822", "\r\n" + FAILURE),
                attached("message/rfc822", "\u00ef\u00bb\u00bf" + FAILURE),
                attached("text/plain", "\u00ef\u00bb\u00bf\r\n" + FAILURE),
                attached("text/plain", "From x Mon Nov 21 10:00:00 2026\r\n" + FAILURE),
                // Lines that are no fields, in the head.
                "this is no field\r\n" + FAILURE, "EHLO x\r\nMAIL FROM:<>\r\nDATA\r\n" + FAILURE, "<pre>\r\n" + FAILURE,
                FAILURE.replace("Subject:", "no field either\r\nSubject:"),
                attached("message/rfc822", FAILURE.replace("Subject:", "no field either\r\nSubject:")),
                FAILURE.replace("MIME-Version", "Content-Type: text/plain\r\nMIME-Version"),
                FAILURE.replace("\r\n\r\n--B1", "\r\ncontent-type:\r\n text/html\r\n\r\n--B1"),
                FAILURE.replace("; boundary=\"B1\"", ""), FAILURE.replace("boundary=\"B1\"", "boundary='B1'"),
                FAILURE.replace("boundary=\"B1\"", "boundary=b1"), FAILURE.replace("boundary=\"B1\"", "boundary=\"\""));
    }

    private static String renamed(String type, String before) {
        return FAILURE.replace("message/delivery-status", type).replace("Reporting-MTA: dns; relay.example.org\r\n\r\n",
                before.replace("\n", "\r\n"));
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

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"anna@feedback.example | week", "anna@complaints.example | week",
            "anna@fbl.provider.example | week", "anna.feedback@a.example | week", "\"fbl@a.example\" <anna@a.example> | week",
            "=?utf-8?q?=3Cfbl=40a.example=3E?= <anna@a.example> | week", "Spam Report <anna@a.example> | please stop",
            "abuse@hoster.example | Is this mail yours?", "abuse@hoster.example | Re: week",
            "anna@a.example | =?utf-8?q?Fwd=3A_Abuse_report?=", "anna@arf.example | I report a concert"})
    void a_mailbox_of_a_person_is_none_of_a_machine(String from, String subject) throws IOException {
        assertThat(read(loop(from, subject, "", "List-Unsubscribe: <" + LINK + ">\r\n\r\nThe text.\r\n")).kind())
                .isEqualTo(Kind.NOT_A_BOUNCE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"\"A provider\" <feedbackloop@comcastfbl.senderscore.net> | FW: week",
            "fbl@seznam.cz | Re: week", "feedback-loop@provider.example | Fwd: week", "staff@hotmail.com | Re: week",
            "report-spam@provider.example | week", "spam-report@provider.example | week",
            "noreply@provider.example | User reported spam",
            "noreply@provider.example | A customer has marked this mail as junk",
            "noreply@provider.example | [SPAM complaint] week", "noreply@provider.example | Жалоба на спам",
            "noreply@provider.example | Скарга на спам", "noreply@signal-spam.fr | Signalement",
            "noreply@fbl.provider.example | week", "=?utf-8?q?FBL?= <x@fbl.provider.example> | week",
            "noreply@provider.example | =?utf-8?q?complaint_about_message_from_192=2E0=2E2=2E25?=",
            "noreply@provider.example | =?utf-8?b?0JbQsNC70L7QsdCwINC90LAg0YHQv9Cw0Lw=?="})
    void a_machine_complains_whatever_the_subject_looks_like(String from, String subject) {
        var message = loop(from, subject, "", "List-Unsubscribe: <" + LINK + ">\r\n\r\nThe text.\r\n");
        assertThat(ReportReader.read(message.getBytes(StandardCharsets.UTF_8)).kind()).isEqualTo(Kind.COMPLAINT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"message/feedback-report", "text/plain", "application/octet-stream", "message/x-feedback-report",
            "application/feedback-report", "text/feedback-report"})
    void a_spam_report_is_one_under_any_type(String type) throws IOException {
        for (var feedback : new String[]{"abuse", "Abuse", "abuse;", "\"abuse\"", "abuse (user pressed spam)", "fraud",
                "=?us-ascii?q?abuse?="}) {
            var report = read(spamReport(type, feedback, "message/rfc822", ORIGINAL));
            assertThat(report.kind()).as(feedback).isEqualTo(Kind.COMPLAINT);
            assertThat(report.unsubscribeTokens()).containsExactly("A".repeat(50));
        }
        for (var feedback : new String[]{"not-spam", "auth-failure", "abuse-resolved", "other"}) {
            assertThat(read(spamReport(type, feedback, "message/rfc822", ORIGINAL)).kind()).as(feedback)
                    .isEqualTo(Kind.NOT_A_BOUNCE);
        }
        for (var wrapping : new String[]{"message/rfc822", "application/octet-stream; name=x.eml", "text/plain",
                "message/global"}) {
            assertThat(read(attached(wrapping, spamReport(type, "abuse", "message/rfc822", ORIGINAL))).unsubscribeTokens())
                    .containsExactly("A".repeat(50));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"message/rfc822", "message/global", "message/rfc822-headers", "text/rfc822-headers",
            "text/rfc822-header", "message/global-headers", "text/plain; name=headers.txt",
            "application/octet-stream; name=a.eml",
            "application/octet-stream; name=a.eml\r\nContent-Transfer-Encoding: base64",
            "message/rfc822\r\nContent-Transfer-Encoding: base64"})
    void our_mail_is_known_under_any_type(String type) throws IOException {
        for (var ours : new String[]{ORIGINAL, ORIGINAL.substring(0, ORIGINAL.indexOf("\r\n\r\n") + 2)}) {
            var returned = type.endsWith("base64")
                    ? Base64.getMimeEncoder().encodeToString(ours.getBytes(StandardCharsets.UTF_8))
                    : ours;
            assertThat(read(spamReport("message/feedback-report", "abuse", type, returned)).unsubscribeTokens())
                    .containsExactly("A".repeat(50));
            var failure = Reports.failure("bounces@example.org", returned, "5.1.1", "550 5.1.1 User unknown")
                    .replace("text/rfc822-headers", type);
            assertThat(read(failure).unsubscribeTokens()).containsExactly("A".repeat(50));
            assertThat(read(failure).kind()).isEqualTo(Kind.HARD);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "https://eur01.safelinks.protection.outlook.com/?url=https%%3A%%2F%%2Fnews.example.org%%2Funsubscribe%%2F%s&amp;data=x",
            "https://scanner.example/v2/url?u=https%%253A%%252F%%252Fnews.example.org%%252Funsubscribe%%252F%s%%26x",
            "https://scanner.example/?u=https%%3a%%2f%%2fnews.example.org%%2funsubscribe%%2f%s"})
    void our_link_is_known_inside_one_of_a_scanner(String link) throws IOException {
        var ours = "From: News <weekly@news.example.org>\r\nContent-Type: text/html\r\n\r\n<a href=\""
                + link.formatted("A".repeat(50))
                + "\">x</a>\r\n";
        assertThat(read(spamReport("message/feedback-report", "abuse", "message/rfc822", ours)).unsubscribeTokens())
                .containsExactly("A".repeat(50));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Received-SPF: Pass client-ip=192.0.2.1; envelope-from=\"%s\"; helo=x",
            "Authentication-Results: mx; spf=pass smtp.mailfrom=%s",
            "ARC-Authentication-Results: i=1; mx; spf=pass smtp.mailfrom=%s",
            "X-Envelope-From: <%s>", "Return-Path: %s",
            "Received: from x by y (envelope-from <%s>); Mon, 21 Nov 2026 10:00:00 +0000"})
    void our_sender_is_known_where_whoever_took_the_mail_noted_it(String field) throws IOException {
        var ours = field.formatted("b+" + TOKEN + "@bounces.news.example.org")
                + "\r\nFrom: News <weekly@news.example.org>\r\n\r\nRedacted.\r\n";
        assertThat(read(spamReport("message/feedback-report", "abuse", "message/rfc822", ours)).returnPaths())
                .containsExactly(TOKEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Envelope-To: %s", "X-Delivered-To: %s", "X-RCPT-To: <%s>", "Resent-To: %s", "Delivered-To: %s",
            "Received: from x by y\r\n for <%s>; Mon, 21 Nov 2026 10:00:00 +0000", "X-Original-To: %s", "Apparently-To: %s"})
    void our_sender_is_known_where_the_report_was_delivered_to_it(String field) throws IOException {
        var to = field.formatted("b+" + TOKEN + "@bounces.news.example.org");
        assertThat(read(to + "\r\n"
                + Reports.failure("undisclosed-recipients:;", "From: x@a.example", "5.1.1", "550 5.1.1 User unknown"))
                .returnPaths()).containsExactly(TOKEN);
    }

    @Test
    void a_text_that_a_person_begins_like_a_report_is_none() throws IOException {
        for (var text : new String[]{"Action: failed\r\nStatus: 5.1.1\r\n", "X-Ray: clean\r\n\r\nAction: failed\r\n",
                "Feedback-Type: abuse\r\n\r\nis what I would write.\r\n",
                "From: News\r\nTo: reader@a.example\r\nSubject: week\r\n\r\nFeedback-Type: abuse\r\nVersion: 1\r\n"}) {
            assertThat(read("From: Hanna <hanna@a.example>\r\nTo: <b+" + TOKEN + "@bounces.news.example.org>\r\n\r\n" + text)
                    .kind())
                    .as(text).isEqualTo(Kind.NOT_A_BOUNCE);
        }
    }

    private static String spamReport(String type, String feedback, String originalType, String original) {
        return "From: <noreply@provider.example>\r\nTo: <fbl@example.org>\r\nSubject: report\r\nMIME-Version: 1.0\r\n"
                + "Content-Type: multipart/report; boundary=r\r\n\r\n--r\r\nContent-Type: text/plain\r\n\r\nSee below.\r\n--r\r\nContent-Type: "
                + type + "\r\n\r\nFeedback-Type: " + feedback + "\r\nUser-Agent: X/1\r\nVersion: 1\r\n\r\n--r\r\nContent-Type: "
                + originalType + "\r\n\r\n" + original + "\r\n--r--\r\n";
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
