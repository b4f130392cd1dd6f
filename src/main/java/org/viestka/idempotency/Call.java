package org.viestka.idempotency;

import java.security.MessageDigest;
import java.util.List;
import java.util.Map;

/**
 * What is kept of a call.
 *
 * @param fingerprint SHA-256 of method, path, query and body
 * @param answer {@code null} until there is one
 */
record Call(byte[] fingerprint, Answer answer) {

    /** @param body {@code null} when there was none */
    record Answer(int status, Map<String, List<String>> headers, byte[] body) {}

    boolean isOf(byte[] other) {
        return MessageDigest.isEqual(fingerprint, other);
    }

    Call answered(Answer given) {
        return new Call(fingerprint, given);
    }
}
