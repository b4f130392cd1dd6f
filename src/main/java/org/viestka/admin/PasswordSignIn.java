package org.viestka.admin;

import java.time.Clock;
import java.util.Optional;
import java.util.stream.IntStream;

import jakarta.enterprise.context.ApplicationScoped;

import org.viestka.admin.Actor.Means;
import org.viestka.publication.Words;
import org.viestka.web.ClientNetwork;
import org.viestka.web.Problem;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.UsernamePasswordAuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.HttpSecurityUtils;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;

/** Lets a person in by name and password (HTTP Basic), and by a code in {@code X-TOTP} where they have a second factor. */
@ApplicationScoped
class PasswordSignIn implements IdentityProvider<UsernamePasswordAuthenticationRequest> {

    static final String CODE_HEADER = "X-TOTP";

    private final Clock clock;
    private final Passwords passwords;
    private final RememberedPasswords remembered;
    private final FailedSignIns failed;
    private final SecondFactors factors;
    private final SignInPolicy people;
    private final ClientNetwork network;
    // One at a time for a name: of many calls that a client makes at once, the first pays for bcrypt and is remembered.
    private final Object[] turns = IntStream.range(0, 64).mapToObj(i -> new Object()).toArray();

    PasswordSignIn(Clock clock, Passwords passwords, RememberedPasswords remembered, FailedSignIns failed,
            SecondFactors factors, SignInPolicy people, ClientNetwork network) {
        this.clock = clock;
        this.passwords = passwords;
        this.remembered = remembered;
        this.failed = failed;
        this.factors = factors;
        this.people = people;
        this.network = network;
    }

    /** A user who is not disabled, and the second factor where a code is wanted. */
    private record Known(Account account, Optional<SecondFactor> factor) {}

    @Override
    public Class<UsernamePasswordAuthenticationRequest> getRequestType() {
        return UsernamePasswordAuthenticationRequest.class;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(UsernamePasswordAuthenticationRequest request,
            AuthenticationRequestContext context) {
        var http = HttpSecurityUtils.getRoutingContextAttribute(request);
        return context.runBlocking(() -> signIn(request.getUsername(), new String(request.getPassword().getPassword()), http));
    }

    private SecurityIdentity signIn(String typed, String password, RoutingContext request) {
        var name = AccountNames.isName(typed) ? Account.fold(typed) : "";
        var known = QuarkusTransaction.requiringNew().call(() -> Account.findByName(name).filter(found -> !found.disabled)
                .map(found -> new Known(found, SecondFactor.findActive(found.id))));
        if (!isEnough(known, password)) {
            synchronized (turns[Math.floorMod(name.hashCode(), turns.length)]) {
                verify(name, known, password, request);
            }
        }
        var account = known.orElseThrow().account;
        return QuarkusTransaction.requiringNew().call(() -> people.admit(account, Means.PASSWORD, account.id, request));
    }

    private void verify(String name, Optional<Known> known, String password, RoutingContext request) {
        if (isEnough(known, password)) {
            return;
        }
        var attempt = failed.begin(name, network.of(request));
        if (!isRight(known, password)) {
            throw new AuthenticationFailedException();
        }
        verifyCode(known.orElseThrow(), request.request().getHeader(CODE_HEADER), attempt);
        failed.succeeded(attempt);
        remembered.remember(known.orElseThrow().account, password, clock.instant());
    }

    /** A password was right. Whoever has it learns that a code is wanted, and has ten guesses like anybody else. */
    private void verifyCode(Known known, String code, FailedSignIns.Attempt attempt) {
        if (known.factor.isEmpty()) {
            return;
        }
        boolean isAccepted = code != null
                && QuarkusTransaction.requiringNew().call(() -> factors.accept(known.factor.get(), code.strip()));
        if (code == null) {
            failed.withdraw(attempt);
        }
        if (!isAccepted) {
            throw new AuthenticationFailedException(Problem.unauthorized(Words::problem_second_factor));
        }
    }

    private boolean isEnough(Optional<Known> known, String password) {
        return isRemembered(known, password) && known.get().factor.isEmpty();
    }

    private boolean isRemembered(Optional<Known> known, String password) {
        return known.filter(found -> remembered.knows(found.account, password, clock.instant())).isPresent();
    }

    private boolean isRight(Optional<Known> known, String password) {
        if (known.isEmpty() || known.get().account.passwordHash == null) {
            passwords.matchNobody(password);
            return false;
        }
        return isRemembered(known, password) || passwords.match(password, known.get().account.passwordHash);
    }
}
