package org.viestka.web;

import io.vertx.ext.web.RoutingContext;

/** A call that opens addresses. It may change nothing, but that it was made is noted in the audit trail like a change. */
public final class AddressDisclosure {

    private static final String NOTED = AddressDisclosure.class.getName();

    private AddressDisclosure() {}

    /** Has the call noted. */
    public static void note(RoutingContext call) {
        call.put(NOTED, true);
    }

    public static boolean isNoted(RoutingContext call) {
        return call.get(NOTED) != null;
    }
}
