package org.viestka.web;

import java.util.concurrent.atomic.AtomicInteger;

/** How many octets of bodies are in memory at once: many bodies, each of them small enough, would fill it as one large body does. */
final class BodyMemory {

    private final int most;
    private final AtomicInteger used = new AtomicInteger();

    BodyMemory(int most) {
        this.most = most;
    }

    /** False, and nothing is taken, where there is not so much left. */
    boolean take(int octets) {
        if (used.addAndGet(octets) <= most) {
            return true;
        }
        giveBack(octets);
        return false;
    }

    void giveBack(int octets) {
        used.addAndGet(-octets);
    }
}
