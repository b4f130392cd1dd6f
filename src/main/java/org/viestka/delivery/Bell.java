package org.viestka.delivery;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Where the dispatcher rests between looks, how it is woken, and where others wait for it to have nothing left to do. */
final class Bell {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition rung = lock.newCondition();
    private int quietLooks;
    private boolean closed;

    void ring() {
        lock.lock();
        try {
            rung.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Nobody rests here any more. */
    void close() {
        lock.lock();
        try {
            closed = true;
            rung.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Returns when the bell rings, or after the time. */
    void rest(long millis) throws InterruptedException {
        lock.lock();
        try {
            if (!closed) {
                rung.await(millis, TimeUnit.MILLISECONDS);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Tells those who wait whether a look found nothing to do. */
    void looked(boolean quiet) {
        lock.lock();
        try {
            quietLooks = quiet ? quietLooks + 1 : 0;
            rung.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until nothing is to do. False when that took longer. */
    boolean awaitQuiet(long nanos) throws InterruptedException {
        long left = nanos;
        lock.lock();
        try {
            quietLooks = 0;
            // Two looks that found nothing: the first may have begun before the caller's change.
            while (quietLooks < 2) {
                if (left <= 0) {
                    return false;
                }
                left = rung.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }
}
