package org.viestka.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;

import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;

import javax.lang.model.element.Modifier;
import javax.tools.ToolProvider;

/**
 * The operator's guide has a table of all settings of ours, made of the Javadoc of the interfaces that map them. Run with
 * {@code -Dsettings.guide=write} to write it anew; that run fails, the next passes.
 */
class SettingsGuideTest {

    private static final Path GUIDE = Path.of("src/site/markdown/settings.md");
    private static final Path SOURCES = Path.of("src/main/java");
    private static final String HEAD = """
            # All settings of Viestka

            This table is made of the Javadoc of the source. What several settings do together is told in [Operating Viestka](operating.md),
            where the most important ones of Quarkus stand, too. A name in capitals stands for a key of your own. Durations are written as
            `30s`, `5m`, `72h`, `30d`; sizes as `8M`, `1G`. Each name is also an environment variable: `viestka.data-dir` is
            `VIESTKA_DATA_DIR`.

            | setting | default | meaning |
            |---|---|---|
            """;
    private static final Properties SHIPPED = shipped();
    private static final Pattern TAG = Pattern.compile("\\{@(?:code|link|value) (\\{[^}]*}|[^}]*)}");

    @Test
    void the_guide_has_every_setting_with_its_default_and_its_meaning() throws IOException {
        var rows = rows();
        assertThat(rows.keySet()).containsExactlyInAnyOrderElementsOf(mapped());
        assertThat(rows.values()).allMatch(row -> !row.endsWith("| |"), "has a meaning");
        var table = HEAD + String.join("\n", rows.values()) + "\n";
        if ("write".equals(System.getProperty("settings.guide"))) {
            Files.writeString(GUIDE, table);
        } else {
            assertThat(GUIDE).as("run once with -Dsettings.guide=write").hasContent(table);
        }
        assertThat(System.getProperty("settings.guide")).as("a run that writes checks nothing").isNull();
    }

    private static Properties shipped() {
        try (var in = Files.newBufferedReader(Path.of("src/main/resources/application.properties"))) {
            var shipped = new Properties();
            shipped.load(in);
            return shipped;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As the library names them, without elements of lists. */
    private static List<String> mapped() {
        return SettingsCheck.MAPPINGS.stream()
                .flatMap(mapping -> ConfigMappings.getProperties(ConfigClass.configClass(mapping)).keySet().stream())
                .filter(name -> !name.contains("[*]")).map(name -> name.replace("*", "KEY")).toList();
    }

    private static Map<String, String> rows() throws IOException {
        var rows = new TreeMap<String, String>();
        for (var mapping : SettingsCheck.MAPPINGS) {
            var top = mapping.getEnclosingClass() == null ? mapping : mapping.getEnclosingClass();
            var file = SOURCES.resolve(top.getName().replace('.', '/') + ".java");
            new Source(file).describe(mapping.getSimpleName(), ConfigClass.configClass(mapping).getPrefix(), rows);
        }
        return rows;
    }

    /** One file of the source, read by the compiler of the JDK. */
    private static final class Source {

        private final CompilationUnitTree unit;
        private final DocTrees docs;
        private final Map<String, ClassTree> types = new HashMap<>();

        Source(Path file) throws IOException {
            var compiler = ToolProvider.getSystemJavaCompiler();
            try (var files = compiler.getStandardFileManager(null, null, null)) {
                var task = (JavacTask) compiler.getTask(null, files, null, List.of("-proc:none"), null,
                        files.getJavaFileObjects(file));
                unit = task.parse().iterator().next();
                docs = DocTrees.instance(task);
            }
            unit.getTypeDecls().forEach(this::index);
        }

        private void index(Tree tree) {
            if (tree instanceof ClassTree type) {
                types.put(type.getSimpleName().toString(), type);
                type.getMembers().forEach(this::index);
            }
        }

        void describe(String type, String prefix, Map<String, String> rows) {
            for (var member : types.get(type).getMembers()) {
                if (member instanceof MethodTree method
                        && !method.getModifiers().getFlags().contains(Modifier.STATIC)
                        && method.getParameters().isEmpty()) {
                    describe(method, prefix, rows);
                }
            }
        }

        private void describe(MethodTree method, String prefix, Map<String, String> rows) {
            var returned = method.getReturnType().toString();
            var name = prefix + "." + annotation(method.getModifiers(), "WithName")
                    .orElse(method.getName().toString().replaceAll("(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "-")
                            .toLowerCase());
            while (returned.startsWith("Map<String, ")) {
                name += ".KEY";
                returned = returned.substring("Map<String, ".length(), returned.length() - 1);
            }
            if (types.containsKey(returned) && types.get(returned).getKind() == Tree.Kind.INTERFACE) {
                describe(returned, name, rows);
                return;
            }
            var meaning = docs.getDocComment(path(method));
            var standard = annotation(method.getModifiers(), "WithDefault").map(value -> "`" + value + "`")
                    .orElse(SHIPPED.containsKey(name)
                            ? "`" + SHIPPED.getProperty(name) + "`"
                            : returned.startsWith("Optional") ? "unset" : name.contains("KEY") ? "as shipped" : "");
            rows.put(name, "| `%s` | %s | %s |".formatted(name, standard, meaning == null ? "" : plain(meaning)));
        }

        private TreePath path(Tree tree) {
            return TreePath.getPath(unit, tree);
        }

        private static Optional<String> annotation(ModifiersTree modifiers, String name) {
            var found = new ArrayList<String>();
            for (AnnotationTree annotation : modifiers.getAnnotations()) {
                if (annotation.getAnnotationType().toString().equals(name)) {
                    found.add(((LiteralTree) annotation.getArguments().get(0)).getValue().toString());
                }
            }
            return found.stream().findFirst();
        }

        private static String plain(String javadoc) {
            var text = javadoc.strip().replaceAll("\\s*@param[\\s\\S]*", "").replaceAll("\\s+", " ");
            return TAG.matcher(text).replaceAll(tag -> Matcher.quoteReplacement("`" + tag.group(1) + "`"))
                    .replaceAll("<[^>]+>", "").replace("|", "\\|");
        }
    }
}
