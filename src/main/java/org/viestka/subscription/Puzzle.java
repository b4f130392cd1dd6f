package org.viestka.subscription;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A sum that costs a browser a second and us nothing: find a proof so that SHA-256 of {@code stamp:email:proof} begins with so
 * many zero bits. A solution is good for one address, and one address gets a mail a day, so none need be remembered.
 */
final class Puzzle {

    private static final int LONGEST_PROOF = 20;

    private Puzzle() {}

    static boolean isSolved(String stamp, String email, String proof, int bits) {
        return proof != null && !proof.isEmpty() && proof.length() <= LONGEST_PROOF
                && zeroBits(sha256(stamp + ":" + email + ":" + proof)) >= bits;
    }

    private static int zeroBits(byte[] hash) {
        int bits = 0;
        for (byte octet : hash) {
            if (octet != 0) {
                return bits + Integer.numberOfLeadingZeros(octet & 0xff) - 24;
            }
            bits += 8;
        }
        return bits;
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
