package org.viestka.doctor;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import org.viestka.doctor.Dns.SilentException;
import org.viestka.doctor.Finding.Check;
import org.viestka.mail.DkimSigner;
import org.viestka.mail.MailSettings;
import org.viestka.publication.Words;

/** What DNS says of whoever sends: SPF (RFC 7208), DKIM (RFC 6376), DMARC (RFC 7489). */
@ApplicationScoped
class SenderChecks {

    private static final Pattern EVERYBODY = Pattern.compile("(^|\\s)\\+?all(\\s|$)", Pattern.CASE_INSENSITIVE);
    private static final Pattern POLICY = Pattern.compile("^\\s*v\\s*=\\s*DMARC1\\s*;\\s*p\\s*=\\s*(none|quarantine|reject)\\b",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern KEY = Pattern.compile("(?:^|;)\\s*p\\s*=([^;]*)");

    private final Dns dns;
    private final MailSettings mail;

    SenderChecks(Dns dns, MailSettings mail) {
        this.dns = dns;
        this.mail = mail;
    }

    Finding spf() throws SilentException {
        var domain = mail.bounceDomain();
        var records = dns.texts(domain).stream().filter(text -> text.matches("(?i)v=spf1( .*)?")).toList();
        if (records.isEmpty()) {
            return Finding.error(Check.SPF, words -> words.doctor_spf_missing(domain),
                    words -> words.doctor_spf_missing_fix(domain));
        }
        if (records.size() > 1) {
            return Finding.error(Check.SPF, words -> words.doctor_spf_many(domain), Words::doctor_spf_many_fix);
        }
        return EVERYBODY.matcher(records.get(0)).find()
                ? Finding.error(Check.SPF, words -> words.doctor_spf_open(domain), Words::doctor_spf_open_fix)
                : Finding.ok(Check.SPF, words -> words.doctor_spf_ok(domain));
    }

    Finding dkim() throws SilentException {
        if (mail.signer().isEmpty()) {
            return Finding.error(Check.DKIM, Words::doctor_dkim_off, Words::doctor_dkim_off_fix);
        }
        var signer = mail.signer().get();
        var name = signer.keyName();
        var keys = dns.texts(name).stream().map(SenderChecks::key).flatMap(Optional::stream).toList();
        var record = "v=DKIM1; k=rsa; p=" + signer.publicKey().orElse("…");
        if (keys.isEmpty()) {
            return Finding.error(Check.DKIM, words -> words.doctor_dkim_missing(name),
                    words -> words.doctor_dkim_fix(name, record));
        }
        if (signer.publicKey().isPresent() && !keys.equals(List.of(signer.publicKey().get()))) {
            return Finding.error(Check.DKIM, words -> words.doctor_dkim_other(name),
                    words -> words.doctor_dkim_fix(name, record));
        }
        return isAligned(signer)
                ? Finding.ok(Check.DKIM, words -> words.doctor_dkim_ok(name))
                : Finding.warning(Check.DKIM, words -> words.doctor_dkim_domain(signer.domain(), mail.domain()),
                        words -> words.doctor_dkim_domain_fix(mail.domain()));
    }

    Finding dmarc() throws SilentException {
        var domain = mail.domain();
        var records = dmarcOf(domain);
        // Where the domain has none, that of the organization counts (§6.6.3). Which one that is takes the Public Suffix List;
        // here every domain above will do, save the topmost.
        for (var above = above(domain); records.isEmpty() && above.contains("."); above = above(above)) {
            records = dmarcOf(above);
        }
        if (records.isEmpty()) {
            return Finding.error(Check.DMARC, words -> words.doctor_dmarc_missing(domain),
                    words -> words.doctor_dmarc_fix(domain));
        }
        var policy = POLICY.matcher(records.get(0));
        if (records.size() > 1 || !policy.find()) {
            return Finding.error(Check.DMARC, words -> words.doctor_dmarc_bad(domain), words -> words.doctor_dmarc_fix(domain));
        }
        var found = policy.group(1).toLowerCase(Locale.ROOT);
        return Finding.ok(Check.DMARC, words -> words.doctor_dmarc_ok(domain, found));
    }

    private List<String> dmarcOf(String domain) throws SilentException {
        return dns.texts("_dmarc." + domain).stream().filter(text -> text.matches("(?i)\\s*v\\s*=\\s*DMARC1\\b.*")).toList();
    }

    private static String above(String domain) {
        return domain.substring(domain.indexOf('.') + 1);
    }

    /** The key in a record; an empty one was taken back (RFC 6376 §3.6.1). */
    private static Optional<String> key(String record) {
        return Stream.of(KEY.matcher(record)).filter(matcher -> matcher.find())
                .map(matcher -> matcher.group(1).replaceAll("\\s", "")).filter(key -> !key.isEmpty()).findFirst();
    }

    /** Relaxed (RFC 7489 §3.1.1), as far as it can be told without the Public Suffix List. */
    private boolean isAligned(DkimSigner signer) {
        var signing = "." + signer.domain().toLowerCase(Locale.ROOT);
        var from = "." + mail.domain().toLowerCase(Locale.ROOT);
        return from.endsWith(signing) || signing.endsWith(from);
    }
}
