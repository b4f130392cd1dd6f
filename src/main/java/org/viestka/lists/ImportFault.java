package org.viestka.lists;

import java.util.function.Function;

import org.viestka.publication.Words;
import org.viestka.subscriber.Address;

/** Why a row of a list is refused, or a whole list. Stored by name, told in the language of whoever asks; holds no address. */
public enum ImportFault {
    EMAIL_MISSING("email", Words::address_missing), EMAIL_INVISIBLE_SIGN("email",
            Words::address_invisible_sign), EMAIL_TOO_LONG("email", Words::address_too_long), EMAIL_MALFORMED("email",
                    Words::address_malformed), EMAIL_NON_ASCII_LOCAL_PART("email",
                            Words::address_non_ascii), EMAIL_MIXED_ALPHABETS("email",
                                    Words::address_mixed_alphabets), DUPLICATE("email",
                                            Words::import_duplicate), BOUNCED("email", Words::import_bounced), EDITION(
                                                    "edition",
                                                    Words::invalid_edition), LANGUAGE("language",
                                                            Words::invalid_language), STATUS("status",
                                                                    Words::invalid_status), SUBSCRIBED_AT(
                                                                            "subscribed_at",
                                                                            Words::import_time), DISCREET("discreet",
                                                                                    Words::import_discreet),
    /** An address in a cell of several lines, which may be a row of its own. */
    HELD_TOGETHER("line", Words::import_held_together),
    /** An address behind the last column that has a name. */
    NO_COLUMN("line", Words::import_no_column),
    /** Whether somebody has left cannot be understood. */
    OPT_OUT("line", Words::import_opt_out), ABANDONED("body", Words::import_abandoned);

    private final String column;
    private final Function<Words, String> words;

    ImportFault(String column, Function<Words, String> words) {
        this.column = column;
        this.words = words;
    }

    static ImportFault of(Address.Refusal refusal) {
        return valueOf("EMAIL_" + refusal.name());
    }

    /** The column at fault. */
    String column() {
        return column;
    }

    String words(Words language) {
        return words.apply(language);
    }

    /** Stops the reading of a row. */
    static class Refused extends Exception {

        private static final long serialVersionUID = 1L;

        final ImportFault fault;

        Refused(ImportFault fault) {
            super(fault.name(), null, false, false);
            this.fault = fault;
        }
    }
}
