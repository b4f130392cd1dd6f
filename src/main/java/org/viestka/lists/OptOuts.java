package org.viestka.lists;

import static java.util.Map.entry;
import static org.viestka.subscriber.SubscriberStatus.ACTIVE;
import static org.viestka.subscriber.SubscriberStatus.BOUNCED;
import static org.viestka.subscriber.SubscriberStatus.COMPLAINED;
import static org.viestka.subscriber.SubscriberStatus.PAUSED;
import static org.viestka.subscriber.SubscriberStatus.PENDING;
import static org.viestka.subscriber.SubscriberStatus.UNSUBSCRIBED;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import org.viestka.subscriber.SubscriberStatus;

/**
 * Columns in which other programs note who must not be written to. Nobody becomes active here who has left there: a cell that cannot be
 * understood is a fault of its row, and a column that only seems to be one a fault of the file.
 */
final class OptOuts {

    /** Columns that say who has left, and the status of those whom they name. */
    private static final Map<String, SubscriberStatus> LEFT = left();
    /** Columns that say who may be written to, and the status of everybody else. */
    private static final Map<String, SubscriberStatus> STAYED = stayed();
    /** Columns that say why somebody has left, in words. */
    private static final Map<String, SubscriberStatus> WHY = Map.of("unsubreason", UNSUBSCRIBED, "unsubreasonother",
            UNSUBSCRIBED,
            "unsubcampaigntitle", UNSUBSCRIBED, "unsubcampaignid", UNSUBSCRIBED, "unsubscribereason", UNSUBSCRIBED,
            "unsubscribedreason", UNSUBSCRIBED, "unsubscriptionreason", UNSUBSCRIBED, "optoutreason", UNSUBSCRIBED,
            "bouncereason",
            BOUNCED);
    /** Columns that hold a status in words. */
    private static final Pattern STATES = Pattern.compile("subscribertype|(?:email|mail|subscri(?:ber|bers|be|bed|ption)|member"
            + "|newsletter|marketing|global|contact|list|consent|optin|optout)+status|abostatus|anmeldestatus"
            + "|(?:статус|состояние|стан)(?:подписки|подписчика|рассылки|падпіскі|падпісчыка|рассылкі|підписки|підписника|розсилки)?");
    /** What subscribers are called who pay or do not. */
    private static final Set<String> CUSTOMERS = Set.of("regular", "premium", "gifted", "trialed", "free", "paid");
    private static final Pattern SMELL = Pattern
            .compile("unsub|opt(?:s|ed|ted|ing)?out|bounc|complain|disabled|deactivat|blocked|bl(?:oc|ac)klist"
                    + "|suppress|donot(?:e?mail|contact|send|disturb)|spam(?!score)|abgemeld|abmeld|abbestell|ausgetragen|widerruf|gesperrt"
                    + "|d[ée]sinscri|d[ée]sabon|d[ée]sactiv|plainte|desuscri|dadodebaja|cancelad|wypis|rezygnacj"
                    + "|отпис|отказ|ч[её]рныйсписок|(?<!п)адпіс|адмов|відмов|чорныспіс|відпис|чорнийсписок|жалоб|скарг");
    /** What leads out is not who went; how often mail came back is no end. */
    private static final Pattern HARMLESS = Pattern
            .compile(".*(?:url|link|token|hash|ссылка|спасылка|посилання)|(?:soft)?bounce(?:s|count)");
    /** Those behind keep away whatever those before do, and are harder to undo. */
    private static final List<SubscriberStatus> WEAKEST_FIRST = List.of(ACTIVE, PAUSED, PENDING, BOUNCED, UNSUBSCRIBED,
            COMPLAINED);

    private final List<Column> columns = new ArrayList<>();
    private final List<Integer> strange = new ArrayList<>();

    /** What a cell says: nothing where that is empty. */
    private interface Reading {
        Optional<SubscriberStatus> of(String cell) throws ImportFault.Refused;
    }

    private record Column(int position, Reading reading) {}

    /** @param names folded; {@code known} says at which positions a column means something else */
    OptOuts(List<String> names, Set<Integer> known) {
        for (int i = 0; i < names.size(); i++) {
            var reading = reading(names.get(i));
            if (reading != null && !known.contains(i)) {
                columns.add(new Column(i, reading));
            } else if (!known.contains(i) && SMELL.matcher(names.get(i)).find() && !HARMLESS.matcher(names.get(i)).matches()) {
                strange.add(i);
            }
        }
    }

    boolean has(int position) {
        return columns.stream().anyMatch(column -> column.position == position);
    }

    /** Columns that seem to be of this kind, and that nobody can be sure of. */
    List<Integer> strange() {
        return strange;
    }

    /** The strongest that a row says; empty where it says nothing. */
    Optional<SubscriberStatus> status(CsvRow row) throws ImportFault.Refused {
        SubscriberStatus strongest = null;
        for (var column : columns) {
            var said = column.reading.of(row.cell(column.position)).orElse(strongest);
            strongest = strongest == null || isStronger(said, strongest) ? said : strongest;
        }
        return Optional.ofNullable(strongest);
    }

    static boolean isStronger(SubscriberStatus one, SubscriberStatus other) {
        return WEAKEST_FIRST.indexOf(one) > WEAKEST_FIRST.indexOf(other);
    }

