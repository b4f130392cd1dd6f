package org.viestka.mail;

/**
 * What one reader's copy has of its own.
 *
 * @param address bare addr-spec, ASCII, the domain in punycode; at most 254 characters
 * @param messageId {@code opaque@domain} without angle brackets; at most 254 characters
 * @param unsubscribeToken base64url, as long as the message's {@link BulkMessage#tokenLength()}
 */
public record Recipient(String address, String messageId, String unsubscribeToken) {

    /** @throws IllegalArgumentException for anything that could mean more than itself in a header; the value is not in it */
    public Recipient {
        HeaderValue.requireAddress("address", address);
        HeaderValue.requireAddress("messageId", messageId);
        HeaderValue.requireToken(unsubscribeToken);
    }

    /** Logs and error messages get neither the address nor the token. */
    @Override
    public String toString() {
        return "Recipient[" + messageId + "]";
    }
}
