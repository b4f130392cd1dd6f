package org.viestka.subscription;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import io.quarkus.arc.Unremovable;

/** What the service does each second, for tests of other packages. */
@Singleton
@Unremovable
public class WaitingSignUps {

    @Inject
    SignUps signUps;

    public void take() {
        boolean any = true;
        while (any) {
            any = signUps.takeNext();
        }
    }
}
