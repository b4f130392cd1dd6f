package org.viestka.doctor;

import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Locale;

import jakarta.enterprise.context.ApplicationScoped;

import javax.naming.InvalidNameException;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.directory.DirContext;
import javax.naming.spi.NamingManager;

/** Asks name servers, by the JDK's own resolver: it asks again over TCP where an answer does not fit, as keys often do not. */
@ApplicationScoped
class Dns {

    /** Milliseconds for the first try; each further one takes twice as long. */
    private static final String PATIENCE = "1000";
    private static final String TRIES = "2";

    private static final List<String> OF_THIS_MACHINE = List.of("");

    private final DoctorConfig config;

    Dns(DoctorConfig config) {
        this.config = config;
    }

    /** No name server answered, or none could. */
    static final class SilentException extends Exception {

        private static final long serialVersionUID = 1L;

        SilentException(NamingException cause) {
            super(cause);
        }
    }

    /** The texts of a name, each put together from its parts. Empty where there are none. */
    List<String> texts(String name) throws SilentException {
        return records(name, "TXT").stream().map(Dns::unquoted).toList();
    }

    /** IPv4 and IPv6 addresses. */
    List<String> addresses(String name) throws SilentException {
        var all = new ArrayList<>(records(name, "A"));
        all.addAll(records(name, "AAAA"));
        return all;
    }

    /** @param name of an address, under {@code in-addr.arpa} or {@code ip6.arpa} */
    List<String> pointers(String name) throws SilentException {
        return records(name, "PTR").stream().map(Dns::withoutDot).toList();
    }

    private List<String> records(String name, String type) throws SilentException {
        NamingException last = null;
        for (var server : config.nameServers().orElse(OF_THIS_MACHINE)) {
            try {
                return records(server, name, type);
            } catch (NameNotFoundException | InvalidNameException e) {
                return List.of();
            } catch (NamingException e) {
                last = e;
            }
        }
        throw new SilentException(last);
    }

    private static List<String> records(String server, String name, String type) throws NamingException {
        var settings = new Hashtable<String, String>();
        settings.put("com.sun.jndi.dns.timeout.initial", PATIENCE);
        settings.put("com.sun.jndi.dns.timeout.retries", TRIES);
        // Quarkus bars every initial context of JNDI, and well it does; this is the one way to nothing but the resolver.
        var context = (DirContext) NamingManager.getURLContext("dns", settings);
        try {
            // With the dot it is asked as it stands, whatever this machine's own domain is.
            var found = context.getAttributes("dns://" + server + "/" + name + ".", new String[]{type}).get(type);
            var values = new ArrayList<String>();
            for (int i = 0; found != null && i < found.size(); i++) {
                values.add(found.get(i).toString());
            }
            return values;
        } finally {
            context.close();
        }
    }

    /** A text of several parts comes as {@code "one" "two"}, one without a space as it is (RFC 7208 §3.3: put together as they are). */
    private static String unquoted(String text) {
        var out = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == '\\' && i + 1 < text.length()) {
                out.append(text.charAt(++i));
            } else if (quoted || c != ' ') {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static String withoutDot(String name) {
        return (name.endsWith(".") ? name.substring(0, name.length() - 1) : name).toLowerCase(Locale.ROOT);
    }
}
