package org.viestka.support;

import static io.restassured.RestAssured.given;

import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.UUID;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import io.agroal.api.AgroalDataSource;
import io.quarkus.arc.Unremovable;
import io.quarkus.elytron.security.common.BcryptUtil;
import io.restassured.specification.RequestSpecification;

/** People who sign in during tests. Their accounts are made on first use and after each wipe of the slate. */
@Singleton
@Unremovable
public class SignIn {

    public static final String ADMIN = "alena";
    public static final String EDITOR = "ihar";
    /** Of both. */
    public static final String PASSWORD = "correct horse battery";

    // The least that bcrypt allows: these passwords are in the source anyway.
    private static final String HASH = BcryptUtil.bcryptHash(PASSWORD, 4);

    @Inject
    AgroalDataSource database;

    /** A request by the admin {@link #ADMIN}. */
    public RequestSpecification asAdmin() {
        return as(ADMIN, "ADMIN");
    }

    /** A request by the editor {@link #EDITOR}. */
    public RequestSpecification asEditor() {
        return as(EDITOR, "EDITOR");
    }

    private RequestSpecification as(String name, String role) {
        try (var connection = database.getConnection();
                var insert = connection.prepareStatement("INSERT INTO account (id, name, password_hash, role, disabled,"
                        + " created_at, version) VALUES (?, ?, ?, ?, false, ?, 0) ON CONFLICT (name) DO NOTHING")) {
            insert.setObject(1, UUID.randomUUID());
            insert.setString(2, name);
            insert.setString(3, HASH);
            insert.setString(4, role);
            insert.setTimestamp(5, Timestamp.from(MovableClock.WEDNESDAY));
            insert.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return given().auth().preemptive().basic(name, PASSWORD);
    }
}
