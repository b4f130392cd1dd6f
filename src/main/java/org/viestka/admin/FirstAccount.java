package org.viestka.admin;

import java.time.Clock;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;

import org.jboss.logging.Logger;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;

/** Makes the user {@code admin} when there is nobody yet. */
@ApplicationScoped
class FirstAccount {

    static final String NAME = "admin";

    private static final Logger LOG = Logger.getLogger(FirstAccount.class);

    private final AdminConfig config;
    private final Passwords passwords;
    private final Clock clock;

    FirstAccount(AdminConfig config, Passwords passwords, Clock clock) {
        this.config = config;
        this.passwords = passwords;
        this.clock = clock;
    }

    void atStart(@Observes StartupEvent event, FirstAccount self) {
        // The one time and place where it is told.
        self.create(config.password()).ifPresent(password -> LOG.warnf("First start: sign in as '%s' with the password %s"
                + " (shown this once, stored only as a hash).", NAME, password));
    }

    /**
     * Makes the account if there is none at all.
     *
     * @return the password, if none was given and so one was made up
     * @throws ConfigurationException when the given one is longer than bcrypt can take
     */
    @Transactional
    Optional<String> create(Optional<String> given) {
        if (Account.count() > 0) {
            return Optional.empty();
        }
        var chosen = given.filter(text -> !text.isBlank());
        chosen.ifPresent(FirstAccount::check);
        var password = chosen.orElseGet(Passwords::makeUp);
        // Of two nodes that start at once, one makes it, and only that one tells its password.
        boolean made = Account.create(NAME, passwords.hash(password), Role.ADMIN, clock.instant()).insertIfNew();
        return made && chosen.isEmpty() ? Optional.of(password) : Optional.empty();
    }

    private static void check(String password) {
        if (!Passwords.fits(password)) {
            throw new ConfigurationException("viestka.admin.password is longer than " + Passwords.MOST_OCTETS + " octets.");
        }
        if (password.codePointCount(0, password.length()) < Passwords.LEAST_CHARACTERS) {
            LOG.warnf("viestka.admin.password has fewer than %d characters. Change it.", Passwords.LEAST_CHARACTERS);
        }
    }
}
