package org.viestka.smtp;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the words of a refusal are about. Names are taken out first, since a word inside an address or a host says nothing; the
 * rest is searched by whole words. The words outweigh the status: relays put all sorts of reasons under one code.
 */
public final class ReplyWords {

    /** Whom or what a refusal blames. */
    public enum About {
        /** There is no such mailbox. Only this may cost a reader. */
        MAILBOX,
        /** The mailbox is full or gets too much just now. */
        MAILBOX_FULL,
        /** We have sent too much or too fast. */
        LIMIT,
        /** Our envelope sender, our host, our login. */
        SENDER,
        /** Policy, content, reputation, or the moment. */
        POLICY,
        /** The words do not say, nor does the status. */
        UNKNOWN
    }

    private static final int LONGEST = 2_000;
    private static final int FLAGS = Pattern.UNICODE_CHARACTER_CLASS;
    /** With bounds: what is tried at each place must not look through all the rest. */
    private static final Pattern NAMES = Pattern.compile(
            "https?://\\S+|<[^<>\\s]*>|<?\"[^\"<>]{0,64}\"@\\S*|\\((?:[\\w-]+\\.)+[\\w-]+(?:, ?[\\w-]+)?\\)|\\[[^\\[\\]]*\\]|\\S{1,128}@\\S+"
                    // A host, a file, a dotted local part: letters on one side of a dot at least. Statuses (5.1.1) stay.
                    + "|(?<![\\w-])(?=[\\w.-]{0,128}\\p{L})[\\w-]+(?:\\.[\\w-]+)+\\b",
            FLAGS);
    /** What stands between quotation marks; an apostrophe inside a word opens nothing. */
    private static final Pattern QUOTED = Pattern
            .compile("\"([^\"]*)\"|(?<!\\w)['‘`]([^'‘’`]*)['’`](?!\\w)|“([^“”]*)”|„([^„“”]*)[“”]|«([^«»]*)»", FLAGS);
    private static final Pattern REPLY = Pattern.compile("\\s*([245]\\d\\d\\b|[245]\\.\\d).*", Pattern.DOTALL);
    private static final Pattern WHOLE = Pattern.compile("5\\d\\d\\b ?(?:([245]\\.\\d{1,3}\\.\\d{1,3})(?![\\d.]))?(.*)",
            Pattern.DOTALL);
    private static final Pattern STATUS = Pattern.compile("(?<![\\d.])([245]\\.\\d{1,3}\\.\\d{1,3})(?![\\d.])");
    private static final Pattern WITH_DIGITS = Pattern.compile("\\S*\\d\\S*");
    private static final Pattern NO_LETTERS = Pattern.compile("[^\\p{L}]+");

    private static final Set<String> SENDERS = Set.of("1.7", "1.8");
    /** Arguments of commands, credentials: whatever the words say. */
    private static final Set<String> NOT_OF_READERS = Set.of("5.4", "7.8");
    /** The reason is told elsewhere. */
    private static final Pattern LINK = Pattern.compile("https?://");
    private static final Set<String> NO_SUCH_MAILBOX = Set.of("1.1", "1.2", "1.3", "1.6", "1.10");
    private static final Set<String> LIMITS = Set.of("4.5", "7.28");

