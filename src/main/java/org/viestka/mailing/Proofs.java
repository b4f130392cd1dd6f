package org.viestka.mailing;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response.Status;

import org.jboss.logging.Logger;
import org.viestka.mail.SingleMails;
import org.viestka.publication.Edition;
import org.viestka.publication.Publication;
import org.viestka.publication.Week;
import org.viestka.publication.Words;
import org.viestka.web.Problem;

import io.quarkus.narayana.jta.QuarkusTransaction;

/** Shows the frozen mailing to editors in their own mailboxes before any reader sees it. */
@ApplicationScoped
class Proofs {

    /** Editors, not readers: more addresses than this would be a mailing. */
    static final int MOST = 10;

    private static final Logger LOG = Logger.getLogger(Proofs.class);

    private final Mailings mailings;
    private final Preview preview;
    private final SingleMails post;

    Proofs(Mailings mailings, Preview preview, SingleMails post) {
        this.mailings = mailings;
        this.preview = preview;
        this.post = post;
    }

    /**
     * @throws Problem 400 for addresses that cannot be written to, 404 when nothing is assembled, 502 when the relay does not
     *         take it
     */
    void send(Week week, Edition edition, List<String> to) {
        if (to == null || to.isEmpty() || to.size() > MOST) {
            throw Problem.invalid("to", words -> words.invalid_proof_recipients(MOST));
        }
        var proofs = QuarkusTransaction.requiringNew().call(() -> mailings.get(week, edition).texts.values().stream()
                .filter(text -> !text.isDiscreet())
                .map(text -> new Proof(text.language, Publication.words(text.language).mailing_proof(text.subject),
                        preview.html(text), preview.plain(text)))
                .toList());
        for (var address : to) {
            for (var proof : proofs) {
                send(address, proof);
            }
        }
    }

    private void send(String address, Proof proof) {
        try {
            post.send(address, proof.language(), proof.subject(), proof.html(), proof.plain());
        } catch (IllegalArgumentException notAnAddress) {
            throw Problem.invalid("to", Words::invalid_address);
        } catch (RuntimeException refused) {
            // Its text may hold the address.
            LOG.warnf("The relay did not take a proof (%s).", refused.getClass().getSimpleName());
            throw Problem.of(Status.BAD_GATEWAY, Words::mailing_relay_down);
        }
    }

    private record Proof(String language, String subject, String html, String plain) {}
}
