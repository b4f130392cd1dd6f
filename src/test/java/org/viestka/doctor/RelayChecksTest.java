package org.viestka.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RelayChecksTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "email-smtp.eu-central-1.amazonaws.com    | Date, Message-ID",
            "EMAIL-SMTP.us-east-1.amazonaws.com       | Date, Message-ID",
            "email-smtp-fips.us-gov-west-1.amazonaws.com | Date, Message-ID",
            "smtp.postmarkapp.com                     | Message-ID",
            "smtp-relay.brevo.com                     | Message-ID", "smtp-relay.sendinblue.com. | Message-ID",
            "vpce-0a1b2c-3d4e.email-smtp.us-east-2.vpce.amazonaws.com | Date, Message-ID",
            "email-smtp.eu-central-1.amazonaws.com.   | Date, Message-ID", "smtp-relay.brevo.com.example.org |",
            "email-smtp.eu-central-1.amazonaws.com.example.org |",
            "relay.example.org                        |"})
    void a_relay_that_writes_signed_fields_anew_is_named_with_them(String host, String fields) {
        assertThat(RelayChecks.replacedAndSigned(host, Set.of("From", "Date", "Message-ID")::contains))
                .isEqualTo(fields == null ? "" : fields);
        assertThat(RelayChecks.replacedAndSigned(host, Set.of("From", "Subject")::contains)).isEmpty();
    }
}
