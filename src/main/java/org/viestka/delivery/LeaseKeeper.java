package org.viestka.delivery;

import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Renews a lease on a thread of its own, since the dispatcher may have to wait for the database as long as millions of rows take. */
final class LeaseKeeper {

    private static final long LOOK_MILLIS = 500;

    private final Lease lease;
    private final Ledger ledger;
    private final Runnable changed;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "delivery-lease");

    /** @param changed called when the lease has been got or lost */
    LeaseKeeper(Lease lease, Ledger ledger, Runnable changed) {
        this.lease = lease;
        this.ledger = ledger;
        this.changed = changed;
    }

    void start() {
        thread.start();
    }

    /** The lease is renewed no more. */
    void stop() {
        ended.countDown();
    }

    void join(long millis) throws InterruptedException {
        thread.join(millis);
    }

    private void run() {
        try {
            do {
                boolean wasGood = lease.isGood();
                try {
                    lease.keep();
                } catch (SQLException e) {
                    ledger.reconnect();
                }
                if (lease.isGood() != wasGood) {
                    changed.run();
                }
            } while (!ended.await(LOOK_MILLIS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
