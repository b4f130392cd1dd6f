package org.viestka.vault;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SigningSecretTest {

    /** Worked out by another implementation: {@code openssl dgst -sha256 -mac HMAC}. */
    @Test
    void a_signature_is_what_others_make_of_the_same() {
        var secret = SigningSecret.parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        assertThat(secret.sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, "{\"test\": 2432232314}"))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void each_is_another_and_survives_being_written_down() {
        var secret = SigningSecret.makeUp();
        assertThat(secret.reveal()).matches("whsec_[A-Za-z0-9+/]{43}=").isNotEqualTo(SigningSecret.makeUp().reveal());
        assertThat(SigningSecret.parse(secret.reveal()).sign("id", 1, "body")).isEqualTo(secret.sign("id", 1, "body"));
    }
}
