package org.viestka.lists;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.viestka.publication.Words;
import org.viestka.subscriber.ConsentText;
import org.viestka.web.Problem;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.quarkus.hibernate.orm.panache.PanacheQuery;

/** One list of subscribers and what became of its rows. */
@Entity
public class SubscriberImport extends PanacheEntityBase {

    /** Where it stands. */
    public enum State {
        @JsonProperty("queued")
        QUEUED, @JsonProperty("running")
        RUNNING, @JsonProperty("finished")
        FINISHED, @JsonProperty("cancelled")
        CANCELLED, @JsonProperty("failed")
        FAILED
    }

    @Id
    public UUID id;
    @Enumerated(EnumType.STRING)
    public State state;
    /** For rows that name none; may be null. */
    public String edition;
    public boolean dryRun;
    /** How its readers agreed: a version of {@link ConsentText}; null in those of before it was asked for. */
    public String consent;
    /** Why it failed; null unless it did. */
    @Enumerated(EnumType.STRING)
    @Column(name = "detail")
    ImportFault fault;
    public Instant createdAt;
    /** When the whole file was here; null until then. */
    public Instant receivedAt;
    public Instant startedAt;
    /** Its last sign of life. */
    public Instant touchedAt;
    public Instant finishedAt;
    /** Rows in the file, as far as it has come in. */
    public int total;
    public int rows;
    public int added;
    public int changed;
    public int unchanged;
    public int suppressed;
    public int duplicates;
    public int invalid;
    /** One a line; null where there are none. */
    public String unknownColumns;

    static SubscriberImport begin(String edition, boolean dryRun, String consent, Instant now) {
        var begun = new SubscriberImport();
        begun.id = UUID.randomUUID();
        begun.state = State.QUEUED;
        begun.edition = edition;
        begun.dryRun = dryRun;
        begun.consent = consent;
        begun.createdAt = now;
        begun.touchedAt = now;
        return begun;
    }

    /**
     * What the API shows of it.
     *
     * @param consent how its readers agreed, in the words of whoever sent it
     * @param total rows in the file; {@code rows} of them are done
     * @param suppressed who left, bounced or must not be written to, and is therefore left alone
     */
    @Schema(name = "SubscriberImport")
    record View(UUID id, State state, String edition, boolean dryRun, String consent, String detail, Instant createdAt,
            Instant receivedAt, Instant startedAt, Instant finishedAt, int total, int rows, int added, int changed,
            int unchanged, int suppressed, int duplicates, int invalid, List<String> unknownColumns) {}

    View view(Words words) {
        var wording = consent == null ? null : ConsentText.<ConsentText>findById(consent).wording;
        return new View(id, state, edition, dryRun, wording, fault == null ? null : fault.words(words), createdAt, receivedAt,
                startedAt, finishedAt, total, rows, added, changed, unchanged, suppressed, duplicates, invalid,
                unknownColumns == null || unknownColumns.isEmpty() ? List.of() : unknownColumns.lines().toList());
    }

    /**
     * Ends it before its end; what is in stays. Does nothing where that has been done.
     *
     * @throws Problem 409 when it has ended otherwise
     */
    void cancel(Instant now) {
        if (state == State.FINISHED || state == State.FAILED) {
            throw Problem.conflict(Words::import_ended);
        }
        if (state != State.CANCELLED) {
            state = State.CANCELLED;
            finishedAt = now;
            getEntityManager().createNativeQuery("DELETE FROM subscriber_import_piece WHERE import_id = ?1")
                    .setParameter(1, id).executeUpdate();
        }
    }

    /** For a change: whoever is just working it off ends the piece at hand first. */
    static Optional<SubscriberImport> findForChange(UUID id) {
        return findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE);
    }

    static PanacheQuery<SubscriberImport> findNewestFirst() {
        return find("order by createdAt desc, id");
    }

    static long countWaiting() {
        return count("state in ?1", List.of(State.QUEUED, State.RUNNING));
    }

    /** Nobody else decides about the queue until the transaction ends. */
    static void lockQueue() {
        getEntityManager().createNativeQuery("SELECT pg_advisory_xact_lock(hashtext('import queue'))", Object.class)
                .getSingleResult();
    }

    /** How many wait for their turn or have it. */
    public static long countToDo() {
        return count("state in ?1", List.of(State.QUEUED, State.RUNNING));
    }

    /** Rows of all imports that were no dry runs, by what became of them. */
    public record Rows(long added, long changed, long unchanged, long suppressed, long invalid) {}

    public static Rows sumRows() {
        return find("select coalesce(sum(added), 0), coalesce(sum(changed), 0), coalesce(sum(unchanged), 0),"
                + " coalesce(sum(suppressed), 0), coalesce(sum(invalid), 0) from SubscriberImport where not dryRun")
                .project(Rows.class).singleResult();
    }
}
