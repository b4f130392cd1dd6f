package org.viestka.web;

import java.util.List;

import org.viestka.publication.Edition;

/**
 * What the layout needs of each page.
 *
 * @param language BCP 47 tag of the page
 * @param title of the page, without the publication's name
 * @param publication the publication's name in that language
 * @param switches the language switch, one entry for each language of the publication
 * @param editions for the subscribe form at the foot
 * @param chosenEdition key of the edition the form proposes
 * @param base what stands in front of the path of every page of ours; mostly empty
 * @param mirrors base URLs where the same site is
 * @param indexed whether search engines may keep it; pages of tokens and answers never
 */
public record Page(String language, String title, String publication, List<Switch> switches, List<Edition> editions,
        String chosenEdition, String base, List<String> mirrors, boolean indexed) {

    /** The same page whose form proposes another edition. */
    public Page proposing(String edition) {
        return new Page(language, title, publication, switches, editions, edition, base, mirrors, indexed);
    }

    /**
     * One entry of the language switch.
     *
     * @param label as readers know it: {@code by} for Belarusian
     * @param href where the same page is in that language; the front page where it is not translated
     */
    public record Switch(String language, String label, String href, boolean current) {}
}
