package org.viestka.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A reading that the audit trail notes like a change, because it gives something away. Where it cannot be noted it is refused.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface OnRecord {

    /** Name of a query parameter: only a call where it is {@code true} is noted. Empty: every call. */
    String when() default "";
}
