package org.viestka.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.viestka.relay.RelayTrouble;
import org.viestka.relay.RelayTrouble.Kind;
import org.viestka.support.Slate;

import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class RelayTroublesTest {

    private static final RelayTrouble AWAY = new RelayTrouble(Kind.UNREACHABLE, "connection refused");
    private static final RelayTrouble SLOW = new RelayTrouble(Kind.SLOW, "450 4.7.1 too much mail");

    @Inject
    Slate slate;
    @Inject
    NodeLeases leases;
    @Inject
    RelayTroubles troubles;

    private final UUID node = UUID.randomUUID();
    private final UUID other = UUID.randomUUID();

    @BeforeEach
    void begin() throws SQLException {
        slate.wipe();
        leases.renew(node, true, Duration.ofMinutes(1));
        leases.renew(other, true, Duration.ofMinutes(1));
    }

    @Test
    void each_node_tells_of_its_own_and_whoever_waits_comes_first() throws Exception {
        troubles.tell(node, SLOW);
        troubles.tell(other, AWAY);
        assertThat(troubles.last()).contains(AWAY);
        troubles.tell(other, null);
        assertThat(troubles.last()).contains(SLOW);
        troubles.tell(node, AWAY);
        assertThat(troubles.last()).contains(AWAY);
        troubles.tell(node, null);
        assertThat(troubles.last()).isEmpty();
    }

    @Test
    void what_a_node_told_that_has_stopped_is_forgotten() throws Exception {
        troubles.tell(node, AWAY);
        leases.leave(node);
        assertThat(troubles.last()).isEmpty();
        troubles.tell(node, AWAY);
        assertThat(troubles.last()).as("it has no lease").isEmpty();
    }

    @Test
    void what_a_node_told_that_has_died_lapses_with_its_lease() throws Exception {
        troubles.tell(node, AWAY);
        leases.renew(node, false, Duration.ofSeconds(-1));
        assertThat(troubles.last()).isEmpty();
        leases.release(DeliveryConfig.Uncertain.RESEND);
        assertThat(troubles.last()).isEmpty();
    }
}
