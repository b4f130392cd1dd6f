package org.viestka.markdown;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Finds out where the links of a page lead, for those who read it elsewhere. */
class Destinations {

    private static final Pattern SCHEME = Pattern.compile("(?s)([A-Za-z][A-Za-z0-9+.-]*):(.*)");
    private static final Pattern WEB = Pattern.compile("(?i)https?://[^/?#:@]+([/?#:@].*)?");
    private static final Pattern MAIL = Pattern.compile("[^/?#@:]+@[^/?#@:]+\\.[^/?#@:]+(\\?.*)?");
    private static final Pattern HOST = Pattern.compile("(?:[\\p{L}\\d-]+\\.)+(\\p{L}{2,})(:\\d+)?([/?#].*)?");
    private static final Pattern PATH = Pattern.compile("\\.{0,2}/|[#?]");
    // Names of files look like names of hosts.
    private static final Set<String> FILES = Set.of("csv", "doc", "docx", "gif", "htm", "html", "jpeg", "jpg", "json", "md",
            "odt", "pdf", "php", "png", "ppt", "pptx", "rtf", "svg", "txt", "webp", "xls", "xlsx", "xml", "zip");
    private static final Pattern NOT_IN_ADDRESSES = Pattern.compile("[ \"<>\\\\^`{|}]");

    private final UnaryOperator<String> link;
    private final String page;
    private final String path;

    /**
     * @param link makes an absolute address of a path that begins with a slash
     * @param path of the page
     */
    Destinations(UnaryOperator<String> link, String path) {
        this.link = link;
        this.path = path;
        page = link.apply(path);
    }

    /** Where a link leads, and whether that had to be guessed. */
    record Destination(String url, boolean isGuessed) {}

    String page() {
        return page;
    }

    /** The same without scheme and host, for pages, which may be seen under another name. */
    String withoutHost(String url) {
        return url.startsWith(link.apply("/")) ? url.substring(origin().length()) : url;
    }

    /** Whether somebody who writes this means an address, and not the words of a source. */
    static boolean isAddress(String written) {
        var scheme = SCHEME.matcher(written);
        return PATH.matcher(written).lookingAt() || HOST.matcher(written).matches() || MAIL.matcher(written).matches()
                || written.regionMatches(true, 0, "www.", 0, 4)
                || scheme.matches()
                        && withScheme(scheme.group(1).toLowerCase(Locale.ROOT), scheme.group(2), written).isPresent();
    }

    /** Empty where no reader is led. */
    Optional<Destination> of(String written) {
        var target = NOT_IN_ADDRESSES.matcher(Signs.clean(written).replaceAll("[\\n\\t]", "").strip())
                .replaceAll(match -> "%%%02X".formatted((int) match.group().charAt(0)));
        var scheme = SCHEME.matcher(target);
        if (target.isEmpty()) {
            return Optional.empty();
        }
        if (isHost(target) || target.regionMatches(true, 0, "www.", 0, 4)) {
            return Optional.of(new Destination("https://" + target, true));
        }
        if (scheme.matches()) {
            return withScheme(scheme.group(1).toLowerCase(Locale.ROOT), scheme.group(2), target)
                    .map(url -> new Destination(url, false));
        }
        if (MAIL.matcher(target).matches()) {
            return Optional.of(new Destination("mailto:" + target, true));
        }
        if (target.startsWith("//")) {
            var url = origin().substring(0, origin().indexOf(':') + 1) + target;
            return Optional.of(url).filter(WEB.asMatchPredicate()).map(whole -> new Destination(whole, false));
        }
        return Optional.of(new Destination(local(target), false));
    }

    private static Optional<String> withScheme(String scheme, String rest, String whole) {
        boolean leads = switch (scheme) {
            case "http", "https" -> WEB.matcher(whole).matches();
            case "mailto" -> rest.indexOf('@') > 0;
            case "tel" -> rest.chars().anyMatch(Character::isDigit);
            default -> false;
        };
        return leads ? Optional.of(whole) : Optional.empty();
    }

    private static boolean isHost(String target) {
        var host = HOST.matcher(target);
        return host.matches() && (host.group(2) != null || host.group(3) != null
                || !FILES.contains(host.group(1).toLowerCase(Locale.ROOT)));
    }

    private String local(String target) {
        if (target.startsWith("#") || target.startsWith("?")) {
            return page + target;
        }
        int end = target.length();
        for (int i = 0; i < end; i++) {
            if (target.charAt(i) == '?' || target.charAt(i) == '#') {
                end = i;
            }
        }
        var written = target.substring(0, end);
        var folder = path.substring(0, path.lastIndexOf('/') + 1);
        var whole = straight(written.startsWith("/") ? written : folder + written) + target.substring(end);
        var base = URI.create(link.apply("/")).getRawPath();
        // Somebody may have copied the path with what the site as a whole stands below.
        return base.length() > 1 && whole.startsWith(base) ? origin() + whole : link.apply(whole);
    }

    /** A path without {@code .} and {@code ..} (RFC 3986 §5.2.4). */
    private static String straight(String path) {
        var parts = new ArrayDeque<String>();
        for (var part : path.substring(1).split("/", -1)) {
            if (part.equals("..")) {
                parts.pollLast();
            } else if (!part.equals(".")) {
                parts.addLast(part);
            }
        }
        boolean endsInFolder = path.endsWith("/") || path.endsWith("/.") || path.endsWith("/..");
        var straight = "/" + String.join("/", parts);
        return endsInFolder && !straight.endsWith("/") ? straight + "/" : straight;
    }

    private String origin() {
        var root = link.apply("/");
        return root.substring(0, root.length() - URI.create(root).getRawPath().length());
    }
}
