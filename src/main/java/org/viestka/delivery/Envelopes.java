package org.viestka.delivery;

import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import org.viestka.delivery.Ledger.ClaimedDelivery;
import org.viestka.mail.EncodedMailing;
import org.viestka.mail.MailSettings;
import org.viestka.mail.Recipient;
import org.viestka.mailing.BulkMessages;
import org.viestka.relay.Relay;
import org.viestka.subscriber.Address;
import org.viestka.vault.Vault;

/** What is on an envelope and in it. */
@ApplicationScoped
class Envelopes {

    private final BulkMessages messages;
    private final MailSettings settings;
    private final Vault vault;
    private final EnvelopeSender sender;
    private final Ledger ledger;

    Envelopes(BulkMessages messages, MailSettings settings, Vault vault, EnvelopeSender sender, Ledger ledger) {
        this.messages = messages;
        this.settings = settings;
        this.vault = vault;
        this.sender = sender;
        this.ledger = ledger;
    }

    /** The frozen text of a claim's mailing and language, encoded once. */
    Relay.Letter of(ClaimedDelivery claim) {
        var message = messages.of(claim.mailing(), claim.language());
        return new Relay.Letter(message, new EncodedMailing(message, settings.signer()));
    }

    /**
     * @param claim opened
     * @param begun when the mailing began: what was made then is made again, whichever key is in force by now
     */
    Recipient recipient(ClaimedDelivery claim, Instant begun) {
        return new Recipient(claim.mailbox(),
                vault.messageId(claim.week(), claim.subscriber(), begun) + "@" + settings.domain(),
                vault.unsubscribeToken(claim.subscriber(), begun));
    }

    /** The envelope's sender, see {@link EnvelopeSender}. */
    String sender(ClaimedDelivery claim, Instant begun) {
        return sender.of(claim, begun);
    }

    /** The claims that may be sent, opened; those whose address is suppressed are skipped. One query for all of them. */
    List<ClaimedDelivery> opened(List<ClaimedDelivery> claims, Recorder recorder) throws SQLException {
        if (claims.isEmpty()) {
            return claims;
        }
        var opened = claims.stream().map(claim -> claim.opened(vault.open(claim.address()))).toList();
        var hashes = opened.stream().map(claim -> vault.suppressionHashes(Address.foldedMailbox(claim.mailbox()))).toList();
        var listed = ledger.suppressed(hashes.stream().flatMap(List::stream).toList());
        if (listed.isEmpty()) {
            return opened;
        }
        var rest = new ArrayList<ClaimedDelivery>(opened.size());
        for (int i = 0; i < opened.size(); i++) {
            if (hashes.get(i).stream().anyMatch(hash -> listed.contains(ByteBuffer.wrap(hash)))) {
                recorder.skip(opened.get(i), "suppressed");
            } else {
                rest.add(opened.get(i));
            }
        }
        return rest;
    }
}
