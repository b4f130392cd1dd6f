/**
 * The PostgreSQL that the service starts where no database is configured.
 *
 * <p>
 * It may import {@code restore}.
 */
package org.viestka.embedded;
