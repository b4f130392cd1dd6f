package org.viestka;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import javax.tools.ToolProvider;

/** The demonstration, which is no part of the service, ends with the Maven that started it. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class ParentWatchTest {

    private static final Path WATCH = Path.of("src/demo/java/org/viestka/demo/ParentWatch.java");
    private static final String CHILD = """
            package org.viestka.demo;

            class Child {
                public static void main(String... none) throws InterruptedException {
                    ParentWatch.whenGone(() -> System.exit(0));
                    System.out.println("child " + ProcessHandle.current().pid());
                    new java.util.concurrent.CountDownLatch(1).await();
                }
            }
            """;
    // A parent that starts the child, as Maven does; and its own parent, which waits for nobody.
    private static final String PARENT = "echo parent $$; '%s' -cp '%s' org.viestka.demo.Child & exec sleep 61";
    private static final String GRANDPARENT = "sh -c \"$PARENT\" & exec sleep 62";

    @Test
    void a_parent_that_nobody_waits_for_is_gone_all_the_same(@TempDir Path classes) throws Exception {
        compile(classes);
        var start = new ProcessBuilder("sh", "-c", GRANDPARENT);
        start.environment().put("PARENT", PARENT.formatted(Path.of(System.getProperty("java.home"), "bin", "java"), classes));
        var grandparent = start.start();
        try (var output = new BufferedReader(new InputStreamReader(grandparent.getInputStream()))) {
            var parent = process(output.readLine());
            var child = process(output.readLine());
            try {
                assertThat(parent.destroy()).isTrue();
                assertThat(child.onExit().get(20, TimeUnit.SECONDS).isAlive()).isFalse();
                assertThat(parent.isAlive()).as("a zombie, as nobody waited for it").isTrue();
            } finally {
                child.destroyForcibly();
            }
        } finally {
            grandparent.destroyForcibly().waitFor();
        }
    }

    private static void compile(Path classes) throws IOException {
        var child = Files.writeString(classes.resolve("Child.java"), CHILD);
        int code = ToolProvider.getSystemJavaCompiler().run(null, null, null, "-d", classes.toString(), WATCH.toString(),
                child.toString());
        assertThat(code).isZero();
    }

    private static ProcessHandle process(String line) {
        return ProcessHandle.of(Long.parseLong(line.substring(line.indexOf(' ') + 1))).orElseThrow();
    }
}
