package org.viestka.support;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import org.viestka.support.ScriptedSmtpServer.Answer;
import org.viestka.support.ScriptedSmtpServer.Situation;
import org.viestka.support.ScriptedSmtpServer.Step;

import com.fasterxml.jackson.databind.JsonNode;

/** A relay that does what a reported case says, to readers as {@link Readers#subscribe(int, String)} makes them. */
public final class RelayRules {

    private static final Pattern READER = Pattern.compile("reader(\\d+)@.*");

    private final JsonNode behaviour;
    private final Map<Step, Integer> times = new HashMap<>();
    private final Map<JsonNode, Set<String>> seen = new HashMap<>();

    private RelayRules(JsonNode behaviour) {
        this.behaviour = behaviour;
    }

    /** Has a server behave so. */
    public static void apply(JsonNode behaviour, ScriptedSmtpServer server) {
        var rules = new RelayRules(behaviour);
        behaviour.path("delay").properties()
                .forEach(delay -> server.delay(step(delay.getKey()),
                        Duration.ofMillis(Math.round(delay.getValue().asDouble() * 1000))));
        if (behaviour.path("tls").asBoolean()) {
            server.announce("AUTH PLAIN").withStartTls(TestCertificate.of("localhost").server());
        }
        server.behave(rules::answer);
    }

    private synchronized Answer answer(Step step, Situation situation) {
        int time = times.merge(step, 1, Integer::sum);
        for (var rule : behaviour.path("rules")) {
            if (step(rule.get("phase").asText()) == step && isMeant(rule, situation, time)) {
                var reply = rule.get("reply").asText();
                return rule.path("close").asBoolean() ? Answer.sayAndDrop(reply) : Answer.say(reply);
            }
        }
        return Answer.usual();
    }

    private boolean isMeant(JsonNode rule, Situation situation, int time) {
        int reader = number(situation.recipient());
        return time >= rule.path("from").asInt(0)
                && (!rule.has("recipient") || reader == rule.get("recipient").asInt())
                && (!rule.has("recipients_every") || reader > 0 && reader % rule.get("recipients_every").asInt() == 0)
                && (!rule.has("open_more_than") || situation.open() > rule.get("open_more_than").asInt())
                && (!rule.has("after_messages") || situation.messages() >= rule.get("after_messages").asInt())
                && (!rule.path("once_each").asBoolean()
                        || seen.computeIfAbsent(rule, r -> new HashSet<>()).add(String.valueOf(situation.recipient())));
    }

    private static int number(String recipient) {
        var reader = READER.matcher(recipient == null ? "" : recipient);
        return reader.matches() ? Integer.parseInt(reader.group(1)) : 0;
    }

    private static Step step(String phase) {
        return phase.equals("CONNECT") ? Step.GREETING : Step.valueOf(phase);
    }
}
