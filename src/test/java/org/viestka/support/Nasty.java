package org.viestka.support;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Provide;
import net.jqwik.api.domains.DomainContextBase;

/** Texts of what ends lines, hides, turns round or passes for something else, between letters that do no harm. */
public class Nasty extends DomainContextBase {

    private static final String[] PARTS = {"\r", "\n", "\r\n", "\0", "\t", "\u0085", "\u2028", "\u2029", "\u202e", "\u2066",
            "\u200b",
            "\u200d", "\ufeff", "\u00ad", "\ud83d", "\ude00", "\uffff", "\ue000", "=?UTF-8?Q?Bcc:_v=40example.net?=",
            "Bcc: v@example.net",
            "<script>", "%0d%0a", "\"", "'", "<", ">", ",", ";", ":", "@", "/", "..", "=1+1", "a", "B", "7", " ", "ў", "я", "é",
            "😀", "-",
            "_", "."};

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of(PARTS).list().ofMaxSize(40).map(parts -> String.join("", parts));
    }
}
