package org.viestka.commentary;

import java.util.Map;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What an editor gives of a commentary, not yet checked.
 *
 * @param rubric key of a rubric
 * @param week for example {@code 2016-W49}; text, so that a wrong one is told along with everything else
 * @param trend {@code improved}, {@code unchanged} or {@code worsened}; text for the same reason
 * @param position place within the issue, lower comes first; null for the place of its rubric
 * @param translations by language tag
 */
public record CommentaryInput(
        @Schema(required = true, examples = "ruling-elite") String rubric,
        @Schema(required = true, examples = "2016-W49", pattern = "\\d{4}-W\\d{2}") String week,
        @Schema(required = true, examples = "unchanged", enumeration = {
                "improved", "unchanged", "worsened"}) String trend,
        Integer position,
        @Schema(required = true) Map<String, TranslationInput> translations){

    /**
     * One language of it.
     *
     * @param title at most {@value #TITLE} characters, plain text
     * @param summary at most {@value #SUMMARY} characters, plain text
     * @param body at most {@value #BODY} characters, CommonMark with tables and notes
     */
    public record TranslationInput(
            @Schema(required = true, maxLength = TITLE) String title,
            @Schema(required = true, maxLength = SUMMARY) String summary,
            @Schema(required = true, maxLength = BODY) String body) {

        static final int TITLE = 300;
        static final int SUMMARY = 2_000;
        static final int BODY = 100_000;
    }
}
