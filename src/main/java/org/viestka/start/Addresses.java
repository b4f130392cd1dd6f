package org.viestka.start;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

import org.viestka.subscription.AllowedOrigins;

/**
 * Settings that say where something is in the network. None is looked up. What is none throws an
 * {@link IllegalArgumentException}, whose message is the end of a sentence.
 */
final class Addresses {

    static final int LAST_PORT = 65_535;

    private static final Pattern SERVER = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+)(?::([0-9]{1,9}))?");
    private static final Pattern DATABASE = Pattern
            .compile("jdbc:(?:otel:)?postgresql:(?://([^/?#\\s@]*)/[^/?\\s]*|[^/?\\s]+)(?:\\?\\S*)?");
    private static final Pattern DATABASE_SERVER = Pattern.compile("(\\[[0-9A-Fa-f:.%]+]|[^:\\[\\]]*)(?::([0-9]{1,9}))?");
    private static final Pattern BAD_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");

    private Addresses() {}

    /** As the driver reads it, which tells nobody why it takes none. */
    static String database(String url) {
        var form = DATABASE.matcher(url);
        if (!form.matches() || BAD_ESCAPE.matcher(url).find()) {
            throw new IllegalArgumentException(
                    "is no address of a PostgreSQL, like jdbc:postgresql://db.example.org:5432/viestka");
        }
        if (form.group(1) != null) {
            for (var host : form.group(1).split(",")) {
                server(DATABASE_SERVER, host, "names no host as host or host:port");
            }
        }
        return url;
    }

    static String nameServer(String server) {
        return server(SERVER, server, "is no name server, as host or host:port");
    }

    /** @param form with the host as its first group and the port, if any, as its second */
    private static String server(Pattern form, String server, String fault) {
        var parts = form.matcher(server);
        if (!parts.matches() || parts.group(1).startsWith("[") && !isIpv6(parts.group(1))) {
            throw new IllegalArgumentException(fault);
        }
        if (parts.group(2) != null && (Integer.parseInt(parts.group(2)) < 1 || Integer.parseInt(parts.group(2)) > LAST_PORT)) {
            throw new IllegalArgumentException("has a port that is not between 1 and " + LAST_PORT);
        }
        return server;
    }

    static String origin(String text) {
        int port = URI.create(AllowedOrigins.configured(text)).getPort();
        if (port == 0 || port > LAST_PORT) {
            throw new IllegalArgumentException("has a port that is not between 1 and " + LAST_PORT);
        }
        return text;
    }

    /** Asks nobody: what stands in brackets is an address or an error. */
    private static boolean isIpv6(String bracketed) {
        try {
            return InetAddress.getByName(bracketed) instanceof Inet6Address;
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
