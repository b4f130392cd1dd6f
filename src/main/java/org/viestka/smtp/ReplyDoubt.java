package org.viestka.smtp;

import java.util.regex.Pattern;

/** Tells whether a refusal that sounds like an unknown mailbox has another reason. When in doubt the address is not to blame. */
final class ReplyDoubt {

    /** Trouble of the host, the state of a mailbox that is there, how much we sent, or the sender after all. */
    private static final Pattern DOUBT = Pattern.compile(
            "(?<!\\w)(?:suspended|disabled|deactivated|inactive|locked|frozen|ldap|failed lookup|lookup (?:error|fail\\w*|problem)"
                    + "|(?:internal|system|local|server|configuration|database) (?:error|failure|problem)|maintenance|overload\\w*|time(?:d )?out"
                    + "|(?:database|backend|directory|server|service) (?:is )?(?:not available|unavailable|down|refused|unreachable)|connections?|unreachable"
                    + "|deferred|delayed|yet|moment|right now|until|vacation|holiday|busy|paused|loops?|looping|hops?|bad (?:command|sequence)"
                    + "|too (?:many|much)|percentage|harvest\\w*|attacks?|per (?:second|minute|hour|day|week|month)|(?:spam)?traps?"
                    + "|unwanted|bulk|(?:white|allow|contact)[- ]?lists?|contacts|(?:un)?verif\\w+|sending|envelope|originat\\w+|\\w*gr[ae]y\\w*"
                    + "|from(?: ?:| (?:field|line|unknown))|(?:message|author)s? from|reply-?to|(?:return|bounce|error|remote|originating) (?:address|mailbox)"
                    + "|mittente|nadaw\\w+|remetente|адпраўнік\\w*|your from|selectors?|author(?:'s)?|submitter|clients?|peer|user[- ]agent"
                    + "|certificate|handshake|milter|proxy|passwords?|spoof\\w*|(?:ur|sur)i?bl|scored?|newsletters?"
                    + "|subscription|unpaid|overuse|usage|mb in use|could not (?:connect|reach|open)|(?:write|read|file|disk|queue) error"
                    + "|ip (?:address )?(?:is |was )?not|server name|reverse|message-id|backscatter|bounces?|batv|list-id"
                    + "|senders?(?! (?:should|must|may|please|can)))(?!\\w)");
    /** What an unknown mailbox is told by besides its code. Whoever says something else under that code has another reason. */
    private static final Pattern PLAIN = Pattern.compile(
            "^[^\\p{L}]*(?:is )?(?:unknown|invalid|not known|not found|does not exist)(?:[^\\p{L}]*$|[.;!])"
                    + "|(?<!\\w)(?:(?:recipients?|rcpt|users?|mail ?box(?:es)?|address(?:es|ees?)?|accounts?|alias|name|destination)"
                    + " ?(?:address(?:es)?|name)?[\\s:;,.-]*(?:(?:is|are|was|were|has|have) (?:been )?|currently )?"
                    + "(?:rejected|unavailable|not (?:available|found|known)|nicht gefunden|closed|terminated|cancell?ed"
                    + "|unknown|bad|invalid|incorrect|wrong|illegal|undeliverable|not deliverable"
                    + "|error|syntax|moved|not (?:accepted|allowed here|local|hosted|served)|no longer (?:\\S+ )?(?:accepts|available|on|here|at)|has null mx)"
                    + "|(?:bad|invalid|illegal|incorrect|wrong|malformed|undeliverable) (?:domain|host"
                    + "|(?:destination |recipient |mail |e-?mail )*(?:mailbox|address|recipient|alias|syntax))"
                    + "|(?<![\\p{L}\\d] ?)not (?:found|known)|(?:does not|doesn't|do not|don't) exist|non-?exist\\w+|unknown (?:domain|host|destination)"
                    + "|(?:domain|host) (?:not found|unknown|invalid)|unrout\\w+|null mx)(?!\\w)",
            Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern WORD = Pattern.compile("\\p{L}{3}");
    /** As Postfix writes it: behind it stands the reason, where there is one. */
    private static final String PREFACE = "recipient address rejected:";
    private static final Pattern ADVICE = Pattern.compile(
            "\\b(?:check|correct)\\b[^.;:!?]{0,60}\\b(?:address|recipient|spelling)\\b[^.;:!?]{0,40}\\b(?:try again|re-?send)\\b");

    private ReplyDoubt() {}

    /** The words without what stands around the reason. */
    static String reason(String words) {
        int preface = words.lastIndexOf(PREFACE);
        return ADVICE.matcher(preface < 0 ? words : words.substring(preface + PREFACE.length())).replaceAll(" ");
    }

    /**
     * @param words in lower case, without names
     * @param said whether they say themselves that nobody is there, not the code alone
     */
    static boolean isIn(String words, boolean said) {
        var reason = reason(words);
        return DOUBT.matcher(reason).find() || !said && WORD.matcher(reason).find() && !PLAIN.matcher(reason).find();
    }
}
