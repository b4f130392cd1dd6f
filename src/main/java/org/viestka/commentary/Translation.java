package org.viestka.commentary;

import java.io.Serializable;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;

import org.viestka.markdown.Body;
import org.viestka.publication.Publication;
import org.viestka.publication.Week;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.quarkus.hibernate.orm.panache.PanacheQuery;

/** A commentary in one language. */
@Entity
@IdClass(Translation.Key.class)
public class Translation extends PanacheEntityBase {

    private static final String PUBLISHED = "t.commentary.status = ?1 and t.language in ?2"
            + " and (t.commentary.rubric = ?3 or ?3 is null)";

    @Id
    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "commentary_id")
    public Commentary commentary;
    /** BCP 47 tag. */
    @Id
    public String language;
    public String title;
    /** The lead: plain text. */
    public String summary;
    /** CommonMark as it was typed. Hostile until rendered by {@link Body}. */
    public String body;
    /** The last part of its path, unique within the language; fixed once published. */
    public String slug;

    /** The path of its page, for example {@code /en/ruling-elite/a-reshuffle}. */
    public String path() {
        return "/" + language + "/" + commentary.rubric + "/" + slug;
    }

    /** Its body as readers see it. */
    public Body body(Publication publication) {
        return body(body, publication);
    }

    /** The same, of another text in its place. */
    Body body(String text, Publication publication) {
        return Body.of(text, language, publication::link, path());
    }

    /**
     * The weeks with something published in one of these languages, newest first.
     *
     * @param rubric the only one to look at; null for all
     */
    public static PanacheQuery<Week> findWeeks(Collection<String> languages, String rubric) {
        return find("select distinct t.commentary.week as week from Translation t where " + PUBLISHED
                + " order by week desc", CommentaryStatus.PUBLISHED, languages, rubric).project(Week.class);
    }

    /** What is published in these weeks, once for each of these languages it exists in; newest week first, then in order. */
    public static List<Teaser> findTeasers(Collection<Week> weeks, Collection<String> languages, String rubric) {
        return find("select c.id, c.week, c.rubric, c.trend, t.language, t.title, t.summary, t.slug"
                + " from Translation t join t.commentary c where " + PUBLISHED + " and c.week in ?4"
                + " order by c.week desc, c.position, c.createdAt, c.id",
                CommentaryStatus.PUBLISHED, languages, rubric, weeks).project(Teaser.class).list();
    }

    /**
     * The last published in a language, with their commentaries.
     *
     * @param rubric the only one to look at; null for all
     */
    public static List<Translation> findLatest(String language, String rubric, int most) {
        return find("from Translation t join fetch t.commentary c where " + PUBLISHED
                + " order by c.publishedAt desc, c.week desc, c.position, c.id", CommentaryStatus.PUBLISHED, List.of(language),
                rubric).page(0, most).list();
    }

    /** Where everything published stands and since when it is as it is, the last published first, its translations together. */
    public static List<Place> findPlaces(int most) {
        return find("select c.id, t.language, c.rubric, t.slug, c.updatedAt from Translation t join t.commentary c"
                + " where c.status = ?1 order by c.publishedAt desc, c.id, t.language", CommentaryStatus.PUBLISHED)
                .project(Place.class).page(0, most).list();
    }

    /** The address of a published translation. */
    public record Place(UUID commentary, String language, String rubric, String slug, Instant updatedAt) {

        public String path() {
            return "/" + language + "/" + rubric + "/" + slug;
        }
    }

    /** Makes whoever else gives out slugs wait until this transaction is over. */
    static void lockSlugs() {
        getEntityManager().createNativeQuery("LOCK TABLE translation IN SHARE ROW EXCLUSIVE MODE").executeUpdate();
    }

    /** Slugs of a language that begin so, of other commentaries than this one. */
    static Set<String> findSlugs(String language, String beginning, UUID except) {
        return Set.copyOf(getEntityManager()
                .createQuery("select slug from Translation where language = :language and slug like :beginning"
                        + " and commentary.id <> :except", String.class)
                .setParameter("language", language).setParameter("beginning", beginning + "%")
                .setParameter("except", except).getResultList());
    }

    /** What identifies a translation. */
    public static class Key implements Serializable {

        private static final long serialVersionUID = 1L;

        public UUID commentary;
        public String language;

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && Objects.equals(commentary, key.commentary)
                    && Objects.equals(language, key.language);
        }

        @Override
        public int hashCode() {
            return Objects.hash(commentary, language);
        }
    }
}
