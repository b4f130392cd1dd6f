package org.viestka;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.viestka.support.SignIn;
import org.viestka.support.Slate;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;

import javax.tools.ToolProvider;

/** The OpenAPI document is good enough for a program: a client is generated from it, compiled, and does a newsroom's work. */
@QuarkusTest
class GeneratedClientTest {

    /** Put there by the build. */
    private static final Path GENERATOR = Path.of("target/tools/openapi-generator-cli.jar");
    private static final String OPTIONS = "useJakartaEe=true,openApiNullable=false,hideGenerationTimestamp=true,"
            + "invokerPackage=org.viestka.client,apiPackage=org.viestka.client.api,modelPackage=org.viestka.client.model";

    @Inject
    Slate slate;
    @Inject
    SignIn signIn;
    @TestHTTPResource("/")
    URL url;
    @TempDir
    Path directory;

    @BeforeEach
    void wipe() {
        slate.wipe();
    }

    @Test
    void a_client_is_generated_compiles_and_works() throws Exception {
        signIn.asAdmin();
        var document = directory.resolve("openapi.json");
        Files.writeString(document, given().queryParam("format", "json").get("/q/openapi").asString());
        generate(document);
        compile();
        try (var client = new URLClassLoader(new URL[]{directory.resolve("classes").toUri().toURL()})) {
            var work = client.loadClass("Newsroom").getMethod("work", String.class, String.class, String.class);
            assertThat(work.invoke(null, URI.create(url.toString()).resolve("").toString().replaceAll("/$", ""), SignIn.ADMIN,
                    SignIn.PASSWORD)).isEqualTo("1 reader: r…@e….org");
        }
    }

    private void generate(Path document) throws Exception {
        var log = directory.resolve("generator.log");
        var process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-jar", GENERATOR.toString(), "generate", "-g", "java", "--library", "native", "-i", document.toString(), "-o",
                directory.resolve("sources").toString(), "--additional-properties=" + OPTIONS).redirectErrorStream(true)
                .redirectOutput(log.toFile()).start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    }

    private void compile() throws Exception {
        var sources = new ArrayList<Path>();
        try (var generated = Files.walk(directory.resolve("sources/src/main/java"))) {
            generated.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
        }
        sources.add(Path.of("src/test/resources/client/Newsroom.java"));
        var compiler = ToolProvider.getSystemJavaCompiler();
        var said = new StringWriter();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            var compiled = compiler.getTask(said, files, null,
                    List.of("-proc:none", "-nowarn", "-d", Files.createDirectories(directory.resolve("classes")).toString(),
                            "-cp", System.getProperty("java.class.path")),
                    null, files.getJavaFileObjectsFromPaths(sources)).call();
            assertThat(compiled).as(said.toString()).isTrue();
        }
    }
}
