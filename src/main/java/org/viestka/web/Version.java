package org.viestka.web;

import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.Response.Status;

import org.viestka.publication.Words;

/** The version of one resource as an entity tag (RFC 9110 §8.8.3). */
public final class Version {

    private Version() {}

    public static EntityTag tag(int version) {
        return new EntityTag(Integer.toString(version));
    }

    /**
     * @param wanted {@code If-Match} of the request; null where it has none
     * @throws Problem 412 when it names another version
     */
    public static void check(String wanted, int version) {
        if (wanted == null || wanted.trim().equals("*")) {
            return;
        }
        for (var tag : wanted.split(",")) {
            if (tag.trim().equals("\"" + version + "\"")) {
                return;
            }
        }
        throw Problem.of(Status.PRECONDITION_FAILED, Words::problem_stale);
    }
}