    private static final Pattern SENDER = words(
            "senders?(?:'s)?(?: \\S+){0,3} (?:rejected|refused|denied|unknown|invalid|blocked"
                    + "|unverified|verify|verification|not|is not|does not|do not|could not|cannot|must|mismatch|disabled|suspended)"
                    + "|senders? (?:verif\\w+|verify|address|domain|policy|id|callout|is|was|not|unknown|rejected|denied|invalid)"
                    + "|(?:bad|invalid|unknown|unauthori[sz]ed|unverified|unresolvable|forged|fake|rejected|the|this|your) sender"
                    + "|(?:may|can|could|do|does|are|is|am|was)(?: not|n't)(?: be)?(?: \\w+){0,3} (?:to )?send(?:ing)?(?: \\w+)? (?:as|from|mails?|e-?mails?|messages?)"
                    + "|not (?:allowed|authori[sz]ed|permitted) to (?:send|relay|submit|use)|send(?:ing)? as|on behalf"
                    + "|(?:envelope|header)[- ]?(?:from|sender)|mail from|from[- :](?:address|header|domain)|(?:return|reverse)[- ]path"
                    + "|helo|ehlo|(?:client|sending|connecting) (?:host|server|ip|address|mta)|reverse (?:dns|lookup|hostname|mapping)|rdns|ptr"
                    + "|your (?:ip|host|hostname|server|domain|network|isp|provider|reverse|account|login|address|mail server|e-?mail address|sender|sending|client)"
                    + "|call(?:out|back|ahead)|(?:address )?verification (?:of \\S+ )?failed|while verifying|failed to verify|verify (?:the )?senders?|login|credentials"
                    + "|authenticat\\w+|api[- ]?(?:key|token)s?|absender\\w*|ip-adresse|exp[eé]diteur|remitente|отправител\\w*");
    private static final Pattern FULL = words(
            "(?:mailbox|mailfolder|inbox|mail ?drop|folder|disk|storage|maildir)(?: \\S+){0,5}"
                    + " (?:full|quota|limit\\w*|exceed\\w*|space|storage|size)|over ?quota|out of (?:storage|space)|quota|(?:is|are) full"
                    + "|full (?:mailbox|inbox)|(?:insufficient|not enough|no|out of|exceeded) (?:\\w+ )?(?:storage|space)"
                    + "|receiving (?:mail|messages|e-?mail) (?:at a rate|too)|postfach (?:\\S+ ){0,3}voll|speicher\\w* (?:\\S+ ){0,2}(?:voll|erschöpft)|bo[iî]te (?:\\S+ ){0,3}pleine"
                    + "|buz[oó]n (?:\\S+ ){0,2}lleno|(?:ящик\\w*|хранилищ\\w*) (?:\\S+ ){0,3}(?:полон|полна|заполнен\\w*)|(?:лимит\\w*|размер\\w*|мест[ао]) (?:\\S+ ){0,3}ящик\\w*|нет места|недостаточно места|переполнен\\w*|перапоўнен\\w*|квот\\w*");
    private static final Pattern AMOUNT = words(
            "quotas?|limit|limits|limited|limitation|allowance|allotment|rate|rates|exceed\\w*|volume"
                    + "|maximum|max|used up|exhausted|reached|too (?:many|much|often|fast|frequent\\w*)|enough|limite|kontingent|zu (?:viele|oft|schnell|häufig)|überschritten|erreicht|erschöpft|aufgebraucht|лимит\\w*|превы\\w+|исчерпан\\w*|слишком (?:много|часто)");
    private static final Pattern STREAM = words(
            "daily|hourly|weekly|monthly|today|tomorrow|24 ?h\\w*|day|days|hour|hours|minute|minutes|month"
                    + "|(?:per|this) (?:session|connection)|sending|sent|senders?|outgoing|outbound|send|messages|mails|e-?mails|recipients|connections"
                    + "|submissions?|requests|smtp|traffic|t[aä]glich\\w*|tageslimit|stundenlimit|sendelimit|versandlimit|stunde\\w*|heute|nachrichten|jour|quotidien\\w*|diari[ao]|d[ií]a|день|сутки|суток|час|сегодня|писем|сообщений|отправк\\w+");
    private static final Pattern RATE = words(
            "throttl\\w*|rate[- ]?limit\\w*|(?:sending|message|mail|connection|request) rate|rate (?:is )?too (?:high|fast)"
                    + "|too (?:many|much) (?:\\w+ ){0,2}(?:messages?|mails?|e-?mails?|recipients|connections|sessions|submissions|requests|traffic)"
                    + "|too (?:fast|quickly|frequently)|slow(?:er|ing)? down|flood\\w*");
    private static final Pattern SIZE = words("size|large|big|octets|bytes|[kmg]i?b|attachments?|\\w*größe|размер\\w*");
    private static final Pattern POLICY = words(
            "spam\\w*|junk|unsolicited|block|blocks|blocked|blocking|block-?list\\w*|blacklist\\w*|black ?hole|denylist\\w*"
                    + "|listed|polic(?:y|ies)|reputation|dnsbl|rbl|spf|dkim|dmarc|grey-?list\\w*|gray-?list\\w*|try (?:again|later)|retry|later|temporar\\w+|currently"
                    + "|content|virus\\w*|malware|phish\\w*|access denied|permission denied|forbidden|prohibited|banned|abus\\w+|complain\\w*|suspicious"
                    + "|relay (?:access )?(?:denied|not|is|prohibited|forbidden)|relaying|(?:unable|cannot|not|refuse\\w*|won't|will not) (?:to )?relay|open relay"
                    + "|name ?servers?|dns|tls|encrypt\\w*|headers?|message (?:\\w+ ){0,2}(?:refused|rejected|blocked|size|too)|size|too (?:large|big|long)"
                    + "|closed (?:group|list)|moderated|members only|restricted|does not (?:take|want|accept) (?:\\w+ ){0,2}(?:mails?|messages?|e-?mails?)"
                    + "|nachrichtengröße|размер\\w* (?:письма|сообщения)|inhalt\\w*|richtlinie\\w*|politique|pol[ií]tica\\w*|спам\\w*|заблокирован\\w*|политик\\w*|временно|позже|позднее|попробуйте|vorübergehend\\w*|temporär\\w*|später|derzeit|zurzeit|momentan|часова|пазней");
    private static final String WHO = "(?:user|users|username|mailbox|mail ?box|recipient|recipients|addressee|address|account|person|alias|e-?mail|customer|name|local[- ]part)";
    private static final Pattern NOBODY = words(
            "(?:domain (?:has a |does not accept mail )?\\(?)?null ?mx|(?:user|recipient|mailbox|address|addressee|account)s?[- ]unknown|unknown[- ](?:\\w+ )?"
                    + WHO
                    + "|(?:no|not an?|isn't an?) (?:such |valid |known |existing |local |active |mail ?)*" + WHO
                    + "|no such \\w+(?: \\w+)? (?:here|exists?)|no such (?:domain|host|person|local part)|nobody (?:here )?by that name"
                    + "|" + WHO
                    + "(?:'s)?(?: (?!temporar|currently|over|full|is full)\\S+){0,5}? (?:is |was |has |does |do |did |could |can )?(?:been )?"
                    + "(?:not (?:be )?(?:found|known|exist\\w*|valid|recogni[sz]ed|listed in \\w+|in use|here)|doesn't exist|does(?: not|n't) have|couldn't be found|unknown|invalid|nonexist\\w*|non-exist\\w*|undeliverable|deleted|removed|expired|no longer \\w+)"
                    + "|(?:invalid|nonexistent|non-existent|unrecogni[sz]ed|undefined|bad destination|bad) (?:destination )?"
                    + WHO
                    + "|(?:doesn't|does not|don't) (?:have|know) \\S+(?: \\S+)? (?:account|mailbox|user)|(?:host|domain)(?: \\S+)? (?:not found|does not exist|doesn't exist|unknown)"
                    + "|unknown (?:host|domain)|unrouteable|unroutable|no longer (?:exists|in use|valid|with us|works|employed)|not our (?:user|customer)|left the (?:company|organi[sz]ation)"
                    + "|(?:empf[aä]nger|benutzer|\\w*adresse|postfach|mailbox)(?: \\S+)? (?:ist )?(?:unbekannt|existiert nicht|gibt es nicht|nicht (?:gefunden|bekannt|vorhanden))"
                    + "|unbekannte\\w? (?:empf[aä]nger|benutzer|adresse|postfach)"
                    + "|(?:utilisateur|destinataire|adresse|compte|bo[iî]te)(?: \\S+)? (?:est )?(?:inconnue?|introuvable|n'existe pas)"
                    + "|(?:usuario|destinatario|direcci[oó]n|cuenta|buz[oó]n)(?: \\S+)? (?:no existe|desconocid[ao]|no encontrad[ao])"
                    + "|(?:пользовател\\w*|получател\\w*|адрес\\w*|ящик\\w*|уч[её]тн\\w+ запис\\w+)(?: \\S+)? (?:не (?:найден\\w*|существует|известен)|неизвест\\w+|отсутствует|удал[её]н\\w*)"
                    + "|(?:utente|destinatario|indirizzo|casella)(?: \\S+)? (?:sconosciut[oa]|inesistente|non (?:esiste|trovat[oa]))"
                    + "|(?:карыстальнік\\w*|атрымальнік\\w*|адрас\\w*|скрын\\w*)(?: \\S+)? (?:не (?:знойдзен\\w*|існуе|вядом\\w*)|невядом\\w+|адсутнічае|выдален\\w*)"
                    + "|няма так(?:ога|ой) (?:карыстальніка|атрымальніка|адраса|скрыні)"
                    + "|неизвестн\\w+ (?:пользовател\\w*|получател\\w*|адрес\\w*|ящик\\w*)|нет такого (?:почтового )?(?:пользователя|получателя|адреса|ящика)");

