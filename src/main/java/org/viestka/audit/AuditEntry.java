package org.viestka.audit;

import java.time.Instant;
import java.util.UUID;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;

/** Who did what, when. The triggers of {@code R__audit_triggers.sql} refuse to change or delete one. */
@Entity
public class AuditEntry extends PanacheEntityBase {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    public Long id;
    public Instant at;
    /** A user's name, or {@code token:} and the name of a token. */
    public String actor;
    /** Of that user or token. A name may be given again, an id is not. Null in entries of former times. */
    public UUID actorId;
    /** As in JSON. */
    public String role;
    /** Of HTTP. */
    public String method;
    /** The path, without a query and without an address. */
    public String resource;
    /** Of the answer: a refused call is told too. */
    public int status;
    /** What the path does not say, as the reason that was given; without addresses. Null where there is nothing. */
    public String note;
}
