package org.viestka.mail;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

import org.viestka.smtp.OctetBuffer;

/**
 * One variant of a mailing as octets, encoded once; each reader's message is a copy with the personal parts put in. The same
 * reader gets the same octets each time. Safe for any number of threads.
 *
 * <p>
 * The message is {@code multipart/alternative} of RFC 2046 §5.1.4 with both parts in base64, so that nothing on the way has a
 * reason to change it; no line begins with a dot or has more than 998 octets.
 */
public final class EncodedMailing {

    /** Stands in the texts for the reader's unsubscribe token; of characters for private use, so that no text has it. */
    public static final String TOKEN = "\uE000unsubscribe-token\uE001";

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final BulkMessage message;
    private final int signatureLength;
    private final Optional<DkimSigner.Common> signing;
    private final PersonalText headers;
    private final byte[] body;
    private final TokenizedText text;
    private final int textInBody;
    private final TokenizedText html;
    private final int htmlInBody;

    /** @throws IllegalArgumentException for anything that could not stand in a header, and for a text without its token */
    public EncodedMailing(BulkMessage message, Optional<DkimSigner> signer) {
        this.message = message;
        if (!message.text().contains(TOKEN) || !message.html().contains(TOKEN)) {
            throw new IllegalArgumentException("both texts need the unsubscribe link");
        }
        text = new TokenizedText(message.text(), message.tokenLength());
        html = new TokenizedText(message.html(), message.tokenLength());

        var boundary = boundary(message);
        var language = HeaderValue.requireLanguages(message.languages());
        var header = header(message, boundary, language);
        headers = new PersonalText(header);
        var out = new OctetBuffer(1024 + text.encoded().length + html.encoded().length);
        textInBody = appendPart(out, boundary, "plain", language, text);
        htmlInBody = appendPart(out, boundary, "html", language, html);
        body = out.appendAscii("--" + boundary + "--\r\n").copy();
        signatureLength = signer.map(DkimSigner::headerLength).orElse(0);
        signing = signer.map(it -> it.common(header, body, textInBody + text.beforeToken()));
    }

    /** Octets of a message, more or less: what a buffer for it should hold. */
    public int size() {
        return signatureLength + headers.length() + body.length + 1024;
    }

    public byte[] message(Recipient recipient) {
        var buffer = new OctetBuffer(size());
        write(recipient, buffer);
        return buffer.copy();
    }

    /**
     * Writes the reader's message in place of whatever is in the buffer.
     *
     * @throws IllegalArgumentException when the token has another length than the mailing's
     */
    public void write(Recipient recipient, OctetBuffer buffer) {
        var token = recipient.unsubscribeToken();
        if (token.length() != message.tokenLength()) {
            throw new IllegalArgumentException("the token has " + token.length() + " characters");
        }
        buffer.clear();
        int signature = buffer.skip(signatureLength);
        headers.append(recipient, buffer);
        int at = buffer.length();
        buffer.append(body);
        text.splice(token, buffer.octets(), at + textInBody);
        html.splice(token, buffer.octets(), at + htmlInBody);
        if (signing.isPresent()) {
            signing.get().sign(recipient, buffer, signature, at);
        }
    }

    /** Up to the empty line and with it; what each reader has of their own is left open. */
    private static String header(BulkMessage message, String boundary, String language) {
        var from = HeaderValue.requireAddress("fromAddress", message.fromAddress());
        var listId = HeaderValue.requireListId(message.listId());
        var owner = HeaderValue.requireAddress("ownerAddress", message.ownerAddress());
        return "From: " + HeaderText.named(message.fromName(), from, 6) + "\r\n"
                + "Reply-To: " + HeaderValue.requireAddress("replyTo", message.replyTo()) + "\r\n"
                + "Subject: " + HeaderText.unstructured(message.subject(), 9) + "\r\n"
                + "Date: " + DATE.format(message.date()) + "\r\n"
                + "To: " + PersonalText.ADDRESS + "\r\n"
                + "Message-ID: <" + PersonalText.MESSAGE_ID + ">\r\n"
                + "List-Unsubscribe: <" + HeaderValue.requireUnfoldable("unsubscribePrefix", message.unsubscribePrefix())
                + PersonalText.TOKEN + ">\r\n"
                + "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"
                + "List-Id: " + HeaderText.named(message.listName(), listId, 9) + "\r\n"
                + message.listHelp().map(url -> "List-Help: <" + HeaderValue.requireUrl("listHelp", url) + ">\r\n").orElse("")
                + message.listArchive().map(url -> "List-Archive: <" + HeaderValue.requireUrl("listArchive", url) + ">\r\n")
                        .orElse("")
                + "List-Owner: <mailto:" + owner + ">\r\n"
                // RFC 2369 §3.4: nobody writes to the list but its publisher.
                + "List-Post: NO\r\n"
                + "Feedback-ID: " + HeaderValue.requireUnfoldable("feedbackId", message.feedbackId()) + "\r\n"
                // These three keep holiday replies away: RFC 3834 §5, of old, and of Exchange.
                + "Auto-Submitted: auto-generated\r\n"
                + "Precedence: bulk\r\n"
                + "X-Auto-Response-Suppress: OOF, AutoReply\r\n"
                + "Content-Language: " + language + "\r\n"
                + "MIME-Version: 1.0\r\n"
                + "Content-Type: multipart/alternative; boundary=\"" + boundary + "\"\r\n\r\n";
    }

    /** Returns where the encoded text begins. */
    private static int appendPart(OctetBuffer out, String boundary, String subtype, String language, TokenizedText text) {
        out.appendAscii("--" + boundary + "\r\n"
                + "Content-Type: text/" + subtype + "; charset=utf-8\r\n"
                + "Content-Language: " + language + "\r\n"
                + "Content-Transfer-Encoding: base64\r\n\r\n");
        int at = out.length();
        out.append(text.encoded()).appendAscii("\r\n");
        return at;
    }

    /** The same for the same mailing, and nothing of ours in it; base64 has no underscore, so it ends no part too early. */
    private static String boundary(BulkMessage message) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(message.text().getBytes(UTF_8));
            return "=_" + HexFormat.of().formatHex(digest.digest(message.html().getBytes(UTF_8)), 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
