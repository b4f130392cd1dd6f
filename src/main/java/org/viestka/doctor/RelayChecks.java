package org.viestka.doctor;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import org.viestka.doctor.Dns.SilentException;
import org.viestka.doctor.Finding.Check;
import org.viestka.doctor.Finding.Result;
import org.viestka.mail.MailSettings;
import org.viestka.publication.Words;
import org.viestka.relay.RelayProbe;

/** Whether the relay takes mail, over TLS, and whether its addresses have names. */
@ApplicationScoped
class RelayChecks {

    private static final int IMPLICIT_TLS = 465;
    private static final Set<Integer> IN_THE_CLEAR_FIRST = Set.of(25, 587, 2525);
    /** Fields of a message that relays of these names put their own in place of. */
    private static final Map<Pattern, List<String>> REPLACED = Map.of(
            Pattern.compile("(?i)(vpce-[a-z0-9-]+\\.)?email-smtp(-fips)?\\.[a-z0-9-]+\\.(vpce\\.)?amazonaws\\.com(\\.cn)?\\.?"),
            List.of("Date", "Message-ID", "Feedback-ID"),
            Pattern.compile("(?i)smtp(-[a-z]+)?\\.postmarkapp\\.com\\.?"), List.of("Message-ID", "Feedback-ID"),
            Pattern.compile("(?i)smtp-relay\\.(brevo|sendinblue)\\.com\\.?"), List.of("Message-ID"));

    private final Dns dns;
    private final RelayProbe probe;
    private final MailSettings mail;

    RelayChecks(Dns dns, RelayProbe probe, MailSettings mail) {
        this.dns = dns;
        this.probe = probe;
        this.mail = mail;
    }

    Finding relay() {
        var host = probe.host();
        var trouble = probe.trouble();
        if (trouble.isPresent()) {
            return Finding.error(Check.RELAY, words -> words.doctor_relay_down(host, trouble.get()),
                    probe.isLoginRefused()
                            ? Words::doctor_relay_login_fix
                            : fix(probe.port(), probe.isEncryptedFromTheStart()));
        }
        if (!probe.isEncrypted()) {
            return Finding.error(Check.RELAY, words -> words.doctor_relay_open(host), Words::doctor_relay_open_fix);
        }
        var broken = replacedAndSigned(host, field -> mail.signer().filter(signer -> signer.signs(field)).isPresent());
        return broken.isEmpty()
                ? Finding.ok(Check.RELAY, words -> words.doctor_relay_ok(host))
                : Finding.error(Check.RELAY, words -> words.doctor_relay_replaces(host, broken),
                        words -> words.doctor_relay_replaces_fix(broken));
    }

    /** The signed fields that this relay is known to write anew; each of them breaks every signature. */
    static String replacedAndSigned(String host, Predicate<String> isSigned) {
        return REPLACED.entrySet().stream().filter(relay -> relay.getKey().matcher(host).matches())
                .flatMap(relay -> relay.getValue().stream()).filter(isSigned).collect(Collectors.joining(", "));
    }

    /** Whoever begins otherwise than the relay waits for it in vain, and the relay for them (RFC 8314 §3.3). */
    static Function<Words, String> fix(int port, boolean isEncryptedFromTheStart) {
        if (port == IMPLICIT_TLS && !isEncryptedFromTheStart) {
            return Words::doctor_relay_late_fix;
        }
        return isEncryptedFromTheStart && IN_THE_CLEAR_FIRST.contains(port)
                ? words -> words.doctor_relay_early_fix(port)
                : Words::doctor_relay_down_fix;
    }

    /** Of every address of the relay. Those that it sends from may be others; then its provider looks after their names. */
    Finding names() throws SilentException {
        try {
            for (var address : InetAddress.getAllByName(probe.host())) {
                var finding = name(address);
                if (finding.result() != Result.OK) {
                    return finding;
                }
            }
            return Finding.ok(Check.PTR, words -> words.doctor_ptr_ok(probe.host()));
        } catch (UnknownHostException e) {
            return Finding.error(Check.PTR, words -> words.doctor_host_unknown(probe.host()), Words::doctor_relay_down_fix);
        }
    }

    Finding name(InetAddress address) throws SilentException {
        if (address.isLoopbackAddress() || address.isAnyLocalAddress() || address.isSiteLocalAddress()
                || address.isLinkLocalAddress()) {
            return new Finding(Check.PTR, Result.UNKNOWN, words -> words.doctor_ptr_private(probe.host()),
                    Words::doctor_ptr_private_fix);
        }
        var ip = address.getHostAddress();
        var names = dns.pointers(reverse(address));
        if (names.isEmpty()) {
            return Finding.warning(Check.PTR, words -> words.doctor_ptr_missing(ip), Words::doctor_ptr_fix);
        }
        for (var name : names) {
            if (leadsTo(name, address)) {
                return Finding.ok(Check.PTR, words -> words.doctor_ptr_ok(ip));
            }
        }
        return Finding.warning(Check.PTR, words -> words.doctor_ptr_not_back(ip, names.get(0)), Words::doctor_ptr_fix);
    }

    private boolean leadsTo(String name, InetAddress address) throws SilentException {
        return dns.addresses(name).stream().map(RelayChecks::parse).flatMap(Optional::stream).anyMatch(address::equals);
    }

    /** Of what a name server calls an address: nothing is looked up. */
    private static Optional<InetAddress> parse(String literal) {
        try {
            return literal.matches("[0-9.]+|[0-9a-fA-F:]*:[0-9a-fA-F:.]*")
                    ? Optional.of(InetAddress.getByName(literal))
                    : Optional.empty();
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    private static String reverse(InetAddress address) {
        List<String> labels = new ArrayList<>();
        boolean ipv4 = address.getAddress().length == 4;
        for (byte octet : address.getAddress()) {
            int value = octet & 0xff;
            labels.addAll(ipv4
                    ? List.of(Integer.toString(value))
                    : Arrays.asList(Integer.toHexString(value >> 4), Integer.toHexString(value & 0xf)));
        }
        Collections.reverse(labels);
        return String.join(".", labels) + (ipv4 ? ".in-addr.arpa" : ".ip6.arpa");
    }
}
