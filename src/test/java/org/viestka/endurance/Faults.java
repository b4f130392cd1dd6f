package org.viestka.endurance;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import org.viestka.endurance.CountingRelay.Behaviour;
import org.viestka.endurance.CountingRelay.Manners;
import org.viestka.endurance.CountingRelay.Step;

/**
 * Ways in which relays misbehave. Each is to be used for one mailing: what is done once to a recipient is not done again. Every
 * other connection offers no pipelining, so that both ways of talking to it are tried.
 */
final class Faults {

    /** Nothing of it may be taken for a refusal, however much it looks like one. */
    private static final List<String> GARBAGE = List.of("4x", "550x5.1.1 no such user", "\u0000\u00ff\u0001\u001b[2J", "",
            "250-one\r\n550 5.1.1 another", "x".repeat(10_000), "250 " + "y".repeat(5_000), "999 5.1.1 no such code", "5");

    private Faults() {}

    /** A way to misbehave, and how often it came to it. */
    static final class Fault implements Manners {

        private final Manners manners;
        private final AtomicInteger times = new AtomicInteger();
        private final AtomicInteger connections = new AtomicInteger();

        private Fault(Manners manners) {
            this.manners = manners;
        }

        @Override
        public Behaviour at(Step step, String recipient, int nth) {
            var behaviour = manners.at(step, recipient, nth);
            if (behaviour != Behaviour.GOOD) {
                times.incrementAndGet();
                return behaviour;
            }
            return step == Step.EHLO && connections.incrementAndGet() % 2 == 0 ? Behaviour.reply("250 counting") : behaviour;
        }

        int times() {
            return times.get();
        }
    }

    /** 421 to the next message of a connection that has carried so many. */
    static Fault goodbyeAfter(int messages) {
        return new Fault((step, recipient, nth) -> step == Step.MAIL && nth > messages
                ? Behaviour.goodbye("421 4.7.0 enough for one connection")
                : Behaviour.GOOD);
    }

    /** 451 to one address in ten, at the first try. */
    static Fault laterForOneInTen() {
        return onceForOneIn(10, Step.RCPT, Behaviour.reply("451 4.2.1 try again later"));
    }

    /** 550 to one address in fifty, always, with the address in the reply. */
    static Fault noSuchUserForOneInFifty() {
        return new Fault((step, recipient, nth) -> step == Step.RCPT && number(recipient) % 50 == 0
                ? Behaviour.reply("550 5.1.1 <" + recipient + ">: no such user, " + recipient)
                : Behaviour.GOOD);
    }

    /** After the final dot of one message in ten. */
    static Fault cutAfterDot(boolean taken) {
        return onceForOneIn(10, Step.END, taken ? Behaviour.TAKEN_AND_CUT : Behaviour.CUT);
    }

    /** After the final dot of one message in fifty. */
    static Fault silentAfterDot(boolean taken) {
        return onceForOneIn(50, Step.END, taken ? Behaviour.TAKEN_AND_SILENT : Behaviour.SILENT);
    }

    /** A few times in all. */
    static Fault silentAt(Step step) {
        return seldom(step, count -> Behaviour.SILENT);
    }

    /** A few times in all, each time other garbage. */
    static Fault garbageAt(Step step) {
        return seldom(step, count -> {
            // A wrong code is garbage, too; which one is wrong depends on the step.
            var wrong = step == Step.DATA ? "250 2.0.0 ok" : "354 go on";
            return Behaviour.reply(count == GARBAGE.size() ? wrong : GARBAGE.get(count % GARBAGE.size()));
        });
    }

    private interface Nth {
        Behaviour fault(int count);
    }

    /** Of what connections begin with, a third at first: when nobody gets in, nothing else is tried. Of the rest, one in eleven. */
    private static Fault seldom(Step faulty, Nth nth) {
        boolean first = faulty == Step.GREETING || faulty == Step.EHLO;
        int every = first ? 3 : 11;
        var asked = new AtomicInteger();
        var done = new AtomicInteger();
        return new Fault((step, recipient, message) -> step == faulty && asked.incrementAndGet() % every == 0
                && done.get() <= GARBAGE.size() ? nth.fault(done.getAndIncrement()) : Behaviour.GOOD);
    }

    private static Fault onceForOneIn(int one, Step faulty, Behaviour behaviour) {
        Set<String> done = ConcurrentHashMap.newKeySet();
        return new Fault((step, recipient, nth) -> step == faulty && number(recipient) % one == 0 && done.add(recipient)
                ? behaviour
                : Behaviour.GOOD);
    }

    private static int number(String recipient) {
        return Integer.parseInt(recipient.replaceAll("\\D", ""));
    }
}
