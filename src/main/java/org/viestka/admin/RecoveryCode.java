package org.viestka.admin;

import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;

/** What opens once in place of a code, when the telephone is lost. */
@Entity
public class RecoveryCode extends PanacheEntityBase {

    /** Of the code, in hex, see {@link OpaqueTokens}. */
    @Id
    public String hash;
    public UUID accountId;

    static void save(UUID account, String code) {
        var saved = new RecoveryCode();
        saved.hash = hash(code);
        saved.accountId = account;
        saved.persist();
    }

    /** Uses it up. False when it is none, or was used already. */
    static boolean use(UUID account, String code) {
        return delete("hash = ?1 and accountId = ?2", hash(code), account) == 1;
    }

    static long countOf(UUID account) {
        return count("accountId", account);
    }

    private static String hash(String code) {
        return HexFormat.of().formatHex(OpaqueTokens.hash(code.strip().toLowerCase(Locale.ROOT)));
    }
}
