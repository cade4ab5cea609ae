package io.hermesmq.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The documentation is true: its Java compiles, its links lead somewhere. */
class DocumentationTests {

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#]+)(?:#[^)]*)?\\)");

    /** Compiled by the module of its classes, hermes-spring-boot-starter-test. */
    private static final Path TESTING = ROOT.resolve("docs/guide/testing.md");

    static List<Path> pagesOfThisModule() throws IOException {
        return pages().stream().filter(page -> !page.equals(TESTING)).toList();
    }

    static List<Path> pages() throws IOException {
        final List<Path> pages = new ArrayList<>(List.of(ROOT.resolve("README.md"), ROOT.resolve("CONTRIBUTING.md")));
        try (Stream<Path> files = Files.walk(ROOT.resolve("docs"))) {
            files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
        }
        return pages;
    }

    @ParameterizedTest
    @MethodSource("pagesOfThisModule")
    void everyJavaExampleCompiles(final Path page, @TempDir final Path classes) throws IOException {
        final Matcher examples = JAVA.matcher(Files.readString(page));
        while (examples.find()) {
            assertThat(compile(examples.group(1), classes))
                    .as(
                            "the example of %s that starts with %s",
                            page, examples.group(1).lines().findFirst())
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyLinkLeadsToAFile(final Path page) throws IOException {
        final Matcher links = LINK.matcher(Files.readString(page));
        while (links.find()) {
            assertThat(page.resolveSibling(links.group(1)))
                    .as("link in %s", page)
                    .exists();
        }
    }

    private static String compile(final String example, final Path classes) {
        final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        final StringWriter errors = new StringWriter();
        final JavaFileObject source =
                new SimpleJavaFileObject(URI.create("string:///Example.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(final boolean ignoreEncodingErrors) {
                        return example;
                    }
                };
        final List<String> options = List.of(
                "-d",
                classes.toString(),
                "-parameters",
                "-proc:none",
                "-classpath",
                System.getProperty("java.class.path"));
        final boolean compiled = compiler.getTask(errors, null, null, options, null, List.of(source))
                .call();
        return compiled ? "" : errors.toString();
    }
}
