package org.viestka.mailing;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import org.viestka.issue.Issue;
import org.viestka.mail.DiscreetWording;
import org.viestka.mail.EncodedMailing;
import org.viestka.mail.PlainText;
import org.viestka.markdown.Signs;
import org.viestka.publication.Edition;
import org.viestka.publication.Publication;
import org.viestka.publication.Week;
import org.viestka.publication.Words;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;

/** Renders an issue for an edition. Pure: the same issue gives the same texts. */
@ApplicationScoped
class MailingRenderer {

    /** Octets of HTML over which a mail carries less than everything: Gmail cuts at about 102 kB. */
    static final int MOST_OCTETS = 90_000;

    @CheckedTemplate(basePath = "mailing")
    static class Templates {
        static native TemplateInstance html(Letter letter);

        static native TemplateInstance text(Letter letter);
    }

    /**
     * What the templates need.
     *
     * @param language of the parts around the commentaries
     * @param site the base of the links, and {@code mirrors} those that do as well
     * @param left how many commentaries had no room, {@code weekUrl} where they are
     */
    record Letter(String language, String publication, String subject, String week, String edition, String preheader,
            boolean discreet, String siteUrl, String browserUrl, String archiveUrl, String unsubscribeUrl, String contact,
            String site, List<String> mirrors, List<Block> blocks, int left, String weekUrl) {

        /** Of the preheader, which is the first title; the mail's own where it is not. */
        public String preheaderLanguage() {
            return discreet || blocks.isEmpty() ? language : blocks.get(0).language();
        }

        /** Invisible characters after the preheader: programs that show the beginning of a mail show nothing that follows. */
        public String curtain() {
            return "\u034f\u200c\u00a0".repeat(100);
        }

        /** The line of signs under a heading in the plain-text part. */
        public String rule(String text) {
            return "-".repeat(Math.min(72, text.codePointCount(0, text.length())));
        }
    }

    /**
     * Stands for the reader's token while a letter is written, since no author knows it: what the texts themselves spell is never
     * taken for the place of a token.
     */
    private final String gap = UUID.randomUUID().toString();
    private final Publication publication;
    private final DiscreetWording discretion;

    MailingRenderer(Publication publication, DiscreetWording discretion) {
        this.discretion = discretion;
        this.publication = publication;
    }

    /** Two texts for each language that can lead, the discreet one second; the edition's own order comes first. */
    List<MailingText> render(Issue issue, Edition edition) {
        return edition.languages().stream().flatMap(leading -> Stream.of(false, true)
                .map(discreet -> render(issue, edition, leading, discreet))).toList();
    }

    private MailingText render(Issue issue, Edition edition, String leading, boolean discreet) {
        var languages = edition.languagesLedBy(leading);
        var all = issue.commentaries().stream().filter(c -> c.inFirstOf(languages).isPresent())
                .map(c -> Block.of(c, languages, publication)).toList();
        Function<List<Block>, Letter> letterWith = blocks -> letter(issue.week(), edition, leading, discreet, blocks,
                all.size() - blocks.size());
        var letter = letterWith.apply(new Abridgement(all)
                .least(blocks -> html(letterWith.apply(blocks)).getBytes(StandardCharsets.UTF_8).length <= MOST_OCTETS));
        var text = new MailingText();
        text.language = discreet ? leading + MailingText.DISCREET : leading;
        text.subject = letter.subject();
        text.html = html(letter);
        text.plain = PlainText.wrap(finished(Templates.text(letter).setLocale(leading).render()));
        return text;
    }

    private Letter letter(Week week, Edition edition, String leading, boolean discreet, List<Block> blocks, int left) {
        Words words = Publication.words(leading);
        var label = week.label(leading);
        var name = discreet ? discretion.name(leading) : publication.name(leading);
        return new Letter(leading, name,
                discreet ? discretion.subject(leading, label) : words.mailing_subject(name, label), label, edition.label(),
                discreet ? discretion.preheader(leading) : blocks.isEmpty() ? "" : blocks.get(0).title(), discreet,
                publication.link("/" + leading),
                publication.link("/mailings/" + week + "/" + edition.key()), publication.link("/" + leading + "/weeks"),
                publication.link("/unsubscribe/") + gap,
                discreet ? discretion.contact() : publication.contact().orElse(""), publication.site(),
                publication.mirrors(), blocks, left, publication.link("/" + leading + "/weeks/" + week));
    }

    private String html(Letter letter) {
        return finished(Templates.html(letter).setLocale(letter.language()).render());
    }

    /** Without any sign for private use but those of the token's places. */
    private String finished(String text) {
        return Signs.clean(tidy(text)).replace(gap, EncodedMailing.TOKEN);
    }

    /** LF line ends, no white space before them, and never two blank lines: DKIM's relaxed form of it is the same. */
    private static String tidy(String text) {
        return text.replace("\r\n", "\n").replace('\r', '\n').replaceAll("[ \\t]+\n", "\n").replaceAll("\n{3,}", "\n\n").strip()
                + "\n";
    }
}
