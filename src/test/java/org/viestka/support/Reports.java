package org.viestka.support;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;

/** What other mail systems send back. */
public final class Reports {

    private Reports() {}

    /** A failure report (RFC 3464) of a message that was sent, as Postfix writes it. */
    public static String failure(MimeMessage sent, String status, String reply) throws MessagingException {
        return failure(sent.getHeader("Return-Path", null).replaceAll("[<>]", ""),
                "To: " + sent.getHeader("To", null) + "\r\nMessage-ID: " + sent.getHeader("Message-ID", null), status, reply);
    }

    public static String failure(String to, String returnedHeaders, String status, String reply) {
        return """
                Return-Path: <>
                From: MAILER-DAEMON@relay.example.org (Mail Delivery System)
                Subject: Undelivered Mail Returned to Sender
                To: %s
                Auto-Submitted: auto-replied
                MIME-Version: 1.0
                Content-Type: multipart/report; report-type=delivery-status; boundary="B1"

                --B1
                Content-Type: text/plain; charset=us-ascii

                Your message could not be delivered.

                --B1
                Content-Type: message/delivery-status

                Reporting-MTA: dns; relay.example.org

                Final-Recipient: rfc822; gone@example.org
                Action: failed
                Status: %s
                Diagnostic-Code: smtp; %s

                --B1
                Content-Type: text/rfc822-headers

                %s

                --B1--
                """.formatted(to, status, reply, returnedHeaders).replace("\r\n", "\n").replace("\n", "\r\n");
    }

    /** A spam report (RFC 5965) with the reader's address made unreadable (RFC 6590). */
    public static String complaint(MimeMessage sent, String type) throws MessagingException {
        return """
                From: feedback@mailbox.example.org
                To: abuse@news.example.org
                MIME-Version: 1.0
                Content-Type: multipart/report; report-type=feedback-report; boundary="B2"

                --B2
                Content-Type: text/plain

                This is a report of spam.

                --B2
                Content-Type: message/feedback-report

                Feedback-Type: %s
                User-Agent: Example/1
                Version: 1

                --B2
                Content-Type: message/rfc822

                To: redacted@example.org
                List-Unsubscribe: %s
                Subject: Redacted

                Redacted.

                --B2--
                """.formatted(type, sent.getHeader("List-Unsubscribe", null)).replace("\r\n", "\n").replace("\n", "\r\n");
    }
}
