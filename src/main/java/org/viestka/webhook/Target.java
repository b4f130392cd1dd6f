package org.viestka.webhook;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.viestka.publication.Words;
import org.viestka.web.Violations;
import org.viestka.webhook.Answer.Trouble;

/** Where a webhook goes. Admins choose it, so it must not lead to where only this machine can go. */
record Target(URI url) {

    private static final int LONGEST = 2_000;

    /** Notes what is wrong with it as far as that can be told without asking anybody. */
    static void check(String url, boolean privateTargets, Violations violations) {
        if (!violations.text(url, LONGEST, "url")) {
            return;
        }
        var parsed = parse(url).filter(uri -> uri.getHost() != null && uri.getUserInfo() == null && uri.getFragment() == null);
        if (!violations.check(parsed.isPresent(), "url", Words::invalid_url)) {
            return;
        }
        var uri = parsed.get();
        boolean tls = "https".equalsIgnoreCase(uri.getScheme());
        violations.check(tls || privateTargets && "http".equalsIgnoreCase(uri.getScheme()), "url", Words::invalid_url_https);
        violations.check(privateTargets || !isPrivate(uri.getHost()), "url", Words::invalid_url_private);
    }

    private static Optional<URI> parse(String url) {
        try {
            return Optional.of(new URI(url)).filter(uri -> uri.getPort() <= 65_535);
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** Names are looked up each time before they are used; what is none must be public as it stands. */
    private static boolean isPrivate(String host) {
        if (host.equalsIgnoreCase("localhost") || host.toLowerCase(Locale.ROOT).endsWith(".localhost")) {
            return true;
        }
        try {
            return (host.startsWith("[") || host.matches("[0-9.]+")) && !PublicAddress.is(InetAddress.getByName(host));
        } catch (UnknownHostException e) {
            return true;
        }
    }

    boolean isTls() {
        return "https".equalsIgnoreCase(url.getScheme());
    }

    int port() {
        return url.getPort() > 0 ? url.getPort() : isTls() ? 443 : 80;
    }

    String pathAndQuery() {
        var path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
    }

    /**
     * The addresses to connect to, and no others: whoever looked the name up again could be told another one.
     *
     * @throws RefusedException when there is none, or one of them is not public
     */
    List<InetAddress> addresses(boolean privateTargets) throws RefusedException {
        InetAddress[] found;
        try {
            found = InetAddress.getAllByName(url.getHost());
        } catch (UnknownHostException e) {
            throw new RefusedException(Trouble.NO_SUCH_HOST);
        }
        if (!privateTargets && !Arrays.stream(found).allMatch(PublicAddress::is)) {
            throw new RefusedException(Trouble.PRIVATE_ADDRESS);
        }
        // Many machines have IPv6 addresses and no way out over them.
        return Arrays.stream(found).sorted(Comparator.comparing(address -> !(address instanceof Inet4Address))).toList();
    }

    /** Nothing was tried. */
    static final class RefusedException extends Exception {

        private static final long serialVersionUID = 1L;

        private final Trouble trouble;

        RefusedException(Trouble trouble) {
            super(trouble.key(), null, false, false);
            this.trouble = trouble;
        }

        Trouble trouble() {
            return trouble;
        }
    }
}
