package org.viestka.mailing;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import org.viestka.issue.Issue;
import org.viestka.mail.Discretion;
import org.viestka.mail.MessageTemplate;
import org.viestka.publication.Edition;
import org.viestka.publication.Publication;
import org.viestka.publication.Words;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;

/** Renders an issue for an edition. Pure: the same issue gives the same texts. */
@ApplicationScoped
class MailingRenderer {

    /** Octets of HTML over which a mail carries teasers instead of whole texts: Gmail cuts at about 102 kB. */
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
     */
    record Letter(String language, String publication, String subject, String week, String edition, String preheader,
            boolean discreet, String siteUrl, String browserUrl, String archiveUrl, String unsubscribeUrl, String contact,
            String site, List<String> mirrors, List<Block> blocks) {

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

    private final Publication publication;
    private final Discretion discretion;

    MailingRenderer(Publication publication, Discretion discretion) {
        this.discretion = discretion;
        this.publication = publication;
    }

    /** Two texts for each language that can lead, the discreet one second; the edition's own order comes first. */
    List<MailingText> render(Issue issue, Edition edition) {
        return edition.languages().stream().flatMap(leading -> Stream.of(false, true)
                .map(discreet -> render(issue, edition, leading, discreet))).toList();
    }

    /** Whole texts if they fit, else teasers, else titles: every commentary is in it, with a link to the whole. */
    private MailingText render(Issue issue, Edition edition, String leading, boolean discreet) {
        for (var much : List.of(Block.Much.WHOLE, Block.Much.TEASER)) {
            var text = render(issue, edition, leading, discreet, much);
            if (text.html.getBytes(StandardCharsets.UTF_8).length <= MOST_OCTETS) {
                return text;
            }
        }
        return render(issue, edition, leading, discreet, Block.Much.TITLE);
    }

    private MailingText render(Issue issue, Edition edition, String leading, boolean discreet, Block.Much much) {
        var languages = edition.languagesLedBy(leading);
        var blocks = issue.commentaries().stream().filter(c -> c.inFirstOf(languages).isPresent())
                .map(c -> Block.of(c, languages, much, publication)).toList();
        var week = issue.week();
        Words words = Publication.words(leading);
        var label = week.label(leading);
        var name = discreet ? discretion.name(leading) : publication.name(leading);
        var letter = new Letter(leading, name,
                discreet ? discretion.subject(leading, label) : words.mailing_subject(name, label), label, edition.label(),
                discreet ? discretion.preheader(leading) : blocks.isEmpty() ? "" : blocks.get(0).title(), discreet,
                publication.link("/" + leading),
                publication.link("/mailings/" + week + "/" + edition.key()), publication.link("/" + leading + "/weeks"),
                publication.link("/unsubscribe/") + MessageTemplate.TOKEN,
                discreet ? discretion.contact() : publication.contact().orElse(""), publication.site(),
                publication.mirrors(), blocks);
        var text = new MailingText();
        text.language = discreet ? leading + MailingText.DISCREET : leading;
        text.subject = letter.subject();
        text.html = tidy(Templates.html(letter).setLocale(leading).render());
        text.plain = PlainText.wrap(tidy(Templates.text(letter).setLocale(leading).render()));
        return text;
    }

    /** LF line ends, no white space before them, and never two blank lines: DKIM's relaxed form of it is the same. */
    private static String tidy(String text) {
        return text.replace("\r\n", "\n").replace('\r', '\n').replaceAll("[ \\t]+\n", "\n").replaceAll("\n{3,}", "\n\n").strip()
                + "\n";
    }
}
