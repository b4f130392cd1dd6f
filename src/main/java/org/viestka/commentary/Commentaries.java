package org.viestka.commentary;

import java.time.Clock;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntConsumer;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.NotFoundException;

import org.viestka.markdown.Slug;
import org.viestka.publication.Publication;
import org.viestka.publication.Words;
import org.viestka.web.Problem;

/**
 * What editors do with commentaries. Each act is one transaction; two acts on one commentary follow each other.
 * {@code precondition} is given the version before anything is changed, and throws where that is not the one expected.
 */
@ApplicationScoped
public class Commentaries {

    private final Publication publication;
    private final Clock clock;
    private final Event<CommentariesChanged> changed;

    Commentaries(Publication publication, Clock clock, Event<CommentariesChanged> changed) {
        this.publication = publication;
        this.clock = clock;
        this.changed = changed;
    }

    /**
     * Makes a draft.
     *
     * @throws Problem 400 with everything wrong with the input
     */
    @Transactional
    public Commentary create(CommentaryInput input) {
        var manuscript = Manuscript.of(input, publication);
        var commentary = new Commentary();
        commentary.id = UUID.randomUUID();
        commentary.status = CommentaryStatus.DRAFT;
        commentary.createdAt = clock.instant();
        fill(commentary, manuscript);
        commentary.persistAndFlush();
        return commentary;
    }

    /**
     * Changes a draft, or corrects what is published: links to it stay as they are.
     *
     * @throws Problem 400 with everything wrong with the input
     * @throws NotFoundException where there is no such commentary
     */
    @Transactional
    public Commentary change(UUID id, CommentaryInput input, IntConsumer precondition) {
        var commentary = forChange(id, precondition);
        fill(commentary, Manuscript.of(input, publication));
        // The version counts changes of the translations too.
        Commentary.getEntityManager().lock(commentary, LockModeType.PESSIMISTIC_FORCE_INCREMENT);
        Commentary.flush();
        changed.fire(new CommentariesChanged());
        return commentary;
    }

    /** @throws NotFoundException where there is no such commentary */
    @Transactional
    public Commentary publish(UUID id, IntConsumer precondition) {
        var commentary = forChange(id, precondition);
        commentary.publish(clock.instant());
        Commentary.flush();
        changed.fire(new CommentariesChanged());
        return commentary;
    }

    /**
     * @throws Problem 409 for a draft, which no reader sees anyway
     * @throws NotFoundException where there is no such commentary
     */
    @Transactional
    public Commentary withdraw(UUID id, IntConsumer precondition) {
        var commentary = forChange(id, precondition);
        if (commentary.status == CommentaryStatus.DRAFT) {
            throw Problem.conflict(Words::commentary_not_published);
        }
        commentary.withdraw(clock.instant());
        Commentary.flush();
        changed.fire(new CommentariesChanged());
        return commentary;
    }

    /**
     * @throws Problem 409 for anything but a draft: mails and links point to it
     * @throws NotFoundException where there is no such commentary
     */
    @Transactional
    public void delete(UUID id, IntConsumer precondition) {
        var commentary = forChange(id, precondition);
        if (commentary.status != CommentaryStatus.DRAFT) {
            throw Problem.conflict(Words::commentary_not_draft);
        }
        commentary.delete();
    }

    private static Commentary forChange(UUID id, IntConsumer precondition) {
        var commentary = Commentary.findForChange(id).orElseThrow(NotFoundException::new);
        precondition.accept(commentary.version);
        return commentary;
    }

    private void fill(Commentary commentary, Manuscript manuscript) {
        commentary.rubric = manuscript.rubric().key();
        commentary.week = manuscript.week();
        commentary.trend = manuscript.trend();
        commentary.position = manuscript.position();
        commentary.updatedAt = clock.instant();
        Translation.lockSlugs();
        commentary.translations.keySet().retainAll(Set.copyOf(manuscript.texts().keySet()));
        manuscript.texts().forEach((language, text) -> translate(commentary, language, text));
    }

    private static void translate(Commentary commentary, String language, CommentaryInput.TranslationInput text) {
        var translation = commentary.translations.get(language);
        if (translation == null) {
            translation = new Translation();
            translation.commentary = commentary;
            translation.language = language;
        }
        boolean keepsSlug = translation.slug != null
                && (commentary.publishedAt != null || text.title().equals(translation.title));
        if (!keepsSlug) {
            var slug = Slug.of(text.title(), language);
            translation.slug = Slug.free(slug, Translation.findSlugs(language, Slug.beginning(slug), commentary.id));
        }
        translation.title = text.title();
        translation.summary = text.summary();
        translation.body = text.body();
        commentary.translations.put(language, translation);
    }
}
