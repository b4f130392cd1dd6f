package org.viestka.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.viestka.delivery.Ledger.ClaimedDelivery;
import org.viestka.mail.MailSettings;
import org.viestka.vault.ReturnPath;

import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.config.SmallRyeConfigBuilder;

@QuarkusTest
class EnvelopeSenderTest {

    private static final ClaimedDelivery CLAIM = new ClaimedDelivery("2016-W49", UUID.randomUUID(), UUID.randomUUID(), "en", 1,
            null, null, null);

    @Inject
    MailSettings settings;
    @Inject
    ReturnPath returnPath;

    @Test
    void each_message_has_a_sender_of_its_own_or_all_have_the_one_that_the_relay_takes() {
        assertThat(sender("VERP").of(CLAIM, Instant.EPOCH)).startsWith("b+");
        assertThat(sender(" Bounces <bounces@example.org>").of(CLAIM, Instant.EPOCH)).isEqualTo("bounces@example.org");
    }

    private EnvelopeSender sender(String returnPathSetting) {
        return new EnvelopeSender(settings, returnPath, new SmallRyeConfigBuilder().addDiscoveredConverters()
                .withMapping(DeliveryConfig.class).withDefaultValue("viestka.delivery.return-path", returnPathSetting).build()
                .getConfigMapping(DeliveryConfig.class));
    }
}
