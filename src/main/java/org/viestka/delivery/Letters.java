package org.viestka.delivery;

import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import org.viestka.delivery.Ledger.Claim;
import org.viestka.mail.MailSettings;
import org.viestka.mail.MessageTemplate;
import org.viestka.mail.Recipient;
import org.viestka.mailing.BulkMessages;
import org.viestka.subscriber.Address;
import org.viestka.vault.Vault;

/** What is on an envelope and in it. */
@ApplicationScoped
class Letters {

    private final BulkMessages messages;
    private final MailSettings settings;
    private final Vault vault;
    private final Ledger ledger;

    Letters(BulkMessages messages, MailSettings settings, Vault vault, Ledger ledger) {
        this.messages = messages;
        this.settings = settings;
        this.vault = vault;
        this.ledger = ledger;
    }

    /** The frozen text of a claim's mailing and language, encoded once. */
    Relay.Letter of(Claim claim) {
        var message = messages.of(claim.mailing(), claim.language());
        return new Relay.Letter(message, new MessageTemplate(message, settings.signer()));
    }

    Recipient recipient(Claim claim) {
        return new Recipient(vault.open(claim.address()),
                vault.messageId(claim.week(), claim.subscriber()) + "@" + settings.domain(),
                vault.unsubscribeToken(claim.subscriber()));
    }

    /** The envelope's sender: one for each message, so that a bounce names it, and no address in it. */
    String sender(Claim claim) {
        return settings.bounceAddress(vault.messageId(claim.week(), claim.subscriber()));
    }

    /** The claims that may be sent; those whose address is suppressed are skipped. One query for all of them. */
    List<Claim> withoutSuppressed(List<Claim> claims, Recorder recorder) throws SQLException {
        if (claims.isEmpty()) {
            return claims;
        }
        var hashes = claims.stream().map(this::hash).toList();
        var listed = ledger.suppressed(hashes);
        if (listed.isEmpty()) {
            return claims;
        }
        var rest = new ArrayList<Claim>(claims.size());
        for (int i = 0; i < claims.size(); i++) {
            if (listed.contains(ByteBuffer.wrap(hashes.get(i)))) {
                recorder.skip(claims.get(i), "suppressed");
            } else {
                rest.add(claims.get(i));
            }
        }
        return rest;
    }

    private byte[] hash(Claim claim) {
        return vault.suppressionHash(Address.foldedMailbox(vault.open(claim.address())));
    }
}
