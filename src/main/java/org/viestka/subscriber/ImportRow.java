package org.viestka.subscriber;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;

import org.viestka.publication.Edition;
import org.viestka.publication.Publication;
import org.viestka.subscriber.CsvFile.Line;

/**
 * One row of a list, understood.
 *
 * @param line where it stands in the file
 * @param edition as the file or the request names it
 * @param language null where the file does not say
 * @param status active where the file does not say
 * @param subscribedAt when the reader agreed, by the file; null where it does not say
 * @param discreet whether the file says so
 */
record ImportRow(long line, Address address, Edition edition, String language, SubscriberStatus status, Instant subscribedAt,
        boolean discreet) {

    static ImportRow of(Line line, String edition, Publication publication, Instant now) throws ImportFault.Refused {
        var address = Address.parse(Formula.restore(line.cell("email")));
        if (address.refusal().isPresent()) {
            throw new ImportFault.Refused(ImportFault.of(address.refusal().get()));
        }
        var named = line.cell("edition");
        var list = publication.edition(named.isEmpty() ? String.valueOf(edition) : named)
                .orElseThrow(() -> new ImportFault.Refused(ImportFault.EDITION));
        var language = line.cell("language");
        if (!language.isEmpty() && !publication.speaks(language)) {
            throw new ImportFault.Refused(ImportFault.LANGUAGE);
        }
        return new ImportRow(line.number(), address.address().orElseThrow(), list, language.isEmpty() ? null : language,
                status(line.cell("status")), time(line.cell("subscribed_at"), now), yes(line.cell("discreet")));
    }

    private static SubscriberStatus status(String name) throws ImportFault.Refused {
        if (name.isEmpty()) {
            return SubscriberStatus.ACTIVE;
        }
        for (var status : SubscriberStatus.values()) {
            if (status.name().equalsIgnoreCase(name)) {
                return status;
            }
        }
        throw new ImportFault.Refused(ImportFault.STATUS);
    }

    private static Instant time(String text, Instant now) throws ImportFault.Refused {
        if (text.isEmpty()) {
            return null;
        }
        try {
            var time = text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)
                    : Instant.parse(text);
            // PostgreSQL knows no more than some thousand years before our time, and no reader subscribed then.
            if (!time.isAfter(now) && time.isAfter(Instant.EPOCH)) {
                return time;
            }
        } catch (DateTimeParseException e) {
            // Refused below, like the future.
        }
        throw new ImportFault.Refused(ImportFault.SUBSCRIBED_AT);
    }

    private static boolean yes(String text) throws ImportFault.Refused {
        if (text.isEmpty() || text.equalsIgnoreCase("false")) {
            return false;
        }
        if (text.equalsIgnoreCase("true")) {
            return true;
        }
        throw new ImportFault.Refused(ImportFault.DISCREET);
    }
}
