package org.viestka.subscriber;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;

/** A wording that readers agreed to, as it was shown. A change of the text makes a new version by itself. */
@Entity
public class ConsentText extends PanacheEntityBase {

    /** Where it was shown and a digest of the wording, for example {@code subscribe-form/9f86d081884c}. */
    @Id
    public String version;
    public String language;
    public String wording;
    public Instant firstShownAt;

    /** @param place where it is shown, for example {@code subscribe-form} */
    public static ConsentText of(String place, String language, String wording) {
        var text = new ConsentText();
        text.version = place + "/" + digest(language + "\n" + wording);
        text.language = language;
        text.wording = wording;
        return text;
    }

    /** Keeps it for as long as the database stands; does nothing where it is kept already. */
    public void keep(Instant now) {
        getEntityManager().createNativeQuery("INSERT INTO consent_text (version, language, wording, first_shown_at)"
                + " VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING").setParameter(1, version).setParameter(2, language)
                .setParameter(3, wording).setParameter(4, now).executeUpdate();
    }

    public static List<ConsentText> findOf(Subscriber subscriber) {
        return list("version in ?1 order by version", Stream
                .of(subscriber.consentText, subscriber.confirmedText, subscriber.askedText).filter(Objects::nonNull).toList());
    }

    private static String digest(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
