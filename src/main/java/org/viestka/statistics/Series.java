package org.viestka.statistics;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * One line of a chart.
 *
 * @param status of the subscribers; null in a line of movements
 * @param movement what readers did; null in a line of subscribers
 * @param values one for each label of the chart; null where nothing was counted yet
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Series(String edition, String status, Movement movement, @JsonInclude(JsonInclude.Include.ALWAYS) List<Long> values) {

    static Series of(String edition, String status, List<Long> values) {
        return new Series(edition, status, null, values);
    }

    static Series of(String edition, Movement movement, List<Long> values) {
        return new Series(edition, null, movement, values);
    }

    /**
     * Lines over the same labels.
     *
     * @param labels days or weeks, without a gap
     */
    record Chart<T>(List<T> labels, List<Series> series) {}
}
