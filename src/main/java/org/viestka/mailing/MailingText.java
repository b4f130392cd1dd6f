package org.viestka.mailing;

import java.io.Serializable;
import java.util.Objects;
import java.util.UUID;

import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;

/** The frozen texts of a mailing for readers for whom one language leads. The reader's token is a placeholder in them. */
@Entity
@IdClass(MailingText.Key.class)
public class MailingText {

    @Id
    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "mailing_id")
    public Mailing mailing;
    /** The language that leads; with a private-use extension (BCP 47) for the text of discreet readers. */
    @Id
    public String language;
    public String subject;
    public String html;
    public String plain;

    /** Marks the text of readers who chose discretion, for example {@code be-x-discreet}. */
    public static final String DISCREET = "-x-discreet";

    boolean isDiscreet() {
        return language.endsWith(DISCREET);
    }

    /** The language alone. */
    String leading() {
        return isDiscreet() ? language.substring(0, language.length() - DISCREET.length()) : language;
    }

    /** What identifies a text. */
    public static class Key implements Serializable {

        private static final long serialVersionUID = 1L;

        public UUID mailing;
        public String language;

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && Objects.equals(mailing, key.mailing) && Objects.equals(language, key.language);
        }

        @Override
        public int hashCode() {
            return Objects.hash(mailing, language);
        }
    }
}
