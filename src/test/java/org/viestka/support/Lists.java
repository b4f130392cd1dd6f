package org.viestka.support;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import io.agroal.api.AgroalDataSource;
import io.quarkus.arc.Unremovable;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;

/** Lists that an admin sends. */
@Singleton
@Unremovable
public class Lists {

    public static final String IMPORTS = "/api/subscribers/imports";
    /** What is said of how the readers agreed, as a parameter. */
    public static final String CONSENT = "consent=Signed%20up%20at%20the%20fair";

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Set<String> AT_WORK = Set.of("queued", "running");

    @Inject
    SignIn signIn;
    @Inject
    AgroalDataSource database;

    /** The answer to sending a file; {@code query} begins with {@code ?} or is empty, and consent is added to it. */
    public Response send(String query, byte[] file) {
        return signIn.asAdmin().urlEncodingEnabled(false).contentType("text/csv").body(file)
                .post(IMPORTS + (query.isEmpty() ? "?" : query + "&") + CONSENT);
    }

    /** One that is still coming in: its id. Nobody sends the rest. */
    public UUID begin() {
        try (var connection = database.getConnection();
                var insert = connection
                        .prepareStatement("INSERT INTO subscriber_import (id, state, edition, dry_run, created_at,"
                                + " touched_at) VALUES (?, 'QUEUED', 'en', false, ?, ?)")) {
            var id = UUID.randomUUID();
            insert.setObject(1, id);
            insert.setTimestamp(2, Timestamp.from(MovableClock.WEDNESDAY));
            insert.setTimestamp(3, Timestamp.from(MovableClock.WEDNESDAY));
            insert.executeUpdate();
            return id;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sends a file that is taken, and waits until it is worked off: its report. */
    public ValidatableResponse take(String query, String file) {
        return await(location(send(query, file.getBytes(StandardCharsets.UTF_8)).then()));
    }

    public static String location(ValidatableResponse accepted) {
        return accepted.statusCode(202).extract().header("Location");
    }

    /** The report of a list, once it has ended. */
    public ValidatableResponse await(String location) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        var report = signIn.asAdmin().get(location);
        while (AT_WORK.contains(report.<String>path("state")) && System.nanoTime() < deadline) {
            LockSupport.parkNanos(5_000_000);
            report = signIn.asAdmin().get(location);
        }
        return report.then().statusCode(200);
    }
}
