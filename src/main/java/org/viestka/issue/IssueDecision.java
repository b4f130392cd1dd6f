package org.viestka.issue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;

import org.viestka.publication.Week;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;

/** What the timetable decided about a week. There is at most one for a week, so that it begins once. */
@Entity
public class IssueDecision extends PanacheEntityBase {

    /** What was decided. */
    public enum Decision {
        /** Its mailings are to begin. */
        @JsonProperty("due")
        DUE,
        /** Nothing was published; nothing is sent by itself any more. */
        @JsonProperty("skipped")
        SKIPPED,
        /** The service was away for longer than it may catch up; an editor decides. */
        @JsonProperty("missed")
        MISSED
    }

    /** The week's name; JPA converts no identifiers. */
    @Id
    public String week;
    @Enumerated(EnumType.STRING)
    public Decision decision;
    public Instant dueAt;
    public Instant decidedAt;
    /** When the mailings of a due week were begun; null before. */
    public Instant begunAt;

    public Week week() {
        return Week.parse(week);
    }

    public void begin(Instant now) {
        begunAt = now;
    }

    public static Optional<IssueDecision> find(Week week) {
        return findByIdOptional(week.toString());
    }

    /** Due weeks whose mailings are not yet begun. */
    public static List<IssueDecision> findDue() {
        return list("decision = ?1 and begunAt is null order by week", Decision.DUE);
    }
}
