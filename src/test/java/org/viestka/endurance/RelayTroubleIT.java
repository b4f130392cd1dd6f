package org.viestka.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.viestka.endurance.CountingRelay.Behaviour;
import org.viestka.endurance.CountingRelay.Manners;
import org.viestka.endurance.CountingRelay.Step;
import org.viestka.endurance.Faults.Fault;

/** A node and a relay that does what relays do: whatever it is, nobody is forgotten, and a reply is never misread. */
class RelayTroubleIT {

    private static final int READERS = 330;
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final AtomicInteger WEEK = new AtomicInteger();
    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    static Path directory;

    private static Installation installation;

    @BeforeAll
    static void open() throws Exception {
        installation = new Installation(directory, Map.of("viestka.delivery.retry-after", "200ms", "viestka.delivery.timeout",
                "500ms", "viestka.delivery.per-connection", "20"));
        desk().importReaders(0, READERS);
    }

    @AfterAll
    static void close() throws Exception {
        installation.close();
    }

    static Stream<Arguments> passing() {
        var steps = EnumSet.allOf(Step.class);
        return Stream.of(
                Stream.of(fault("a 421 after every seven messages", Faults.goodbyeAfter(7)),
                        fault("a 451 for one address in ten", Faults.laterForOneInTen()),
                        fault("a cut after the final dot, not taken", Faults.cutAfterDot(false)),
                        fault("a cut after the final dot, taken", Faults.cutAfterDot(true)),
                        fault("silence after the final dot, not taken", Faults.silentAfterDot(false)),
                        fault("silence after the final dot, taken", Faults.silentAfterDot(true))),
                steps.stream().map(step -> fault("silence at " + step, Faults.silentAt(step))),
                steps.stream().map(step -> fault("garbage at " + step, Faults.garbageAt(step)))).flatMap(all -> all);
    }

    private static Arguments fault(String name, Fault fault) {
        return Arguments.argumentSet(name, fault);
    }

    @ParameterizedTest(name = "{argumentSetName}")
    @MethodSource("passing")
    void trouble_that_passes_costs_nobody_the_mail_and_repeats_only_what_the_relay_did_not_confirm(Fault fault)
            throws Exception {
        var reckoning = deliver(fault);
        assertThat(fault.times()).as("troubles").isPositive();
        assertThat(reckoning).isEqualTo(new Reckoning(READERS, 0, READERS, 0, 0, 0, 0, reckoning.repeats(), 0));
        assertThat(reckoning.repeats()).isEqualTo((int) installation.relay.unsaid());
    }

    @Test
    void an_address_that_does_not_exist_fails_with_the_reply_and_without_the_address() throws Exception {
        var reckoning = deliver(Faults.noSuchUserForOneInFifty());
        assertThat(reckoning).isEqualTo(new Reckoning(READERS, 0, READERS - 7, 7, 0, 0, 0, 0, 0));
        var failed = desk().deliveries(week(), "failed").get("items");
        assertThat(failed).hasSize(7);
        assertThat(failed).allSatisfy(row -> assertThat(row.get("reply").asText())
                .isEqualTo("550 5.1.1 <…>: no such user, <…>"));
    }

    @Test
    void where_doubt_is_to_be_held_what_the_relay_did_not_confirm_is_not_repeated() throws Exception {
        installation.nodes(0);
        installation.start(Map.of("viestka.delivery.uncertain", "hold"));
        var reckoning = deliver(Faults.cutAfterDot(true));
        int doubtful = READERS / 10;
        assertThat(desk().deliveries(week(), "uncertain").get("total").asInt()).isEqualTo(doubtful);
        installation.nodes(0);
        assertThat(reckoning).isEqualTo(new Reckoning(READERS, 0, READERS - doubtful, 0, 0, doubtful, 0, 0, 0));
        assertThat(installation.relay.received()).hasSize(READERS);
    }

    @Test
    void a_relay_that_goes_away_in_the_middle_is_waited_for() throws Exception {
        var relay = installation.relay;
        var taken = new AtomicInteger();
        begin((step, recipient, nth) -> {
            if (step == Step.END && taken.incrementAndGet() == READERS / 3) {
                relay.goAway();
            }
            return Behaviour.GOOD;
        });
        assertThat(Installation.becomes(() -> taken.get() >= READERS / 3, LONG)).isTrue();
        assertThat(installation.finishes(week(), Duration.ofSeconds(3))).as("it waits").isFalse();
        long before = relay.messages();
        relay.comeBack();
        assertThat(relay.await(before + 1, Duration.ofSeconds(30))).as("it goes on by itself").isTrue();
        assertThat(outcome()).isEqualTo(new Reckoning(READERS, 0, READERS, 0, 0, 0, 0, 0, 0));
    }

    private static Reckoning deliver(Manners manners) throws Exception {
        begin(manners);
        return outcome();
    }

    private static void begin(Manners manners) throws Exception {
        WEEK.incrementAndGet();
        desk().publishIssue(week(), 1, 100);
        desk().assemble(week());
        installation.relay.forget();
        installation.relay.behave(manners);
        desk().send(week());
    }

    private static Reckoning outcome() throws Exception {
        boolean finished = installation.finishes(week(), LONG);
        assertThat(finished).as("finished; rows by state: %s", installation.database.states(week())).isTrue();
        return Reckoning.of(installation, week());
    }

    private static Desk desk() throws Exception {
        return new Desk(installation.nodes(1).get(0));
    }

    private static String week() {
        return String.format("2015-W%02d", WEEK.get());
    }
}
