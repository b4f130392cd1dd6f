package org.viestka.lists;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.jboss.logging.Logger;
import org.viestka.lists.ImportQueue.Turn;
import org.viestka.subscriber.BulkChanges;
import org.viestka.vault.Vault;

import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.infrastructure.Infrastructure;

/**
 * Works lists off, one behind the other, a piece at a time. A piece, what became of its rows and how far the list is are one
 * transaction: whenever a node dies, another one or the next start goes on just behind it.
 */
@ApplicationScoped
class Imports {

    private static final Logger LOG = Logger.getLogger(Imports.class);
    private static final int GRACE_SECONDS = 10;

    private final AgroalDataSource database;
    private final ImportQueue queue;
    private final ImportTables tables;
    private final ImportReport report;
    private final ImportNames names;
    private final Vault vault;
    private final Clock clock;
    private final AtomicInteger wishes = new AtomicInteger();
    private final ReentrantLock working = new ReentrantLock();
    private volatile boolean stopping;

    Imports(AgroalDataSource database, ImportQueue queue, ImportTables tables, ImportReport report, ImportNames names,
            Vault vault, Clock clock) {
        this.database = database;
        this.queue = queue;
        this.tables = tables;
        this.report = report;
        this.names = names;
        this.vault = vault;
        this.clock = clock;
    }

    /** What came of looking for a piece. */
    private enum Step {
        DONE_SOME, DONE_ALL, LOST
    }

    private record Piece(int seq, byte[] sealed) {}

    /** Has the lists that wait worked off, without waiting for it. */
    void begin() {
        if (wishes.getAndIncrement() == 0) {
            Infrastructure.getDefaultExecutor().execute(this::fulfil);
        }
    }

    @Scheduled(every = "5s", identity = "work-lists-off", concurrentExecution = ConcurrentExecution.SKIP)
    void workOff() {
        if (wishes.getAndIncrement() == 0) {
            fulfil();
        }
    }

    /** On this node one thread works at a time; a wish that comes while it does is not lost. */
    private void fulfil() {
        int fulfilled;
        do {
            fulfilled = wishes.get();
            working.lock();
            try {
                for (var turn = queue.take(); turn.isPresent() && !stopping; turn = queue.take()) {
                    run(turn.get());
                }
            } catch (SQLException | RuntimeException e) {
                // It is taken up again in half a minute, here or elsewhere, and given up when that fails again and again.
                LOG.errorf("A list could not be worked off: %s", e.getMessage());
            } finally {
                working.unlock();
            }
        } while (wishes.addAndGet(-fulfilled) > 0);
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping = true;
        if (working.tryLock(GRACE_SECONDS, TimeUnit.SECONDS)) {
            working.unlock();
        }
    }

    private void run(Turn turn) throws SQLException {
        var step = Step.DONE_SOME;
        while (step == Step.DONE_SOME && !stopping) {
            step = next(turn);
        }
        if (step == Step.DONE_SOME) {
            queue.giveBack(turn);
        }
    }

    private Step next(Turn turn) throws SQLException {
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                if (!queue.isOurs(connection, turn)) {
                    return Step.LOST;
                }
                var piece = take(connection, turn);
                if (piece.isPresent()) {
                    work(connection, turn, piece.get());
                } else {
                    queue.finish(connection, turn);
                }
                connection.commit();
                return piece.isPresent() ? Step.DONE_SOME : Step.DONE_ALL;
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }

    private static Optional<Piece> take(Connection connection, Turn turn) throws SQLException {
        try (var delete = connection.prepareStatement("DELETE FROM subscriber_import_piece WHERE import_id = ? AND seq ="
                + " (SELECT min(seq) FROM subscriber_import_piece WHERE import_id = ?) RETURNING seq, sealed")) {
            delete.setObject(1, turn.run());
            delete.setObject(2, turn.run());
            try (var row = delete.executeQuery()) {
                return row.next() ? Optional.of(new Piece(row.getInt(1), row.getBytes(2))) : Optional.empty();
            }
        }
    }

    private void work(Connection connection, Turn turn, Piece piece) throws SQLException {
        var chunk = new ImportChunk(vault);
        for (var line : ImportPiece.rows(vault.openPiece(piece.sealed(), ImportPiece.place(turn.run(), piece.seq())))) {
            try {
                chunk.add(ImportRow.of(line, turn.edition(), names, clock.instant()));
            } catch (ImportFault.Refused refused) {
                chunk.refuse(line.number(), refused.fault);
            }
        }
        if (!turn.dryRun()) {
            BulkChanges.lock(connection);
        }
        vault.hold(connection);
        chunk.plan(tables, connection, turn.dryRun());
        if (!turn.dryRun()) {
            tables.upsert(connection, chunk.written(), turn.consent());
        }
        report.add(connection, turn.run(), chunk);
    }
}
