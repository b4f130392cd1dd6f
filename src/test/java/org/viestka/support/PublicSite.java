package org.viestka.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.Map;

import io.quarkus.test.junit.QuarkusTestProfile;

/** An installation as readers know it: over TLS, with a domain of its own, whose mail is signed. Its name server is to be played. */
public class PublicSite implements QuarkusTestProfile {

    /** Configuration: the port of its name server. */
    public static final String NAME_SERVER = "test.name-server";
    /** Configuration: what belongs to the key that mail is signed with, in base64. */
    public static final String PUBLIC_KEY = "test.public-key";
    /** Where the public key has to stand. */
    public static final String KEY_NAME = "s1._domainkey.news.example.org";

    @Override
    public Map<String, String> getConfigOverrides() {
        try {
            int port = FreePort.find();
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            var pair = generator.generateKeyPair();
            var file = Files.createTempFile("dkim", ".pem");
            file.toFile().deleteOnExit();
            Files.writeString(file, "-----BEGIN PRIVATE KEY-----\n"
                    + Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(pair.getPrivate().getEncoded())
                    + "\n-----END PRIVATE KEY-----\n");
            return Map.ofEntries(Map.entry("viestka.public-url", "https://news.example.org"),
                    Map.entry("quarkus.mailer.from", "weekly@news.example.org"),
                    Map.entry("viestka.mail.bounce-domain", "bounces.example.org"),
                    Map.entry("quarkus.mailer.dkim.enabled", "true"),
                    Map.entry("quarkus.mailer.dkim.private-key-path", file.toString()),
                    Map.entry("quarkus.mailer.dkim.selector", "s1"),
                    Map.entry("quarkus.mailer.dkim.sdid", "news.example.org"),
                    Map.entry("viestka.doctor.name-servers", "127.0.0.1:" + port),
                    Map.entry(NAME_SERVER, String.valueOf(port)),
                    Map.entry(PUBLIC_KEY, Base64.getEncoder().encodeToString(pair.getPublic().getEncoded())));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
