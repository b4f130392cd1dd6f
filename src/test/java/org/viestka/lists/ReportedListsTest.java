package org.viestka.lists;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.viestka.subscriber.Address;
import org.viestka.subscriber.Subscriber;
import org.viestka.support.Lists;
import org.viestka.support.ReportedCases;
import org.viestka.support.ReportedCases.ReportedCase;
import org.viestka.support.SignIn;
import org.viestka.support.Slate;
import org.viestka.vault.Vault;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;

/** Lists that people reported, sent as an admin sends them. */
@QuarkusTest
class ReportedListsTest {

    @Inject
    Slate slate;
    @Inject
    SignIn signIn;
    @Inject
    Lists lists;
    @Inject
    Vault vault;

    static Stream<ReportedCase> cases() {
        return ReportedCases.of("csv");
    }

    @BeforeEach
    void wipe() {
        slate.wipe();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void nobody_in_a_reported_list_is_lost_in_silence(ReportedCase reported) {
        var edition = reported.all().path("edition").asText("");
        var answer = lists.send(edition.isEmpty() ? "" : "?edition=" + edition, reported.bytes());
        var said = answer.asString();
        if (answer.statusCode() == 202) {
            var report = lists.await(Lists.location(answer.then())).extract();
            said = signIn.asAdmin().get(Lists.IMPORTS + "/" + report.path("id") + "/errors").asString();
            if (reported.want().has("invalid")) {
                assertThat(report.<Integer>path("invalid")).isEqualTo(reported.want().get("invalid").asInt());
            }
        } else {
            assertThat(answer.statusCode()).isEqualTo(400);
        }
        for (var reader : readers(reported).entrySet()) {
            if (isIn(reader.getKey())) {
                continue;
            }
            switch (reported.want().get("rule").asText()) {
                case "in-or-told" -> assertThat(said).containsPattern(
                        answer.statusCode() == 202 ? "(?m)^" + reader.getValue() + "," : "\\bline [0-9]+");
                case "in-or-named" -> assertThat(said).containsAnyOf(names(reported));
                default -> throw new AssertionError(reader.getKey() + " is not in: " + said);
            }
        }
    }

    private boolean isIn(String email) {
        return QuarkusTransaction.requiringNew()
                .call(() -> Subscriber.findByAddress(Address.parse(email).address().orElseThrow(), vault).isPresent());
    }

    private static Map<String, Long> readers(ReportedCase reported) {
        var readers = new LinkedHashMap<String, Long>();
        reported.all().get("readers").properties().forEach(entry -> readers.put(entry.getKey(), entry.getValue().asLong()));
        return readers;
    }

    private static String[] names(ReportedCase reported) {
        return StreamSupport.stream(reported.want().get("names").spliterator(), false).map(name -> name.asText())
                .toArray(String[]::new);
    }
}
