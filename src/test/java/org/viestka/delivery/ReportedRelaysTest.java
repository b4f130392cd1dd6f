package org.viestka.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.viestka.mailing.Mailings;
import org.viestka.publication.Publication;
import org.viestka.publication.Week;
import org.viestka.subscriber.Subscriber;
import org.viestka.subscriber.SubscriberStatus;
import org.viestka.support.MovableClock;
import org.viestka.support.Newsroom;
import org.viestka.support.Readers;
import org.viestka.support.RelayRules;
import org.viestka.support.ReportedCases;
import org.viestka.support.ReportedCases.ReportedCase;
import org.viestka.support.Samples;
import org.viestka.support.ScriptedSmtpServer;
import org.viestka.support.SignIn;
import org.viestka.support.Slate;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;

/** What is to become of a mailing, whatever a relay does that others have seen. */
@QuarkusTest
class ReportedRelaysTest {

    private static final Duration USUAL = Duration.ofSeconds(20);
    /** Time enough for a node that never learns to sign in dozens of times. */
    private static final Duration LOGINS = Duration.ofSeconds(10);

    @Inject
    Slate slate;
    @Inject
    Newsroom newsroom;
    @Inject
    Readers readers;
    @Inject
    Mailings mailings;
    @Inject
    SendingNode nodes;
    @Inject
    SignIn signIn;
    @Inject
    MovableClock clock;
    @Inject
    Publication publication;

    private final ScriptedSmtpServer relay = new ScriptedSmtpServer();
    private final AtomicInteger logLines = new AtomicInteger();
    private final Handler lines = new Handler() {
        @Override
        public void publish(LogRecord line) {
            logLines.incrementAndGet();
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    static Stream<ReportedCase> cases() {
        return ReportedCases.of("relays");
    }

    @BeforeEach
    void begin() {
        slate.wipe();
        Logger.getLogger("org.viestka.delivery").addHandler(lines);
    }

    @AfterEach
    void stop() {
        Logger.getLogger("org.viestka.delivery").removeHandler(lines);
        relay.close();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void a_relay_that_others_met_does_no_harm(ReportedCase one) throws Exception {
        var behaviour = one.json();
        RelayRules.apply(behaviour, relay);
        readers.subscribe(behaviour.get("readers").asInt(), "en");
        var week = Samples.WEEK;
        JsonPath progress = null;
        int before = 0;
        for (int issue = 1; issue <= one.want().path("issues").asInt(1); issue++, week = week.next()) {
            clock.advance(Duration.ofDays(7));
            progress = send(week, behaviour, one.want());
            assertThat(taken(before)).doesNotHaveDuplicates();
            before = relay.taken().size();
        }
        check(progress, one.want());
    }

    private List<String> taken(int after) {
        return relay.taken().stream().skip(after).map(message -> message.recipients().get(0)).toList();
    }

    private JsonPath send(Week week, JsonNode behaviour, JsonNode want) throws Exception {
        newsroom.publishIssue(week);
        var en = publication.edition("en").orElseThrow();
        mailings.assemble(week, en);
        mailings.send(week, en);
        var node = nodes.to(relay, settings(behaviour));
        node.start();
        try {
            return settled(node, week, behaviour, want);
        } finally {
            node.stop(Duration.ofSeconds(10));
        }
    }

    private static Map<String, String> settings(JsonNode behaviour) {
        var settings = new HashMap<String, String>();
        if (behaviour.has("connections")) {
            settings.put("viestka.delivery.connections", behaviour.get("connections").asText());
        }
        if (behaviour.has("retry_after")) {
            settings.put("viestka.delivery.retry-after", behaviour.get("retry_after").asText());
        }
        if (behaviour.path("tls").asBoolean()) {
            settings.putAll(Map.of("quarkus.mailer.start-tls", "REQUIRED", "quarkus.mailer.trust-all", "true",
                    "quarkus.mailer.username", "relay-user", "quarkus.mailer.password", "secret"));
        }
        return settings;
    }

    /** Until the mailing is over, or stands as it should, or the time is up. */
    private JsonPath settled(Dispatcher node, Week week, JsonNode behaviour, JsonNode want) throws InterruptedException {
        long until = System.nanoTime() + (want.has("seconds")
                ? Duration.ofSeconds(want.get("seconds").asLong())
                : want.has("most_logins_in_5_minutes") ? LOGINS : USUAL).toNanos();
        var pause = new CountDownLatch(1);
        int looks = 0;
        while (true) {
            boolean idle = node.awaitIdle(Duration.ofSeconds(5));
            var progress = progress(week);
            boolean moving = progress.getString("state").equals("sending");
            looks += idle ? 1 : 0;
            boolean enough = !want.has("most_logins_in_5_minutes")
                    && (!moving || looks > 3 && isWanted(progress, want) || looks > 10 && want.has("issues"));
            if (enough || System.nanoTime() > until) {
                return progress;
            }
            if (idle && (behaviour.has("retry_after") || want.has("issues"))) {
                clock.advance(Duration.ofMinutes(6));
            }
            pause.await(100, TimeUnit.MILLISECONDS);
        }
    }

    private static boolean isWanted(JsonPath progress, JsonNode want) {
        return want.has("states") && want.get("states").toString().contains(progress.getString("state"))
                && (!want.has("sent") || want.get("sent").asInt() == progress.getInt("sent"));
    }

    private void check(JsonPath progress, JsonNode want) {
        if (want.has("states")) {
            assertThat(want.get("states").toString()).as(progress.prettify()).contains(progress.getString("state"));
        }
        for (var count : new String[]{"sent", "failed", "deferred"}) {
            if (want.has(count)) {
                assertThat(progress.getInt(count)).as(count + " in " + progress.prettify()).isEqualTo(want.get(count).asInt());
            }
        }
        if (progress.getString("state").equals("paused") || want.has("reason")) {
            assertThat(progress.getString("reason")).isNotBlank();
        }
        if (want.has("bounced")) {
            long bounced = QuarkusTransaction.requiringNew().call(() -> Subscriber.count("en", SubscriberStatus.BOUNCED));
            assertThat(bounced).isEqualTo(want.get("bounced").asLong());
        }
        if (want.has("most_log_lines")) {
            assertThat(logLines.get()).as("lines in the log").isLessThanOrEqualTo(want.get("most_log_lines").asInt());
        }
        if (want.has("most_logins_in_5_minutes")) {
            assertThat(relay.commands().stream().filter(command -> command.startsWith("AUTH"))).as("logins")
                    .hasSizeLessThanOrEqualTo(want.get("most_logins_in_5_minutes").asInt());
        }
    }

    private JsonPath progress(Week week) {
        return signIn.asAdmin().get("/api/issues/" + week + "/editions/en/progress").then().statusCode(200).extract()
                .jsonPath();
    }
}
