package org.viestka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.viestka.ArchitectureTest.MAY_IMPORT;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

/** SQL names only tables of its own package and of those that the package may import: arrows that no compiler sees. */
class SqlArchitectureTest {

    private static final Path SOURCES = Path.of("src/main/java/org/viestka");
    private static final Path MIGRATIONS = Path.of("src/main/resources/db/migration");

    /** Which package a table belongs to. */
    private static final Map<String, String> OWNERS = owners(
            "vault: vault_key vault_node",
            "admin: account api_token session second_factor recovery_code failed_sign_in known_network",
            "audit: audit_entry",
            "commentary: commentary translation",
            "issue: issue_decision",
            "subscriber: subscriber suppression outbox sign_up consent_text confirmation_count subscriber_count",
            "subscription: sign_up_count",
            "lists: subscriber_import subscriber_import_error subscriber_import_piece subscriber_import_seen",
            "rotation: resealing",
            "mailing: mailing mailing_text",
            "delivery: delivery delivery_node delivery_allowance relay_trouble address_failure mailing_result",
            "statistics: subscriber_movement movement_day subscriber_day",
            "webhook: webhook webhook_message webhook_attempt webhook_failure",
            "idempotency: idempotency_key",
            "restore: database_home");

    /** Whose triggers a repeatable migration holds. They write in the transaction of whoever changes a table that they watch. */
    private static final Map<String, String> TRIGGERS = Map.of("R__audit_triggers.sql", "audit", "R__subscriber_triggers.sql",
            "subscriber", "R__statistics_triggers.sql", "statistics", "R__webhook_triggers.sql", "webhook",
            "R__delivery_triggers.sql", "delivery");

    private static final Pattern LITERAL = Pattern.compile("\"\"\"(.*?)\"\"\"|\"((?:\\\\.|[^\"\\\\\n])*)\"", Pattern.DOTALL);
    private static final Pattern CREATED = Pattern.compile("(?i)\\bCREATE (?:UNLOGGED )?TABLE (\\w+)");
    private static final Pattern NAMED = Pattern.compile(
            "(?i)\\b(?:FROM|JOIN|INTO|UPDATE|TABLE|USING|REFERENCES|ON)\\s+(?:ONLY\\s+|public\\.)?(\\w+)\\b");

    @Test
    void every_table_belongs_to_a_package() throws IOException {
        var created = new TreeSet<String>();
        try (var scripts = Files.list(MIGRATIONS)) {
            scripts.forEach(script -> CREATED.matcher(read(script)).results().forEach(table -> created.add(table.group(1))));
        }
        assertThat(OWNERS.keySet()).containsExactlyInAnyOrderElementsOf(created);
    }

    @Test
    void sql_in_the_source_names_only_tables_that_its_package_may_see() throws IOException {
        try (var sources = Files.walk(SOURCES)) {
            sources.filter(file -> file.toString().endsWith(".java")).forEach(file -> {
                var home = SOURCES.relativize(file).getParent();
                if (home != null && !home.toString().equals("start")) {
                    var sql = LITERAL.matcher(read(file)).results()
                            .map(literal -> literal.group(1) == null ? literal.group(2) : literal.group(1))
                            .collect(Collectors.joining(" "));
                    assertMaySee(home.toString(), sql, file.toString());
                }
            });
        }
    }

    @Test
    void triggers_name_only_tables_that_their_package_may_see() throws IOException {
        try (var scripts = Files.list(MIGRATIONS)) {
            scripts.filter(script -> script.getFileName().toString().startsWith("R__")).forEach(script -> {
                var name = script.getFileName().toString();
                assertThat(TRIGGERS).containsKey(name);
                assertMaySee(TRIGGERS.get(name), read(script).replaceAll("--.*", ""), name);
            });
        }
    }

    private static void assertMaySee(String home, String sql, String where) {
        NAMED.matcher(sql).results().map(found -> found.group(1).toLowerCase()).filter(OWNERS::containsKey).forEach(table -> {
            var owner = OWNERS.get(table);
            assertThat(owner.equals(home) || MAY_IMPORT.getOrDefault(home, Set.of()).contains(owner))
                    .as("%s names %s, a table of %s", where, table, owner).isTrue();
        });
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> owners(String... rows) {
        var owners = new HashMap<String, String>();
        for (var row : rows) {
            for (var table : row.substring(row.indexOf(':') + 1).strip().split(" ")) {
                owners.put(table, row.substring(0, row.indexOf(':')));
            }
        }
        return owners;
    }
}
