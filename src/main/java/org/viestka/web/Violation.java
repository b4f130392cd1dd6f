package org.viestka.web;

import java.util.function.Function;

import org.viestka.publication.Words;

/**
 * One thing wrong with the input.
 *
 * @param field as it is named in the JSON or the form, for example {@code translations.be.title}
 * @param message in the language of whoever asked
 */
public record Violation(String field, Function<Words, String> message) {}
