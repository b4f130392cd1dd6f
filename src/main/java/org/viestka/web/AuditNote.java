package org.viestka.web;

import java.util.Optional;

import io.vertx.ext.web.RoutingContext;

/** What the path of a call does not say and the audit trail shall keep, as the reason that somebody gave for it. */
public final class AuditNote {

    private static final String NOTE = AuditNote.class.getName();

    private AuditNote() {}

    /** @param note begins with a letter, so that no spreadsheet takes it for a formula */
    public static void put(RoutingContext call, String note) {
        call.put(NOTE, note);
    }

    public static Optional<String> of(RoutingContext call) {
        return Optional.ofNullable(call.get(NOTE));
    }
}
