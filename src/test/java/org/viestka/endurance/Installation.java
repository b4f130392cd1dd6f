package org.viestka.endurance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

import org.viestka.support.FreePort;
import org.viestka.vault.KeyFile;

/** Nodes that share one database and one relay, all on this machine, and each of them to be taken away. */
final class Installation implements AutoCloseable {

    static final int CONNECTIONS = 10;
    /** Of one that is in a hurry. Few, so that the promise is tested: with the default a crash may repeat five times as many. */
    static final int UNRECORDED = 100;

    final Database database;
    /** Between the nodes and the database. */
    final Gate gate;
    final CountingRelay relay;
    private final Path directory;
    private final Map<String, String> settings;
    private final List<Node> nodes = new ArrayList<>();
    private int started;

    /** @param settings of all nodes, beside those that they must have in common */
    Installation(Path directory, Map<String, String> settings) throws IOException {
        this.directory = Files.createDirectories(directory);
        database = new Database(directory);
        gate = new Gate(database.port());
        relay = new CountingRelay(FreePort.find(), true);
        var keyset = directory.resolve("keyset.json");
        KeyFile.create(keyset);
        this.settings = new HashMap<>(Map.of(
                "quarkus.datasource.jdbc.url", "jdbc:postgresql://127.0.0.1:" + gate.port() + "/postgres",
                "quarkus.datasource.username", "postgres", "quarkus.datasource.password", "postgres",
                "viestka.keyset", keyset.toString(), "viestka.delivery.connections", String.valueOf(CONNECTIONS),
                // Of no use where the password is known to all, and slow on purpose.
                "viestka.admin.bcrypt-cost", "4"));
        this.settings.putAll(settings);
    }

    /** One that gives up sooner than the build would wait, with so many readers. */
    static Installation inAHurry(Path directory, int readers) throws Exception {
        var installation = new Installation(directory, Map.of("viestka.delivery.unrecorded", String.valueOf(UNRECORDED),
                "viestka.delivery.retry-after", "1s", "viestka.delivery.timeout", "5s",
                // Twenty seconds by default.
                "quarkus.datasource.jdbc.additional-jdbc-properties.socketTimeout", "5"));
        new Desk(installation.nodes(1).get(0)).importReaders(0, readers);
        return installation;
    }

    /** Starts a node; it need not be ready when this returns. */
    Node start() throws IOException {
        return start(Map.of());
    }

    /** Starts a node that differs from the others. */
    Node start(Map<String, String> own) throws IOException {
        var all = new HashMap<>(settings);
        all.putAll(own);
        var node = Node.start(directory, "node-" + ++started, relay.port(), all);
        nodes.add(node);
        return node;
    }

    /** Those that have not ended, oldest first. */
    List<Node> nodes() {
        nodes.removeIf(node -> !node.isAlive());
        return List.copyOf(nodes);
    }

    /** Starts or ends nodes until there are so many, and all of them are ready. */
    List<Node> nodes(int wanted) throws IOException, InterruptedException {
        for (int i = nodes().size(); i < wanted; i++) {
            start();
        }
        for (var surplus : nodes().subList(wanted, nodes().size())) {
            surplus.close();
        }
        for (var node : nodes()) {
            node.awaitReady();
        }
        return nodes();
    }

    /** Whether it came true in time. Looked at often; exceptions count as no. */
    static boolean becomes(Callable<Boolean> state, Duration within) {
        long deadline = System.nanoTime() + within.toNanos();
        while (System.nanoTime() < deadline) {
            try {
                if (state.call()) {
                    return true;
                }
            } catch (Exception e) {
                // A database that is down does not say how it is.
            }
            LockSupport.parkNanos(20_000_000);
        }
        return false;
    }

    boolean finishes(String week, Duration within) {
        return becomes(() -> database.mailing(week).state().equals("FINISHED"), within);
    }

    @Override
    public void close() throws IOException {
        gate.open();
        nodes().forEach(Node::close);
        gate.close();
        database.close();
        relay.close();
    }
}