    private static Reading reading(String name) {
        if (LEFT.containsKey(name)) {
            return cell -> answer(cell) == Answer.YES ? Optional.of(LEFT.get(name)) : Optional.empty();
        }
        if (STAYED.containsKey(name)) {
            return cell -> answer(cell) == Answer.NO ? Optional.of(STAYED.get(name)) : Optional.empty();
        }
        if (WHY.containsKey(name)) {
            return cell -> Answer.of(cell) == Answer.NOTHING || Answer.of(cell) == Answer.NO
                    ? Optional.empty()
                    : Optional.of(WHY.get(name));
        }
        return STATES.matcher(name).matches() ? OptOuts::status : null;
    }

    private static Answer answer(String cell) throws ImportFault.Refused {
        var answer = Answer.of(cell);
        if (answer == Answer.UNCLEAR) {
            throw new ImportFault.Refused(ImportFault.OPT_OUT);
        }
        return answer;
    }

    private static Optional<SubscriberStatus> status(String cell) throws ImportFault.Refused {
        if (Answer.of(cell) == Answer.NOTHING || CUSTOMERS.contains(ImportNames.folded(cell))) {
            return Optional.empty();
        }
        return Optional.of(ImportNames.status(cell).orElseThrow(() -> new ImportFault.Refused(ImportFault.OPT_OUT)));
    }

    private static Map<String, SubscriberStatus> left() {
        var left = new HashMap<String, SubscriberStatus>();
        for (var name : List.of("unsubtime", "unsubdate", "unsubbed", "unsubscribe", "unsubscribed", "unsubscribedat",
                "unsubscribedon",
                "unsubscribedate", "unsubscribeddate", "unsubscribetime", "unsubscribedtime", "unsubscriptiondate",
                "isunsubscribed",
                "unsubscribedfromall", "unsubscribedfromallemail", "unsubscribedfromallemails", "globalunsubscribe", "optout",
                "optouts", "optoutat",
                "optouton", "optoutdate", "optouttime", "optedout", "optedoutat", "optedouton", "isoptedout", "emailoptout",
                "emailoptedout", "emailoptoutdate", "hasoptedout", "hasoptedoutofemail", "optedoutofemail", "donotemail",
                "donotmail",
                "donotsend", "donotcontact", "emaildisabled", "disabled", "isdisabled", "disabledat", "disabledon", "inactive",
                "isinactive", "blacklist", "blacklisted", "blacklistedat", "isblacklisted", "blocklist", "blocklisted",
                "blocklistedat",
                "isblocklisted", "blocked", "blockedat", "isblocked", "suppressed", "suppressedat", "deleted", "deletedat",
                "deletedon",
                "isdeleted", "removedat", "removedon", "abgemeldet", "abgemeldetam", "abmeldung", "abmeldedatum", "abbestellt",
                "abbestelltam", "ausgetragen", "désinscrit", "desinscrit", "désinscritle", "désabonné", "desabonne",
                "désabonnéle",
                "dadodebaja", "fechadebaja", "wypisany", "wypisana", "datawypisania", "отписан", "отписана", "отписано",
                "отписался",
                "отписалась", "отписались", "отписка", "отписки", "датаотписки", "адпісаны", "адпісана", "адпісаўся",
                "адпісалася",
                "адпіска", "датаадпіскі", "відписаний", "відписана", "відписано", "відписався", "відписалася", "відписка",
                "датавідписки", "чёрныйсписок", "черныйсписок", "чорныспіс", "чорнийсписок")) {
            left.put(name, UNSUBSCRIBED);
        }
        for (var name : List.of("cleantime", "bounced", "bouncedat", "bouncedon", "bouncedate", "isbounced", "bounce",
                "hardbounce",
                "hardbounced", "hardbounces", "undeliverable")) {
            left.put(name, BOUNCED);
        }
        for (var name : List.of("complained", "complainedat", "complainedon", "complaint", "complaints", "complaintdate",
                "complaintat",
                "spam", "isspam", "spamcomplaint", "markedasspam", "reportedspam", "жалоба", "скарга")) {
            left.put(name, COMPLAINED);
        }
        return Map.copyOf(left);
    }

    private static Map<String, SubscriberStatus> stayed() {
        var stayed = new HashMap<>(Map.ofEntries(entry("confirmed", PENDING), entry("isconfirmed", PENDING),
                entry("emailconfirmed", PENDING), entry("подтверждён", PENDING),
                entry("подтвержден", PENDING), entry("пацверджаны", PENDING), entry("підтверджено", PENDING),
                entry("bestätigt", PENDING)));
        for (var name : List.of("subscribed", "issubscribed", "subscribedtoemails", "subscribedtonewsletter", "emailsubscribed",
                "newsletter", "newsletteroptin", "active", "isactive", "enabled", "isenabled", "optin", "optedin", "emailoptin",
                "emailoptedin", "marketingoptin", "acceptsmarketing", "acceptsemailmarketing", "acceptsemail", "acceptsemails",
                "emailmarketing", "receiveemails", "receivesemails", "angemeldet", "abonniert", "aktiv", "abonné", "inscrit",
                "suscrito", "activo", "aktywny", "zapisany",
                "подписан", "подписана", "подписано", "активен", "активный", "падпісаны", "падпісана", "актыўны", "підписаний",
                "підписана", "підписано", "активний")) {
            stayed.put(name, UNSUBSCRIBED);
        }
        return Map.copyOf(stayed);
    }
}
