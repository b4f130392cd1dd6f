package org.viestka.admin;

import java.time.Clock;
import java.util.Optional;
import java.util.stream.IntStream;

import jakarta.enterprise.context.ApplicationScoped;

import org.viestka.web.Problem;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.UsernamePasswordAuthenticationRequest;
import io.smallrye.mutiny.Uni;

/** Lets a person in by name and password (HTTP Basic). */
@ApplicationScoped
class PasswordSignIn implements IdentityProvider<UsernamePasswordAuthenticationRequest> {

    private final Clock clock;
    private final Passwords passwords;
    private final RememberedPasswords remembered;
    private final FailedSignIns failed;
    // One guess at a time for a name, or a thousand at once would all come before the first is counted.
    private final Object[] turns = IntStream.range(0, 64).mapToObj(i -> new Object()).toArray();

    PasswordSignIn(Clock clock, Passwords passwords, RememberedPasswords remembered, FailedSignIns failed) {
        this.clock = clock;
        this.passwords = passwords;
        this.remembered = remembered;
        this.failed = failed;
    }

    @Override
    public Class<UsernamePasswordAuthenticationRequest> getRequestType() {
        return UsernamePasswordAuthenticationRequest.class;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(UsernamePasswordAuthenticationRequest request,
            AuthenticationRequestContext context) {
        return context
                .runBlocking(() -> signIn(request.getUsername(), new String(request.getPassword().getPassword())));
    }

    private SecurityIdentity signIn(String typed, String password) {
        var name = Names.isName(typed) ? Account.fold(typed) : "";
        var account = QuarkusTransaction.requiringNew().call(() -> Account.findByName(name))
                .filter(found -> !found.disabled);
        if (!isRemembered(account, password)) {
            synchronized (turns[Math.floorMod(name.hashCode(), turns.length)]) {
                verify(name, account, password);
            }
        }
        return account.map(found -> found.role.identity(found.name)).orElseThrow();
    }

    private void verify(String name, Optional<Account> account, String password) {
        if (isRemembered(account, password)) {
            return;
        }
        var now = clock.instant();
        var delay = failed.delay(name, now);
        if (!delay.isZero()) {
            throw new AuthenticationFailedException(Problem.tooMany(delay.plusMillis(999).toSeconds()));
        }
        if (!matches(account, password)) {
            failed.add(name, now);
            throw new AuthenticationFailedException();
        }
        failed.forget(name);
        remembered.remember(account.orElseThrow(), password, now);
    }

    private boolean isRemembered(Optional<Account> account, String password) {
        return account.filter(found -> remembered.knows(found, password, clock.instant())).isPresent();
    }

    private boolean matches(Optional<Account> account, String password) {
        if (account.isEmpty()) {
            passwords.matchNobody(password);
            return false;
        }
        return passwords.match(password, account.get().passwordHash);
    }
}
