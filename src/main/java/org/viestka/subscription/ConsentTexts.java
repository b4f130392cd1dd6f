package org.viestka.subscription;

import jakarta.enterprise.context.ApplicationScoped;

import org.viestka.publication.Publication;
import org.viestka.publication.Words;
import org.viestka.subscriber.ConsentText;
import org.viestka.subscriber.Subscriber;

/** What readers are shown before they press a button that means yes. */
@ApplicationScoped
class ConsentTexts {

    private final Publication publication;
    private final ReaderPages pages;

    ConsentTexts(Publication publication, ReaderPages pages) {
        this.publication = publication;
        this.pages = pages;
    }

    /** Everything that is readable in the form, from its heading to its button. */
    ConsentText ofForm(String language) {
        var words = Publication.words(language);
        return ConsentText.of("subscribe-form", language, String.join("\n", words.subscribe_heading(), words.subscribe_text(),
                words.subscribe_discreet(), words.subscribe_discreet_hint(), caution(words), words.subscribe_button()));
    }

    /** The page that the link to confirm leads to. */
    ConsentText ofConfirmPage(Subscriber subscriber) {
        var language = subscriber.wishedLanguage();
        var words = Publication.words(language);
        return ConsentText.of("confirm-page", language, String.join("\n", words.confirm_title(),
                words.confirm_text(publication.name(language), pages.label(subscriber.wishedEdition())), caution(words),
                words.confirm_button()));
    }

    private static String caution(Words words) {
        return String.join("\n", words.subscribe_caution_title(), words.subscribe_caution(), words.subscribe_caution_read(),
                words.subscribe_caution_mailbox(), words.subscribe_caution_delete(), words.safety());
    }
}
