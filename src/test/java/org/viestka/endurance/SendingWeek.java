package org.viestka.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/** A mailing to all readers of an installation, of a week of its own, to which something happens while it is under way. */
final class SendingWeek {

    private static final Duration LONG = Duration.ofSeconds(90);
    private static final AtomicInteger WEEK = new AtomicInteger();

    /** When it happens; told with whatever fails. */
    final long seed = System.nanoTime();
    final Random random = new Random(seed);
    private final String week = String.format("2015-W%02d", WEEK.incrementAndGet());
    private final Installation installation;
    private final int readers;

    SendingWeek(Installation installation, int readers) {
        this.installation = installation;
        this.readers = readers;
    }

    String week() {
        return week;
    }

    /** Sends it from so many nodes. */
    void begin(int nodes) throws Exception {
        publish(nodes);
        send(installation.nodes().get(0));
    }

    /** Has it ready to be sent by so many nodes. */
    void publish(int nodes) throws Exception {
        var desk = new Desk(installation.nodes(nodes).get(0));
        desk.publishIssue(week, 1, 100);
        desk.assemble(week);
    }

    void send(Node node) throws Exception {
        installation.relay.forget();
        new Desk(node).send(week);
    }

    void awaitMore(int messages) throws InterruptedException {
        var relay = installation.relay;
        assertThat(relay.await(relay.messages() + messages, LONG)).as("%d more messages; seed %d", messages, seed).isTrue();
    }

    void awaitMoreWithin(Duration most) throws InterruptedException {
        var relay = installation.relay;
        // More than a dead node may have left on its connections.
        assertThat(relay.await(relay.messages() + Installation.CONNECTIONS + 1, most))
                .as("goes on within %s; seed %d", most, seed).isTrue();
    }

    /** Until nothing has been sent for so long. */
    void awaitStandstill(Duration time) throws InterruptedException {
        var relay = installation.relay;
        long deadline = System.nanoTime() + LONG.toNanos();
        while (relay.await(relay.messages() + 1, time)) {
            assertThat(System.nanoTime()).as("still sending; seed %d", seed).isLessThan(deadline);
        }
    }

    /** Everybody has got it, and no more than so many messages came twice. */
    void finish(int repeats) throws Exception {
        boolean finished = installation.finishes(week, LONG);
        var states = installation.database.states(week);
        assertThat(finished).as("finished; rows by state: %s; seed %d", states, seed).isTrue();
        var reckoning = Reckoning.of(installation, week);
        assertThat(reckoning).as("seed %d", seed)
                .isEqualTo(new Reckoning(readers, 0, readers, 0, 0, 0, 0, reckoning.repeats(), 0));
        assertThat(installation.relay.received()).as("everybody; seed %d", seed).hasSize(readers);
        assertThat(reckoning.repeats()).as("repeats; seed %d", seed).isLessThanOrEqualTo(repeats);
    }
}
