package org.viestka.endurance;

import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import org.postgresql.PGConnection;

import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * Whether a long list moves in and out, and is asked about, without anyone waiting in fear: the packaged service with its embedded
 * PostgreSQL, over HTTP. PostgreSQL's own {@code COPY} of the same file, unsealed, is the baseline.
 */
final class ListBenchmark {

    private static final int CALLS = 200;
    private static final int WARM_UP = 50;

    private final Path directory;
    private final int rows;
    private final PrintStream out;
    private final StringBuilder table = new StringBuilder("| | |\n|---|---|\n");

    ListBenchmark(Path directory, int rows, PrintStream out) {
        this.directory = directory;
        this.rows = rows;
        this.out = out;
    }

    void run(int relayPort) throws Exception {
        var file = write();
        try (var node = Node.start(directory, "list", relayPort, Map.of("viestka.delivery.enabled", "false")).awaitReady()) {
            String token = node.token();
            node.signIn(token);
            copy(file);
            bring(node, file);
            ask(node);
            search(node);
            take(node);
            row("the service's memory at the most", "%d MB".formatted(peak(node)));
        }
        out.println(table);
        Files.writeString(directory.resolve("lists.md"), table);
    }

    private Path write() throws IOException {
        var file = directory.resolve("list.csv");
        try (var csv = Files.newBufferedWriter(file)) {
            csv.write("email,edition,language\n");
            for (int i = 0; i < rows; i++) {
                csv.write(Desk.reader(i) + (i % 3 == 0 ? ",en,en\n" : i % 2 == 0 ? ",be-ru,be\n" : ",be-ru,ru\n"));
            }
        }
        return file;
    }

    private void copy(Path file) throws IOException, SQLException {
        var about = Files.readAllLines(directory.resolve("data/postgres/postmaster.pid"));
        try (var connection = DriverManager.getConnection("jdbc:postgresql://localhost:" + about.get(3) + "/postgres",
                "postgres", Files.readString(directory.resolve("data/postgres.password")).strip());
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE plain (email text PRIMARY KEY, edition text, language text)");
            long start = System.nanoTime();
            try (var csv = Files.newInputStream(file)) {
                connection.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY plain FROM STDIN (FORMAT csv, HEADER)", csv);
            }
            row("COPY of %,d rows into a bare table with a primary key (the baseline)".formatted(rows), since(start));
            statement.execute("DROP TABLE plain");
        }
    }

    private void bring(Node node, Path file) throws Exception {
        var desk = new Desk(node);
        long before = peak(node);
        long start = System.nanoTime();
        var path = desk.sendList("edition=en", HttpRequest.BodyPublishers.ofFile(file));
        row("the file is in, and the caller has an answer", since(start));
        var report = desk.awaitImport(path);
        row("import of %,d rows, sealed".formatted(report.get("added").asInt()), since(start));
        row("memory before and after", "%d and %d MB".formatted(before, peak(node)));
    }

    private void ask(Node node) throws Exception {
        var id = new ObjectMapper().readTree(node.get("/subscribers?size=1")).at("/items/0/id").asText();
        var questions = new LinkedHashMap<String, String>();
        questions.put("a page", "/subscribers");
        questions.put("a page of 200", "/subscribers?size=200");
        questions.put("by edition", "/subscribers?edition=be-ru");
        questions.put("by status", "/subscribers?status=active");
        questions.put("by a status that nobody has", "/subscribers?status=bounced");
        questions.put("by edition and status", "/subscribers?edition=en&status=active");
        questions.put("newest first", "/subscribers?sort=-added&edition=en");
        questions.put("the last page", "/subscribers?page=" + (rows / 50 - 1));
        questions.put("a page in the middle, by edition and status",
                "/subscribers?edition=be-ru&status=active&page=" + rows / 150);
        questions.put("by a whole address", "/subscribers?address=" + Desk.reader(rows / 2));
        questions.put("by a whole address that nobody has", "/subscribers?address=nobody@example.org");
        questions.put("one subscriber", "/subscribers/" + id);
        questions.put("editions", "/editions");
        questions.put("statistics", "/statistics");
        var desk = new Desk(node);
        desk.publishIssue("2016-W49", 1, 100);
        desk.assemble("2016-W49");
        questions.put("progress", "/issues/2016-W49/editions/be-ru/progress");
        for (var question : questions.entrySet()) {
            for (int i = 0; i < WARM_UP; i++) {
                node.get(question.getValue());
            }
            var took = new double[CALLS];
            for (int i = 0; i < CALLS; i++) {
                long start = System.nanoTime();
                node.get(question.getValue());
                took[i] = (System.nanoTime() - start) / 1e6;
            }
            Arrays.sort(took);
            row(question.getKey() + ": median, 99 of 100", String.format(Locale.ROOT, "%.1f, %.1f ms", took[CALLS / 2],
                    took[CALLS * 99 / 100]));
        }
    }

    private void search(Node node) throws Exception {
        for (int number : new int[]{0, rows / 2, rows - 1}) {
            var part = Desk.reader(number).substring(0, "reader0000000".length());
            var took = new ArrayList<Double>();
            for (int i = 0; i < 5; i++) {
                long start = System.nanoTime();
                try (var answer = node.open("/subscribers?q=" + part)) {
                    // Before the first item there is nothing but the beginning of the list.
                    answer.readNBytes("{\"items\":[{".length());
                    took.add((System.nanoTime() - start) / 1e6);
                    answer.readAllBytes();
                }
                if (i == 4) {
                    row("q: all of row %,d's answer".formatted(number), since(start));
                }
            }
            took.sort(null);
            row("q: the hit in row %,d, median".formatted(number), String.format(Locale.ROOT, "%.0f ms", took.get(2)));
        }
    }

    private void take(Node node) throws Exception {
        long before = peak(node);
        long start = System.nanoTime();
        long octets = 0;
        try (var answer = node.open("/subscribers/export")) {
            var buffer = new byte[1 << 16];
            for (int read = answer.read(buffer); read >= 0; read = answer.read(buffer)) {
                octets += read;
            }
        }
        row("export of %,d octets".formatted(octets), since(start));
        row("memory before and after the export", "%d and %d MB".formatted(before, peak(node)));
    }

    private static long peak(Node node) throws IOException {
        return Usage.of(node.pid()).peakRssKilobytes() / 1024;
    }

    private static String since(long start) {
        return String.format(Locale.ROOT, "%.2f s", (System.nanoTime() - start) / 1e9);
    }

    private void row(String what, String value) {
        out.println(what + ": " + value);
        table.append("| ").append(what).append(" | ").append(value).append(" |\n");
    }
}
