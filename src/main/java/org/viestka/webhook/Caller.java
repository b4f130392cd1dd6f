package org.viestka.webhook;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

import org.viestka.webhook.Answer.Trouble;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;

import javax.net.ssl.SSLException;

/**
 * Posts to targets: to the very address that was checked, with the certificate of the name, following no redirect, and reading
 * no more than it must.
 */
@ApplicationScoped
class Caller {

    private static final int CONNECT_MILLIS = 5_000;
    /** Octets of an answer; nothing is done with them. */
    private static final int MOST_READ = 16_384;

    private final HttpClient client;
    private final WebhookConfig config;

    Caller(Vertx vertx, WebhookConfig config) {
        this.config = config;
        // A connection that is kept would go to an address that was checked some time ago.
        this.client = vertx.createHttpClient(new HttpClientOptions().setKeepAlive(false).setConnectTimeout(CONNECT_MILLIS)
                .setMaxPoolSize(2 * Messenger.AT_ONCE).setMaxChunkSize(MOST_READ).setVerifyHost(true));
    }

    @PreDestroy
    void close() {
        client.close();
    }

    /** Looks the target's name up and posts to it. */
    Answer post(Target target, Map<String, String> headers, String body) throws InterruptedException {
        try {
            Answer answer = null;
            for (var address : target.addresses(config.privateTargets())) {
                answer = post(target, address, headers, body);
                if (answer.trouble() != Trouble.NOT_REACHED) {
                    return answer;
                }
            }
            return answer;
        } catch (Target.RefusedException e) {
            return Answer.of(e.trouble());
        }
    }

    /** Posts to the target at an address, whatever its name leads to. */
    Answer post(Target target, InetAddress address, Map<String, String> headers, String body) throws InterruptedException {
        var options = new RequestOptions().setMethod(HttpMethod.POST).setSsl(target.isTls()).setHost(target.url().getHost())
                .setPort(target.port()).setURI(target.pathAndQuery()).setFollowRedirects(false)
                .setServer(SocketAddress.inetSocketAddress(new InetSocketAddress(address, target.port())));
        headers.forEach(options::putHeader);
        var call = new Call();
        try {
            client.request(options).compose(request -> call.run(request, body)).toCompletionStage().toCompletableFuture()
                    .get(config.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // An answer that does not end is one.
            call.trouble = Trouble.NO_ANSWER;
        } catch (ExecutionException | CompletionException e) {
            call.trouble = trouble(e.getCause(), call.request.get() != null);
        } finally {
            call.end();
        }
        return call.answer();
    }

    private static Trouble trouble(Throwable cause, boolean connected) {
        for (var reason = cause; reason != null; reason = reason.getCause()) {
            if (reason instanceof SSLException) {
                return Trouble.TLS;
            }
        }
        return connected ? Trouble.BROKEN_OFF : Trouble.NOT_REACHED;
    }

    /** One request on its way. */
    private static final class Call {

        private final AtomicReference<HttpClientRequest> request = new AtomicReference<>();
        private volatile Answer answer;
        private volatile Trouble trouble;
        private volatile boolean ended;
        private int read;

        Future<Void> run(HttpClientRequest made, String body) {
            request.set(made);
            if (ended) {
                // The connection came when nobody was waiting any more.
                end();
                return Future.failedFuture("too late");
            }
            return made.send(Buffer.buffer(body)).compose(response -> {
                answer = Answer.of(response.statusCode());
                response.handler(part -> {
                    read += part.length();
                    if (read > MOST_READ) {
                        made.connection().close();
                    }
                });
                return response.end();
            });
        }

        /** What was said counts, also where the rest of it was broken off. */
        Answer answer() {
            return answer != null ? answer : Answer.of(trouble);
        }

        void end() {
            ended = true;
            var made = request.get();
            if (made != null && made.connection() != null) {
                made.connection().close();
            }
        }
    }
}