    private ReplyWords() {}

    private static Pattern words(String alternatives) {
        return Pattern.compile("(?<!\\w)(?:" + alternatives + ")(?!\\w)", FLAGS);
    }

    /** The text in lower case without addresses, hosts, links and what stands in angle or square brackets. */
    public static String withoutNames(String text) {
        var cut = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
        return NAMES.matcher(cut.toLowerCase(Locale.ROOT)).replaceAll(" ").replaceAll("\\s+", " ").strip();
    }

    /** The words that equal refusals of different readers share: without names, quotations, numbers and whatever holds a digit. */
    public static String fingerprint(String text) {
        var bare = WITH_DIGITS.matcher(QUOTED.matcher(withoutNames(text)).replaceAll(" ")).replaceAll(" ");
        return NO_LETTERS.matcher(bare).replaceAll(" ").strip();
    }

    /**
     * Whom a refusal blames. A reply that is quoted inside another one is asked first, and other quotations last: they may be
     * names.
     *
     * @param enhanced the status of RFC 3463, for example {@code 5.1.1}; empty where there is none
     */
    public static About about(String enhanced, String text) {
        var bare = withoutNames(text);
        var replies = new ArrayList<String>();
        var quotations = new ArrayList<String>();
        var quoted = QUOTED.matcher(bare);
        while (quoted.find()) {
            var inside = inside(quoted);
            (REPLY.matcher(inside).matches() ? replies : quotations).add(inside);
        }
        var order = new ArrayList<>(replies);
        order.add(quoted.reset().replaceAll(" ").replaceAll("\\s+", " "));
        order.addAll(quotations);
        var inner = replies.stream().map(ReplyWords::status).filter(status -> !status.isEmpty()).findFirst().orElse(enhanced);
        var said = order.stream().map(words -> byWords(inner, ReplyDoubt.reason(words))).filter(about -> about != About.UNKNOWN)
                .findFirst();
        var about = said.orElseGet(() -> byStatus(inner));
        return about == About.MAILBOX && (NOT_OF_READERS.contains(subject(inner)) || said.isEmpty() && LINK.matcher(text).find()
                || ReplyDoubt.isIn(replies.isEmpty() ? unquoted(bare) : replies.get(0), said.isPresent()))
                        ? About.POLICY
                        : about;
    }

