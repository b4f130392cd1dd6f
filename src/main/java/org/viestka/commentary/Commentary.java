package org.viestka.commentary;

import static java.util.stream.Collectors.joining;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

import jakarta.persistence.CascadeType;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.MapKey;
import jakarta.persistence.OneToMany;
import jakarta.persistence.Version;

import org.hibernate.annotations.BatchSize;
import org.viestka.publication.Trend;
import org.viestka.publication.Week;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.quarkus.hibernate.orm.panache.PanacheQuery;
import io.quarkus.panache.common.Sort;

/** One analytical text: a rubric, a week, a trend, and a translation for each language it exists in. */
@Entity
public class Commentary extends PanacheEntityBase {

    @Id
    public UUID id;
    public Week week;
    /** Key of the rubric. */
    public String rubric;
    @Enumerated(EnumType.STRING)
    public Trend trend;
    /** Place within the issue; lower comes first. */
    public int position;
    @Enumerated(EnumType.STRING)
    public CommentaryStatus status;
    public Instant createdAt;
    public Instant updatedAt;
    /** Of the first publication; null until then. */
    public Instant publishedAt;
    @Version
    public int version;
    /** By language tag. */
    @OneToMany(mappedBy = "commentary", cascade = CascadeType.ALL, orphanRemoval = true, fetch = FetchType.EAGER)
    @MapKey(name = "language")
    @BatchSize(size = 200)
    public Map<String, Translation> translations = new TreeMap<>();

    /** The translation in the first of these languages that there is one in. */
    public Optional<Translation> inFirstOf(List<String> languages) {
        return languages.stream().filter(translations::containsKey).findFirst().map(translations::get);
    }

    /** Makes it visible; does nothing where it is already. */
    public void publish(Instant now) {
        if (status == CommentaryStatus.PUBLISHED) {
            return;
        }
        status = CommentaryStatus.PUBLISHED;
        if (publishedAt == null) {
            publishedAt = now;
        }
        updatedAt = now;
    }

    /** Takes it away from readers; does nothing where that is done already. */
    public void withdraw(Instant now) {
        if (status == CommentaryStatus.WITHDRAWN) {
            return;
        }
        status = CommentaryStatus.WITHDRAWN;
        updatedAt = now;
    }

    /** The commentaries of an issue, in order. */
    public static List<Commentary> findPublished(Week week) {
        return list("from Commentary c left join fetch c.translations where c.week = ?1 and c.status = ?2"
                + " order by c.position, c.createdAt, c.id", week, CommentaryStatus.PUBLISHED);
    }

    /** The one whose translation into a language has this slug, if readers may see it. */
    public static Optional<Commentary> findPublished(String language, String slug) {
        return find("from Commentary c join fetch c.translations where c.status = ?1 and c.id ="
                + " (select t.commentary.id from Translation t where t.language = ?2 and t.slug = ?3)",
                CommentaryStatus.PUBLISHED, language, slug).singleResultOptional();
    }

    /** For a change: whoever wants to change it too waits until this transaction is over, then sees what it did. */
    static Optional<Commentary> findForChange(UUID id) {
        return findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE);
    }

    /** Newest week first, in order within it; what is null narrows nothing. */
    static PanacheQuery<Commentary> findBy(Week week, String rubric, CommentaryStatus status) {
        var wanted = new LinkedHashMap<String, Object>();
        wanted.put("week", week);
        wanted.put("rubric", rubric);
        wanted.put("status", status);
        wanted.values().removeIf(Objects::isNull);
        var condition = wanted.keySet().stream().map(field -> field + " = :" + field).collect(joining(" and "));
        return find(condition, Sort.descending("week").and("position").and("createdAt").and("id"), wanted);
    }
}
