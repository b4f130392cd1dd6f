package org.viestka.issue;

import java.util.List;

import org.viestka.commentary.Commentary;
import org.viestka.publication.Edition;
import org.viestka.publication.Week;

/**
 * What is published for one week.
 *
 * @param commentaries the published ones, in order
 */
public record Issue(Week week, List<Commentary> commentaries) {

    /** The issue as it stands now. */
    public static Issue of(Week week) {
        return new Issue(week, Commentary.findPublished(week));
    }

    public boolean isEmpty() {
        return commentaries.isEmpty();
    }

    /** The commentaries that exist in none of the edition's languages. */
    public List<Commentary> missingFor(Edition edition) {
        return commentaries.stream().filter(c -> c.inFirstOf(edition.languages()).isEmpty()).toList();
    }
}