    /** Whom a whole reply blames, as a ledger row shows it: the code, the status where there is one, the text. */
    public static About about(String reply) {
        var parts = WHOLE.matcher(reply);
        return parts.matches() ? about(parts.group(1) == null ? "" : parts.group(1), parts.group(2)) : About.UNKNOWN;
    }

    /** Whether a text speaks of too many messages at a time, whatever else it says. */
    public static boolean isOfRate(String text) {
        return RATE.matcher(text.toLowerCase(Locale.ROOT)).find();
    }

    /** Without quotations of a word or two, which are names. */
    private static String unquoted(String text) {
        return QUOTED.matcher(text).replaceAll(quoted -> inside((Matcher) quoted).strip().split("\\s+").length <= 2
                && !NOBODY.matcher(inside((Matcher) quoted)).find() ? " " : Matcher.quoteReplacement(quoted.group()));
    }

    private static String inside(Matcher quoted) {
        for (int group = 1; group <= quoted.groupCount(); group++) {
            if (quoted.group(group) != null) {
                return quoted.group(group);
            }
        }
        return "";
    }

    private static String status(String text) {
        var found = STATUS.matcher(text);
        return found.find() ? found.group(1) : "";
    }

    private static About byWords(String enhanced, String words) {
        if (SENDER.matcher(words).find()) {
            return isLimit(words) ? About.LIMIT : About.SENDER;
        }
        // "user block unknown": what stands between the words of a verdict may be a name.
        var rest = NOBODY.matcher(words).replaceAll(" ");
        if (isLimit(rest)) {
            return subject(enhanced).startsWith("2.") ? About.MAILBOX_FULL : About.LIMIT;
        }
        if (FULL.matcher(rest).find()) {
            return About.MAILBOX_FULL;
        }
        if (POLICY.matcher(rest).find()) {
            return About.POLICY;
        }
        if (rest.equals(words) && !ReplyDoubt.saysNobody(words)) {
            return About.UNKNOWN;
        }
        return SENDERS.contains(subject(enhanced)) ? About.SENDER : About.MAILBOX;
    }

    private static boolean isLimit(String words) {
        if (RATE.matcher(words).find()) {
            return true;
        }
        boolean mailbox = List.of("mailbox", "inbox", "storage", "space", "disk").stream().anyMatch(words::contains);
        return !mailbox && !SIZE.matcher(words).find() && AMOUNT.matcher(words).find() && STREAM.matcher(words).find();
    }

    private static About byStatus(String enhanced) {
        var subject = subject(enhanced);
        if (SENDERS.contains(subject)) {
            return About.SENDER;
        }
        if (LIMITS.contains(subject)) {
            return About.LIMIT;
        }
        if (subject.equals("2.2")) {
            return About.MAILBOX_FULL;
        }
        if (NO_SUCH_MAILBOX.contains(subject)) {
            return About.MAILBOX;
        }
        return subject.startsWith("7.") ? About.POLICY : About.UNKNOWN;
    }

    /** Subject and detail of a status, whatever its class. */
    private static String subject(String enhanced) {
        return enhanced.length() > 2 ? enhanced.substring(2) : "";
    }
}
