package org.viestka.doctor;

import jakarta.enterprise.context.ApplicationScoped;

import org.viestka.doctor.Finding.Check;
import org.viestka.publication.Words;
import org.viestka.restore.DatabaseHome;

/** Whether the database is the one that was written to, or a copy, which sends nothing. */
@ApplicationScoped
class DatabaseCheck {

    private final DatabaseHome home;

    DatabaseCheck(DatabaseHome home) {
        this.home = home;
    }

    Finding database() {
        return home.isHere()
                ? Finding.ok(Check.DATABASE, Words::doctor_database_ok)
                : Finding.error(Check.DATABASE, Words::doctor_database_copied, Words::doctor_database_copied_fix);
    }
}
