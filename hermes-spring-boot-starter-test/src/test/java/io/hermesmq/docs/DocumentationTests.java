package io.hermesmq.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The page about tests is true: its Java compiles. The other pages are compiled where their classes are. */
class DocumentationTests {

    private static final Path PAGE = Path.of("").toAbsolutePath().getParent().resolve("docs/guide/testing.md");
    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    static List<String> examples() throws IOException {
        return JAVA.matcher(Files.readString(PAGE))
                .results()
                .map((MatchResult example) -> example.group(1))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyJavaExampleCompiles(final String example, @TempDir final Path classes) {
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
        final boolean compiled = ToolProvider.getSystemJavaCompiler()
                .getTask(errors, null, null, options, null, List.of(source))
                .call();

        assertThat(compiled).as(errors::toString).isTrue();
    }
}
