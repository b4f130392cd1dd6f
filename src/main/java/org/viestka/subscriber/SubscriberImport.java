package org.viestka.subscriber;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.viestka.publication.Words;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;

/** One file of subscribers and what became of its rows. */
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

    private static final Duration ABANDONED_AFTER = Duration.ofMinutes(5);

    @Id
    public UUID id;
    @Enumerated(EnumType.STRING)
    public State state;
    /** For rows that name none; may be null. */
    public String edition;
    public boolean dryRun;
    /** Why it failed; null unless it did. */
    @Enumerated(EnumType.STRING)
    @Column(name = "detail")
    ImportFault fault;
    public Instant createdAt;
    /** Its last sign of life. */
    public Instant touchedAt;
    public Instant finishedAt;
    public int rows;
    public int added;
    public int changed;
    public int unchanged;
    public int suppressed;
    public int invalid;

    static SubscriberImport begin(String edition, boolean dryRun, Instant now) {
        var begun = new SubscriberImport();
        begun.id = UUID.randomUUID();
        begun.state = State.RUNNING;
        begun.edition = edition;
        begun.dryRun = dryRun;
        begun.createdAt = now;
        begun.touchedAt = now;
        return begun;
    }

    /** What the API shows of it. */
    @Schema(name = "SubscriberImport")
    record View(UUID id, State state, String edition, boolean dryRun, String detail, Instant createdAt, Instant finishedAt,
            int rows, int added, int changed, int unchanged, int suppressed, int invalid) {}

    View view(Words words) {
        return new View(id, state, edition, dryRun, fault == null ? null : fault.words(words), createdAt, finishedAt, rows,
                added, changed, unchanged, suppressed, invalid);
    }

    /** One that gave no sign of life for long was cut by the end of its node. */
    void endIfAbandoned(Instant now) {
        if (state == State.RUNNING && now.isAfter(touchedAt.plus(ABANDONED_AFTER))) {
            end(State.FAILED, ImportFault.ABANDONED, now);
        }
    }

    void end(State end, ImportFault why, Instant now) {
        state = end;
        fault = why;
        finishedAt = now;
    }
}
