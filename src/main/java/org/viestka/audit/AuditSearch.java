package org.viestka.audit;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import org.viestka.publication.Words;
import org.viestka.web.Violations;

import io.quarkus.hibernate.orm.panache.PanacheQuery;

/** Which entries of the audit trail, newest first. */
final class AuditSearch {

    private final List<String> conditions = new ArrayList<>();
    private final Map<String, Object> parameters = new TreeMap<>();

    private AuditSearch() {}

    /**
     * What is null is not asked for.
     *
     * @param actor a user's name or {@code token:} and a token's
     * @param resource how the path begins
     * @param method of HTTP, in any case
     * @param from first day, as ISO 8601 writes it
     * @param to last day
     * @throws org.viestka.web.Problem with everything that is no such thing
     */
    static AuditSearch parse(String actor, String resource, String method, String from, String to, ZoneId zone) {
        var violations = new Violations();
        var first = day(from, "from", violations);
        var last = day(to, "to", violations);
        violations.throwIfAny();
        var search = new AuditSearch();
        search.where(actor, "actor", "actor = :actor");
        search.where(method == null ? null : method.toUpperCase(Locale.ROOT), "method", "method = :method");
        search.where(resource == null ? null : literal(resource) + "%", "resource", "resource like :resource escape '!'");
        search.where(first == null ? null : first.atStartOfDay(zone).toInstant(), "from", "at >= :from");
        search.where(last == null ? null : last.plusDays(1).atStartOfDay(zone).toInstant(), "to", "at < :to");
        return search;
    }

    private static LocalDate day(String text, String field, Violations violations) {
        try {
            var day = text == null ? null : LocalDate.parse(text);
            // What PostgreSQL and people can do with.
            violations.check(day == null || day.getYear() >= 1970 && day.getYear() <= 9999, field, Words::invalid_date);
            return day;
        } catch (DateTimeException e) {
            violations.check(false, field, Words::invalid_date);
            return null;
        }
    }

    private static String literal(String text) {
        return text.replaceAll("([!%_])", "!$1");
    }

    private void where(Object value, String name, String condition) {
        if (value != null) {
            conditions.add(condition);
            parameters.put(name, value);
        }
    }

    PanacheQuery<AuditEntry> all() {
        return AuditEntry.find(query(conditions), parameters);
    }

    /** Those with a lower id: entries that are made meanwhile move nothing. */
    List<AuditEntry> before(long id, int most) {
        var more = new ArrayList<>(conditions);
        more.add("id < :id");
        var with = new TreeMap<>(parameters);
        with.put("id", id);
        return AuditEntry.<AuditEntry>find(query(more), with).page(0, most).list();
    }

    private static String query(List<String> conditions) {
        return (conditions.isEmpty() ? "" : String.join(" and ", conditions) + " ") + "order by id desc";
    }
}
