package org.viestka.endurance;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

import org.viestka.support.Samples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** What editors and admins do with a node, over its API. All of it is about the {@code be-ru} edition. */
final class Desk {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern ID = Pattern.compile("[0-9a-f-]{36}");

    private final Node node;

    Desk(Node node) {
        this.node = node;
    }

    /**
     * Publishes so many commentaries in Belarusian and Russian: three short ones make a mail of about 20,000 octets.
     *
     * @param letters of the body of each
     */
    void publishIssue(String week, int commentaries, int letters) throws IOException, InterruptedException {
        publishIssue(week, commentaries, List.of("be", "ru"), letters);
    }

    /** The same in other languages, {@code be} among them; gives the path of the last one's Belarusian page. */
    String publishIssue(String week, int commentaries, List<String> languages, int letters)
            throws IOException, InterruptedException {
        var published = "";
        for (var rubric : Samples.RUBRICS.subList(0, commentaries)) {
            var translations = JSON.createObjectNode();
            for (var language : languages) {
                var sample = Samples.translation(rubric, language);
                translations.putObject(language).put("title", sample.title()).put("summary", sample.summary())
                        .put("body", toLength(sample.body(), letters));
            }
            var commentary = JSON.createObjectNode().put("rubric", rubric).put("week", week).put("trend", "unchanged")
                    .set("translations", translations);
            var matcher = ID.matcher(node.post("/commentaries", commentary.toString()));
            matcher.find();
            published = node.post("/commentaries/" + matcher.group() + "/publish");
        }
        return URI.create(JSON.readTree(published).at("/translations/be/link").asText()).getPath();
    }

    private static String toLength(String text, int letters) {
        var enough = text.repeat(letters / text.length() + 1);
        return enough.substring(0, enough.lastIndexOf(' ', letters));
    }

    /** Address of the reader with this number. */
    static String reader(int number) {
        return String.format(Locale.ROOT, "reader%07d@example.org", number);
    }

    /** Puts so many new readers on the list, every other one for Russian; returns when they are on it. */
    void importReaders(int from, int count) throws IOException, InterruptedException {
        var csv = new StringBuilder("email,language\n");
        for (int i = from; i < from + count; i++) {
            csv.append(reader(i)).append(i % 2 == 0 ? ",be\n" : ",ru\n");
        }
        awaitImport(sendList("edition=be-ru", HttpRequest.BodyPublishers.ofString(csv.toString())));
    }

    /** The path of the import, which waits for its turn. */
    String sendList(String query, HttpRequest.BodyPublisher csv) throws IOException, InterruptedException {
        return node.call("POST", "/subscribers/imports?consent=Made%20up&" + query, "text/csv", csv)
                .substring("/api".length());
    }

    /** The report of an import that has ended. */
    JsonNode awaitImport(String path) throws IOException, InterruptedException {
        var report = JSON.readTree(node.get(path));
        while (Set.of("queued", "running").contains(report.get("state").asText())) {
            LockSupport.parkNanos(50_000_000);
            report = JSON.readTree(node.get(path));
        }
        return report;
    }

    void assemble(String week) throws IOException, InterruptedException {
        node.post(edition(week) + "/assemble");
    }

    void send(String week) throws IOException, InterruptedException {
        node.post(edition(week) + "/send");
    }

    void tell(String week, String action) throws IOException, InterruptedException {
        node.post(edition(week) + "/" + action);
    }

    JsonNode progress(String week) throws IOException, InterruptedException {
        return JSON.readTree(node.get(edition(week) + "/progress"));
    }

    /** Rows of the ledger in a state; all for an empty one. At most 200. */
    JsonNode deliveries(String week, String status) throws IOException, InterruptedException {
        return JSON.readTree(node.get(edition(week) + "/deliveries?size=200" + (status.isEmpty() ? "" : "&status=" + status)));
    }

    private static String edition(String week) {
        return "/issues/" + week + "/editions/be-ru";
    }
}
