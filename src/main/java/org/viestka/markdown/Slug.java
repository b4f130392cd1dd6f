package org.viestka.markdown;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

import com.ibm.icu.text.Transliterator;

/** Makes the last part of a page's path out of its title: lower-case ASCII letters, digits and hyphens. */
public final class Slug {

    /** Characters; longer ones are cut by mail programs that wrap links. */
    public static final int MOST = 80;

    // BGN, since it is what road signs and newspapers made readers know; ISO 9 has signs that Latin-ASCII would drop.
    private static final Map<String, String> SCRIPTS = Map.of("be", "Belarusian-Latin/BGN", "ru", "Russian-Latin/BGN");
    private static final Map<String, Transliterator> TRANSLITERATORS = new ConcurrentHashMap<>();
    private static final Pattern WITHIN_WORDS = Pattern.compile("[\\p{Lm}\\p{Sk}'’‘ʼ·´`\"]");
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^a-z0-9]+");

    private Slug() {}

    /** Never empty, at most {@value #MOST} characters. */
    public static String of(String title, String language) {
        var latin = WITHIN_WORDS.matcher(transliterator(language).transliterate(title)).replaceAll("");
        var slug = trim(BETWEEN_WORDS.matcher(latin.toLowerCase(Locale.ROOT)).replaceAll("-"));
        if (slug.length() > MOST) {
            int word = slug.lastIndexOf('-', MOST);
            slug = word > MOST / 2 ? slug.substring(0, word) : slug.substring(0, MOST);
        }
        return slug.isEmpty() ? "commentary" : slug;
    }

    /** The slug, or the first of {@code slug-2}, {@code slug-3}… that is not taken. */
    public static String free(String slug, Set<String> taken) {
        var candidate = slug;
        for (int number = 2; taken.contains(candidate); number++) {
            var suffix = "-" + number;
            candidate = slug.substring(0, Math.min(slug.length(), MOST - suffix.length())) + suffix;
        }
        return candidate;
    }

    /** What every candidate of {@link #free} begins with. */
    public static String beginning(String slug) {
        return slug.substring(0, Math.min(slug.length(), MOST - 10));
    }

    private static Transliterator transliterator(String language) {
        return TRANSLITERATORS.computeIfAbsent(SCRIPTS.getOrDefault(language, "Any-Latin"),
                script -> Transliterator.getInstance(script + "; Any-Latin; Latin-ASCII"));
    }

    private static String trim(String slug) {
        int start = slug.startsWith("-") ? 1 : 0;
        int end = slug.length() - (slug.length() > start && slug.endsWith("-") ? 1 : 0);
        return slug.substring(start, end);
    }
}
