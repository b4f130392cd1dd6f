package org.viestka.lists;

import java.time.Instant;

import org.viestka.lists.CsvFile.Line;
import org.viestka.lists.ImportFault.Refused;
import org.viestka.publication.Edition;
import org.viestka.subscriber.Address;
import org.viestka.subscriber.SubscriberStatus;

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

    static ImportRow of(Line line, String edition, ImportNames names, Instant now) throws Refused {
        if (line.fault() != null) {
            throw new Refused(line.fault());
        }
        var address = Address.parse(Formula.restore(line.cell("email")));
        if (address.refusal().isPresent()) {
            throw new Refused(ImportFault.of(address.refusal().get()));
        }
        var named = line.cell("edition");
        var list = names.edition(named.isEmpty() ? String.valueOf(edition) : named)
                .orElseThrow(() -> new Refused(ImportFault.EDITION));
        var language = line.cell("language");
        var spoken = names.language(language);
        if (!language.isEmpty() && spoken.isEmpty()) {
            throw new Refused(ImportFault.LANGUAGE);
        }
        var status = ImportNames.status(line.cell("status")).orElseThrow(() -> new Refused(ImportFault.STATUS));
        return new ImportRow(line.number(), address.address().orElseThrow(), list, spoken.orElse(null), status,
                time(line.cell("subscribed_at"), now),
                ImportNames.yes(line.cell("discreet")).orElseThrow(() -> new Refused(ImportFault.DISCREET)));
    }

    private static Instant time(String text, Instant now) throws Refused {
        return ImportTime.isNothing(text)
                ? null
                : ImportTime.parse(text, now).orElseThrow(() -> new Refused(ImportFault.SUBSCRIBED_AT));
    }
}
