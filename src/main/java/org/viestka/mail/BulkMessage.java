package org.viestka.mail;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Everything about one frozen variant of a mailing that is the same for all its readers.
 *
 * @param fromName what readers see as the sender; any language
 * @param fromAddress ASCII addr-spec, as are {@code replyTo} and {@code ownerAddress}
 * @param date the {@code Date} of every copy, also of one that is sent again
 * @param languages BCP 47 tags, the leading one first, for {@code Content-Language} (RFC 3282)
 * @param html the HTML document, with {@link EncodedMailing#TOKEN} wherever the reader's unsubscribe token goes
 * @param text the same as plain text, with {@link EncodedMailing#TOKEN} likewise
 * @param listName what mail programs call the list; may be empty
 * @param listId for example {@code weekly.be-ru.example.org}: never changes, one for an edition (RFC 2919)
 * @param unsubscribePrefix the one-click URL without its token, for example {@code https://host/unsubscribe/} (RFC 8058)
 * @param tokenLength characters of every reader's token
 * @param listHelp a page that explains the list (RFC 2369)
 * @param listArchive where earlier issues stand
 * @param feedbackId four fields joined by colons, for Gmail's feedback loop; nothing in it may differ between readers
 */
public record BulkMessage(String fromName, String fromAddress, String replyTo, String subject, Instant date,
        List<String> languages, String html, String text, String listName, String listId, String unsubscribePrefix,
        int tokenLength, Optional<URI> listHelp, Optional<URI> listArchive, String ownerAddress, String feedbackId) {

    public BulkMessage {
        languages = List.copyOf(languages);
    }
}
