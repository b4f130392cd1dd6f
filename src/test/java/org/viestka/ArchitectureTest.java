package org.viestka;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

class ArchitectureTest {

    private static final String BASE = "org.viestka.";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("org.viestka");
    private static final JavaClasses TESTS = new ClassFileImporter()
            .withImportOption(new ImportOption.OnlyIncludeTests()).importPackages("org.viestka");

    /** The package table of the architecture guide. What starts the service may see all. */
    static final Map<String, Set<String>> MAY_IMPORT = table(
            "publication:",
            "vault:",
            "web: publication",
            "restore: publication web",
            "embedded: restore",
            "smtp:",
            "mail: publication vault smtp",
            "relay: publication mail smtp",
            "subscriber: publication vault web",
            "lists: publication vault web subscriber",
            "rotation: publication vault web subscriber",
            "markdown: publication web",
            "commentary: publication web markdown",
            "issue: commentary restore",
            "mailing: issue commentary markdown mail smtp web",
            "delivery: mailing subscriber relay web",
            "subscription: subscriber delivery mail restore web",
            "bounce: delivery subscriber web",
            "site: issue commentary markdown publication web",
            "admin: vault web",
            "audit: admin web",
            "statistics: delivery subscriber web",
            "webhook: delivery restore vault web",
            "idempotency: vault web",
            "doctor: delivery lists webhook mail web",
            "desk: delivery bounce site admin subscription");

    @Test
    void packages_import_only_what_the_table_allows() {
        for (var type : CLASSES) {
            var from = packageOf(type);
            if (Set.of("", "start", "demo").contains(from)) {
                continue;
            }
            assertThat(MAY_IMPORT).as("the table names every package").containsKey(from);
            var used = new TreeSet<String>();
            type.getDirectDependenciesFromSelf().forEach(d -> used.add(packageOf(d.getTargetClass().getBaseComponentType())));
            used.remove("");
            used.remove(from);
            assertThat(MAY_IMPORT.get(from)).as(type.getName()).containsAll(used);
        }
    }

    @Test
    void every_package_says_what_lives_there_and_what_it_may_import() throws IOException {
        for (var type : CLASSES) {
            var name = packageOf(type);
            if (!name.equals("demo")) {
                var info = Path.of("src/main/java/org/viestka", name, "package-info.java");
                assertThat(info).exists().content().contains("It may import ");
            }
        }
    }

    @Test
    void packages_form_no_cycle() {
        slices().matching("org.viestka.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void time_comes_from_the_clock() {
        for (var time : Set.of(Instant.class, LocalDate.class, LocalDateTime.class, OffsetDateTime.class,
                ZonedDateTime.class)) {
            noClasses().should().callMethod(time, "now").check(CLASSES);
        }
        noClasses().that().doNotHaveSimpleName("ClockProducer").should().callMethod(Clock.class, "systemUTC")
                .orShould().callMethod(System.class, "currentTimeMillis").check(CLASSES);
    }

    @Test
    void nothing_but_the_vault_touches_keys() {
        noClasses().that().resideOutsideOfPackage("org.viestka.vault").should().dependOnClassesThat()
                .resideInAnyPackage("com.google.crypto.tink..").check(CLASSES);
        // Passwords that were just checked are remembered by a hash under a key that never leaves the process.
        noClasses().that().resideOutsideOfPackage("org.viestka.vault").and().doNotHaveSimpleName("RememberedPasswords").should()
                .dependOnClassesThat().resideInAnyPackage("javax.crypto..").check(CLASSES);
    }

    @Test
    void nothing_writes_to_the_standard_streams() {
        noClasses().that().resideOutsideOfPackage("org.viestka.demo").should().accessField(System.class, "out")
                .orShould().accessField(System.class, "err").check(CLASSES);
    }

    @Test
    void every_void_method_of_a_test_is_a_test_a_step_of_its_life_or_private() {
        for (var type : TESTS) {
            if (!type.getSimpleName().endsWith("Test") && !type.getSimpleName().endsWith("IT")) {
                continue;
            }
            for (var method : type.getMethods()) {
                boolean isVoid = method.getRawReturnType().getName().equals("void");
                assertThat(!isVoid || isTestOrStep(method) || method.getModifiers().contains(JavaModifier.PRIVATE)
                        || method.getModifiers().contains(JavaModifier.SYNTHETIC)).as(method.getFullName()).isTrue();
            }
        }
    }

    private static boolean isTestOrStep(JavaMethod method) {
        return method.getAnnotations().stream().map(a -> a.getRawType().getName())
                .anyMatch(name -> name.startsWith("net.jqwik.api.") || name.startsWith("jakarta.")
                        || Set.of(Test.class.getName(), BeforeEach.class.getName(), AfterEach.class.getName(),
                                BeforeAll.class.getName(), AfterAll.class.getName(),
                                "org.junit.jupiter.params.ParameterizedTest", "org.junit.jupiter.api.TestFactory")
                                .contains(name));
    }

    private static String packageOf(JavaClass type) {
        var name = type.getPackageName();
        if (!name.startsWith(BASE)) {
            return "";
        }
        var rest = name.substring(BASE.length());
        return rest.contains(".") ? rest.substring(0, rest.indexOf('.')) : rest;
    }

    /** What a package may import, and what those may. */
    private static Map<String, Set<String>> table(String... rows) {
        var table = new HashMap<String, Set<String>>();
        for (var row : rows) {
            var name = row.substring(0, row.indexOf(':'));
            var allowed = new TreeSet<String>();
            Arrays.stream(row.substring(row.indexOf(':') + 1).trim().split(" ")).filter(s -> !s.isEmpty()).forEach(other -> {
                allowed.add(other);
                allowed.addAll(table.get(other));
            });
            table.put(name, allowed);
        }
        return table;
    }
}
