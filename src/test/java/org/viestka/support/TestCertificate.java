package org.viestka.support;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate that signs itself, made by the JDK's own keytool.
 *
 * @param server who shows it
 * @param client who trusts it, and nobody else
 * @param pem the certificate alone
 */
public record TestCertificate(SSLContext server, SSLContext client, Path pem) {

    private static final Map<String, TestCertificate> MADE = new ConcurrentHashMap<>();
    private static final char[] PASSWORD = "changeit".toCharArray();

    public static TestCertificate of(String host) {
        return MADE.computeIfAbsent(host, TestCertificate::make);
    }

    private static TestCertificate make(String host) {
        try {
            var file = Files.createTempDirectory("viestka-certificate").resolve("keys.p12");
            var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
            var process = new ProcessBuilder(keytool, "-genkeypair", "-alias", "relay", "-keyalg", "EC", "-dname", "CN=" + host,
                    "-ext", "san=dns:" + host, "-validity", "2", "-storetype", "PKCS12", "-keystore", file.toString(),
                    "-storepass", new String(PASSWORD)).redirectErrorStream(true).start();
            var said = new String(process.getInputStream().readAllBytes());
            if (process.waitFor() != 0) {
                throw new IllegalStateException(said);
            }
            var store = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(file)) {
                store.load(in, PASSWORD);
            }
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, PASSWORD);
            var server = SSLContext.getInstance("TLS");
            server.init(keys.getKeyManagers(), null, null);

            var trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("relay", store.getCertificate("relay"));
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            var client = SSLContext.getInstance("TLS");
            client.init(null, trust.getTrustManagers(), null);
            var pem = file.resolveSibling("certificate.pem");
            Files.writeString(pem, "-----BEGIN CERTIFICATE-----\n"
                    + Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(store.getCertificate("relay").getEncoded())
                    + "\n-----END CERTIFICATE-----\n");
            return new TestCertificate(server, client, pem);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
