package org.viestka.delivery;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Where the dispatcher rests between looks, how it is woken, and where others wait for it to have nothing left to do. */
final class LookSignal {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition rung = lock.newCondition();
    private boolean wanted;
    private boolean closed;
    private long begun;
    /** The number of the last look that found nothing to do. */
    private long quiet;

    void ring() {
        lock.lock();
        try {
            rung.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Something has changed that only a look shows. */
    void askForLook() {
        lock.lock();
        try {
            wanted = true;
            rung.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Whether somebody has asked since the last look began. */
    boolean isLookWanted() {
        lock.lock();
        try {
            return wanted;
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

    /** Returns when the bell rings, when a look is wanted, or after the time. */
    void rest(long millis) throws InterruptedException {
        lock.lock();
        try {
            if (!closed && !wanted) {
                rung.await(millis, TimeUnit.MILLISECONDS);
            }
        } finally {
            lock.unlock();
        }
    }

    void beginLook() {
        lock.lock();
        try {
            wanted = false;
            begun++;
        } finally {
            lock.unlock();
        }
    }

    /** Tells those who wait whether the look that began last found nothing to do. */
    void endLook(boolean nothingToDo) {
        lock.lock();
        try {
            quiet = nothingToDo ? begun : quiet;
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
            // A look that has begun may not have seen what the caller changed.
            long before = begun;
            askForLook();
            while (quiet <= before) {
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
