package org.viestka.endurance;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.ObjectMapper;

/** The packaged service in a process of its own, as an operator starts it, and what is said to it over HTTP. */
final class Node implements AutoCloseable {

    static final String PASSWORD = "a long enough password";

    private static final Path APPLICATION = Path.of("target", "quarkus-app");
    private static final Pattern LISTENING = Pattern.compile("Listening on: http://[^:]+:(\\d+)");
    private static final Duration START = Duration.ofSeconds(90);

    private final Process process;
    private final Path log;
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5)).build();
    private String authorization = "Basic "
            + Base64.getEncoder().encodeToString(("admin:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
    private int port;

    private Node(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * Starts one; it listens on a port of its own choice and sends to {@code relayPort} on this machine without encryption.
     *
     * @param directory where its data, keys and logs are
     * @param settings by their names in the operator's guide; they win over the usual ones
     */
    static Node start(Path directory, String name, int relayPort, Map<String, String> settings) throws IOException {
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + APPLICATION.resolve("jvm.options"), "-Dquarkus.http.port=0", "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.mailer.host=127.0.0.1", "-Dquarkus.mailer.port=" + relayPort,
                "-Dquarkus.mailer.start-tls=DISABLED", "-Dquarkus.mailer.from=weekly@news.example.org",
                "-Dviestka.public-url=https://news.example.org", "-Dviestka.admin.password=" + PASSWORD,
                "-Dviestka.timetable.send=off", "-Dviestka.data-dir=" + directory.resolve("data")));
        settings.forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.addAll(List.of("-jar", APPLICATION.resolve("quarkus-run.jar").toString()));
        var log = directory.resolve(name + ".log");
        var process = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())).start();
        return new Node(process, log);
    }

    /** Returns when it listens. */
    Node awaitReady() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + START.toNanos();
        while (System.nanoTime() < deadline && process.isAlive()) {
            var matcher = LISTENING.matcher(log());
            if (matcher.find()) {
                port = Integer.parseInt(matcher.group(1));
                return this;
            }
            process.waitFor(50, TimeUnit.MILLISECONDS);
        }
        throw new IllegalStateException("it did not start:\n" + log());
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** {@code kill -9}. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** SIGTERM; it has not ended when this returns. */
    void askToStop() {
        process.destroy();
    }

    /** Where it answers on this machine. */
    URI url(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /** What a path outside the API answers to whoever asks. */
    HttpResponse<byte[]> ask(String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(url(path)).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    /** SIGTERM. False when it did not end within the time. */
    boolean terminate(Duration most) throws InterruptedException {
        process.destroy();
        return process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Makes an admin's token, good for all nodes of the installation. */
    String token() throws IOException, InterruptedException {
        var made = exchange("POST", "/tokens", "application/json",
                HttpRequest.BodyPublishers.ofString("{\"name\":\"desk\",\"role\":\"admin\"}"));
        return new ObjectMapper().readTree(made.body()).get("token").asText();
    }

    /** From now on calls come with the token: a password would cost the node a bcrypt a minute. */
    Node signIn(String token) {
        authorization = "Bearer " + token;
        return this;
    }

    /** Calls the API as its admin, {@code path} from {@code /api} on; throws unless the answer is a 2xx. */
    String call(String method, String path, String type, HttpRequest.BodyPublisher body)
            throws IOException, InterruptedException {
        var response = exchange(method, path, type, body);
        if (response.statusCode() / 100 != 2) {
            throw new IOException(method + " " + path + ": " + response.statusCode() + " " + response.body());
        }
        return response.headers().firstValue("Location").orElse(response.body());
    }

    String get(String path) throws IOException, InterruptedException {
        return call("GET", path, "application/json", HttpRequest.BodyPublishers.noBody());
    }

    String post(String path) throws IOException, InterruptedException {
        return call("POST", path, "application/json", HttpRequest.BodyPublishers.noBody());
    }

    String post(String path, String json) throws IOException, InterruptedException {
        return call("POST", path, "application/json", HttpRequest.BodyPublishers.ofString(json));
    }

    /** What a GET of the API answers, as it comes. */
    InputStream open(String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(url("/api" + path)).header("Authorization", authorization).build(),
                HttpResponse.BodyHandlers.ofInputStream()).body();
    }

    private HttpResponse<String> exchange(String method, String path, String type, HttpRequest.BodyPublisher body)
            throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(url("/api" + path)).method(method, body)
                .header("Authorization", authorization).header("Content-Type", type).timeout(Duration.ofMinutes(15)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** Ends it, whatever state it is in. */
    @Override
    public void close() {
        try {
            if (!terminate(Duration.ofSeconds(30))) {
                kill();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
