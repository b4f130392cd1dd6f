package org.viestka.publication;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

import com.ibm.icu.text.IDNA;

/**
 * Where the service is found: what stands in front of every path that begins with a slash. ASCII only.
 *
 * @param origin scheme, host and, unless it is the usual one, port: {@code https://news.example.org}
 * @param path the place of the service below that host, for example {@code /news}; empty where it has the host to itself
 */
public record BaseUrl(String origin, String path) {

    private static final Pattern PARTS = Pattern.compile("(?i)(https?)://([^/?#]*)([^?#]*)(.*)", Pattern.DOTALL);
    private static final Pattern AUTHORITY = Pattern.compile("(\\[[^]]*]|[^:]*)(?::(.*))?", Pattern.DOTALL);
    // What needs no percent signs, so that it is compared as it stands.
    private static final Pattern PATH = Pattern.compile("(/(?!\\.{1,2}(/|$))[A-Za-z0-9._~-]+)*");
    private static final IDNA UTS46 = IDNA.getUTS46Instance(
            IDNA.USE_STD3_RULES | IDNA.CHECK_BIDI | IDNA.CHECK_CONTEXTJ | IDNA.NONTRANSITIONAL_TO_ASCII);
    private static final int HIGHEST_PORT = 65_535;

    /**
     * A URL that an operator wrote. International hosts become ASCII; blanks around it and slashes at its end are dropped.
     *
     * @throws IllegalArgumentException when no link could begin with it; the message says what is wrong, as the end of a sentence
     */
    public static BaseUrl of(String text) {
        var parts = PARTS.matcher(text.strip());
        if (!parts.matches()) {
            throw new IllegalArgumentException("does not begin with https:// or http://");
        }
        var scheme = parts.group(1).toLowerCase(Locale.ROOT);
        if (parts.group(2).contains("@")) {
            throw new IllegalArgumentException("has a user name before its host, which every reader would see");
        }
        if (!parts.group(4).isEmpty()) {
            throw new IllegalArgumentException("has more behind its path, with ? or #");
        }
        var authority = AUTHORITY.matcher(parts.group(2));
        if (!authority.matches()) {
            throw new IllegalArgumentException("has no host as DNS knows them");
        }
        var path = parts.group(3).replaceFirst("/+$", "");
        if (!PATH.matcher(path).matches()) {
            throw new IllegalArgumentException("has a path with other signs than Latin letters, digits and - . _ ~");
        }
        return new BaseUrl(scheme + "://" + host(authority.group(1)) + port(authority.group(2), scheme), path);
    }

    /** The name of a host in ASCII, in small letters. */
    private static String host(String host) {
        if (host.startsWith("[") && isValid("http://" + host)) {
            return host.toLowerCase(Locale.ROOT);
        }
        return domain(host);
    }

    /**
     * A host or domain name in ASCII and small letters, as it stands in URLs and mail addresses.
     *
     * @throws IllegalArgumentException when it is none; the message is the end of a sentence
     */
    public static String domain(String name) {
        var info = new IDNA.Info();
        var ascii = UTS46.nameToASCII(name, new StringBuilder(), info).toString().toLowerCase(Locale.ROOT);
        // Names that end in digits are addresses: java.net knows which of them are.
        if (name.isEmpty() || name.endsWith(".") || info.hasErrors() || !isValid("http://" + ascii)) {
            throw new IllegalArgumentException("has no host as DNS knows them (letters, digits, hyphens and dots, no _)");
        }
        return ascii;
    }

    private static boolean isValid(String url) {
        try {
            return new URI(url).getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static String port(String digits, String scheme) {
        if (digits == null) {
            return "";
        }
        int port = digits.matches("[0-9]{1,5}") ? Integer.parseInt(digits) : 0;
        if (port < 1 || port > HIGHEST_PORT) {
            throw new IllegalArgumentException("has a port that is not between 1 and " + HIGHEST_PORT);
        }
        return port == (scheme.equals("https") ? 443 : 80) ? "" : ":" + port;
    }

    /** The path of a page as browsers ask for it. One that already begins with ours stays as it is. */
    public String path(String page) {
        return holds(page) ? page : path + page;
    }

    /** The page that is meant by a path, which may or may not begin with ours: proxies pass on the one or the other. */
    String page(String asked) {
        var page = holds(asked) ? asked.substring(path.length()) : asked;
        return page.startsWith("/") ? page : "/" + page;
    }

    /** Whether a path is the one of the service or lies below it; never where it has the host to itself. */
    private boolean holds(String asked) {
        return !path.isEmpty() && asked.startsWith(path)
                && (asked.length() == path.length() || "/?#".indexOf(asked.charAt(path.length())) >= 0);
    }

    public boolean isSecure() {
        return origin.startsWith("https:");
    }

    /** Without a slash at its end. */
    @Override
    public String toString() {
        return origin + path;
    }
}
