package org.viestka.smtp;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** Lays TLS over a connection: the certificate must be trusted, and be the host's. */
final class SmtpTls {

    private SmtpTls() {}

    /** @throws javax.net.ssl.SSLException for a certificate that will not do, and for a peer that does not speak TLS */
    static SSLSocket handshake(Socket tcp, SmtpSettings settings) throws IOException {
        var socket = (SSLSocket) context(settings).getSocketFactory().createSocket(tcp, settings.host(), settings.port(), true);
        if (!settings.trustAll()) {
            var parameters = socket.getSSLParameters();
            // RFC 2818 §3.1, which RFC 7817 §3 follows; without this any valid certificate of any host would do.
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
        }
        socket.startHandshake();
        return socket;
    }

    private static SSLContext context(SmtpSettings settings) throws IOException {
        try {
            if (!settings.trustAll()) {
                return settings.trust().isPresent() ? settings.trust().get() : SSLContext.getDefault();
            }
            var context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[]{new TrustsAll()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS cannot be set up", e);
        }
    }

    /** Extended, or the JDK would add the check of the host name that {@code trustAll} is to leave out. */
    private static final class TrustsAll extends X509ExtendedTrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
