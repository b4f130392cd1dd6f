package org.viestka.subscriber;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;

import org.apache.commons.csv.CSVRecord;
import org.viestka.publication.Edition;
import org.viestka.publication.Publication;
import org.viestka.web.Formula;

/**
 * One row of a file, understood.
 *
 * @param edition as the file or the request names it
 * @param language null where the file does not say
 * @param status active where the file does not say
 * @param subscribedAt when the reader agreed, by the file; null where it does not say
 */
record ImportRow(Address address, Edition edition, String language, SubscriberStatus status, Instant subscribedAt) {

    static ImportRow of(CSVRecord record, String edition, Publication publication, Instant now) throws ImportFault.Refused {
        var address = Address.parse(Formula.restore(cell(record, "email")));
        if (address.refusal().isPresent()) {
            throw new ImportFault.Refused(ImportFault.of(address.refusal().get()));
        }
        var named = cell(record, "edition");
        var list = publication.edition(named.isEmpty() ? String.valueOf(edition) : named)
                .orElseThrow(() -> new ImportFault.Refused(ImportFault.EDITION));
        var language = cell(record, "language");
        if (!language.isEmpty() && !publication.speaks(language)) {
            throw new ImportFault.Refused(ImportFault.LANGUAGE);
        }
        return new ImportRow(address.address().orElseThrow(), list, language.isEmpty() ? null : language,
                status(cell(record, "status")), time(cell(record, "subscribed_at"), now));
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
            if (!time.isAfter(now)) {
                return time;
            }
        } catch (DateTimeParseException e) {
            // Refused below, like the future.
        }
        throw new ImportFault.Refused(ImportFault.SUBSCRIBED_AT);
    }

    private static String cell(CSVRecord record, String column) {
        return record.isMapped(column) && record.isSet(column) ? record.get(column).strip() : "";
    }
}
