package org.viestka.support;

import java.util.List;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import org.viestka.commentary.Commentaries;
import org.viestka.commentary.Commentary;
import org.viestka.commentary.CommentaryInput;
import org.viestka.publication.Trend;
import org.viestka.publication.Week;

import io.quarkus.arc.Unremovable;

/** Publishes samples the way editors do. */
@Singleton
@Unremovable
public class Newsroom {

    @Inject
    Commentaries commentaries;

    public Commentary draft(CommentaryInput input) {
        return commentaries.create(input);
    }

    public Commentary publish(CommentaryInput input) {
        return publish(draft(input));
    }

    public Commentary publish(Commentary commentary) {
        return commentaries.publish(commentary.id, version -> {
        });
    }

    public void withdraw(Commentary commentary) {
        commentaries.withdraw(commentary.id, version -> {
        });
    }

    /** A whole issue: the five rubrics in the three languages. */
    public List<Commentary> publishIssue(Week week) {
        var trends = List.of(Trend.UNCHANGED, Trend.IMPROVED, Trend.WORSENED, Trend.IMPROVED, Trend.WORSENED);
        return Samples.RUBRICS.stream()
                .map(rubric -> publish(Samples.commentary(week, rubric, trends.get(Samples.RUBRICS.indexOf(rubric))))).toList();
    }
}
