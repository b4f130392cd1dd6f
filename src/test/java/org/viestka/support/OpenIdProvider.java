package org.viestka.support;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;

import com.sun.net.httpserver.HttpServer;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.smallrye.jwt.build.Jwt;

/** The newsroom's OpenID provider: tells its keys, and signs who somebody is. */
public class OpenIdProvider implements QuarkusTestResourceLifecycleManager {

    private static final KeyPair KEYS = keys();
    private static String url;

    private HttpServer server;

    @Override
    public Map<String, String> start() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        url = "http://localhost:" + server.getAddress().getPort();
        answer("/.well-known/openid-configuration",
                "{\"issuer\":\"" + url + "\",\"jwks_uri\":\"" + url + "/keys\",\"token_endpoint\":\"" + url + "/token\"}");
        var key = (RSAPublicKey) KEYS.getPublic();
        answer("/keys",
                "{\"keys\":[{\"kty\":\"RSA\",\"use\":\"sig\",\"alg\":\"RS256\",\"kid\":\"1\",\"n\":\""
                        + number(key.getModulus())
                        + "\",\"e\":\"" + number(key.getPublicExponent()) + "\"}]}");
        server.start();
        return Map.of("quarkus.oidc.auth-server-url", url);
    }

    private void answer(String path, String json) {
        server.createContext(path, exchange -> {
            var octets = json.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, octets.length);
            exchange.getResponseBody().write(octets);
            exchange.close();
        });
    }

    @Override
    public void stop() {
        server.stop(0);
    }

    /** A token that says somebody is {@code name}, for the service called {@code audience}. */
    public static String token(String name, String audience) {
        return signed(name, audience, KEYS);
    }

    /** The same by somebody else who would like to be the provider. */
    public static String forged(String name, String audience) {
        return signed(name, audience, keys());
    }

    private static String signed(String name, String audience, KeyPair keys) {
        return Jwt.issuer(url).upn(name).audience(audience).expiresIn(600).jws().keyId("1").sign(keys.getPrivate());
    }

    private static KeyPair keys() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** RFC 7518 §6.3.1 */
    private static String number(BigInteger number) {
        var octets = number.toByteArray();
        int sign = octets[0] == 0 ? 1 : 0;
        return Base64.getUrlEncoder().withoutPadding()
                .encodeToString(Arrays.copyOfRange(octets, sign, octets.length));
    }
}
