package org.viestka.endurance;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;

import org.viestka.endurance.CountingRelay.Behaviour;
import org.viestka.endurance.CountingRelay.Manners;
import org.viestka.endurance.CountingRelay.Step;

/** What can befall an installation. Each is over when it returns; what was killed has been started again, and may not be ready. */
enum Mishap {

    KILL("kill -9 of a node", true) {
        @Override
        void befall(Installation installation, Random random) throws IOException, InterruptedException {
            any(installation, random).kill();
            installation.start();
        }
    },
    KILL_OF_ALL("kill -9 of all nodes", true) {
        @Override
        void befall(Installation installation, Random random) throws IOException, InterruptedException {
            for (var node : installation.nodes()) {
                node.kill();
                installation.start();
            }
        }

        @Override
        int victims(Installation installation) {
            return installation.nodes().size();
        }
    },
    FREEZE("a node frozen for a while, as virtual machines are", true) {
        @Override
        void befall(Installation installation, Random random) throws IOException, InterruptedException {
            var node = any(installation, random);
            signal(node, "STOP");
            pass(random, 3, 20);
            signal(node, "CONT");
        }
    },
    STOP("SIGTERM to a node", false) {
        @Override
        void befall(Installation installation, Random random) throws IOException, InterruptedException {
            if (!any(installation, random).terminate(Duration.ofSeconds(25))) {
                throw new IllegalStateException("a node did not stop within its grace period");
            }
            installation.start();
        }
    },
    DATABASE_RESTART("PostgreSQL restarted", false) {
        @Override
        void befall(Installation installation, Random random) throws IOException, InterruptedException {
            installation.database.stop();
            installation.database.start();
        }
    },
    DATABASE_CRASH("PostgreSQL fallen and recovered", false) {
        @Override
        void befall(Installation installation, Random random) throws IOException, InterruptedException {
            installation.database.crash();
            pass(random, 0, 15);
            installation.database.start();
        }
    },
    DATABASE_REFUSES("PostgreSQL refuses connections", false) {
        @Override
        void befall(Installation installation, Random random) throws IOException, InterruptedException {
            installation.gate.refuse();
            pass(random, 1, 60);
            installation.gate.open();
        }
    },
    DATABASE_SILENT("PostgreSQL out of reach without a word", false) {
        @Override
        void befall(Installation installation, Random random) throws IOException, InterruptedException {
            installation.gate.fallSilent();
            pass(random, 1, 60);
            installation.gate.open();
        }
    },
    DATABASE_FORGETS("connections to PostgreSQL never answered again", false) {
        @Override
        void befall(Installation installation, Random random) {
            installation.gate.forget();
        }
    },
    RELAY_AWAY("the relay away", false) {
        @Override
        void befall(Installation installation, Random random) throws IOException, InterruptedException {
            installation.relay.goAway();
            pass(random, 1, 60);
            installation.relay.comeBack();
        }
    },
    RELAY_MISBEHAVES("the relay cuts, defers, falls silent, talks nonsense", false) {
        @Override
        void befall(Installation installation, Random random) {
            installation.relay.behave(manners(random));
            pass(random, 2, 15);
            installation.relay.behave((step, recipient, nth) -> Behaviour.GOOD);
        }
    };

    final String what;
    /** Whether a node is lost to the others, so that what it had not recorded is sent again. */
    final boolean costsRepeats;

    Mishap(String what, boolean costsRepeats) {
        this.what = what;
        this.costsRepeats = costsRepeats;
    }

    abstract void befall(Installation installation, Random random) throws IOException, InterruptedException;

    /** How many nodes it hits. */
    int victims(Installation installation) {
        return 1;
    }

    private static Node any(Installation installation, Random random) {
        var nodes = installation.nodes();
        return nodes.get(random.nextInt(nodes.size()));
    }

    private static Manners manners(Random random) {
        var step = Step.values()[random.nextInt(Step.values().length)];
        var all = List.of(Faults.goodbyeAfter(1 + random.nextInt(20)), Faults.laterForOneInTen(),
                Faults.noSuchUserForOneInFifty(), Faults.cutAfterDot(false), Faults.cutAfterDot(true),
                Faults.silentAfterDot(false), Faults.silentAfterDot(true), Faults.silentAt(step), Faults.garbageAt(step));
        return all.get(random.nextInt(all.size()));
    }

    private static void signal(Node node, String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, String.valueOf(node.pid())).start().waitFor();
    }

    private static void pass(Random random, int least, int most) {
        // Short ones more often than long ones.
        double part = random.nextDouble() * random.nextDouble();
        Installation.becomes(() -> false, Duration.ofMillis(Math.round(1000 * (least + part * (most - least)))));
    }
}
