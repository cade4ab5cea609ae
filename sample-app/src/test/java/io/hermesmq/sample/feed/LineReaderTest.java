package io.hermesmq.sample.feed;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineReaderTest {

    @ParameterizedTest
    @ValueSource(ints = {4, 5, 7, 64})
    void shouldCutLinesWhateverTheBuffer(final int capacity) throws IOException {
        assertThat(lines("a\nbcd\n\nef\r\ng", capacity)).containsExactly("a", "bcd", "", "ef", "g");
    }

    @Test
    void shouldNotMakeALineOfTheLastLineEnd() throws IOException {
        assertThat(lines("a\nb\n", 8)).containsExactly("a", "b");
        assertThat(lines("", 8)).isEmpty();
    }

    @Test
    void shouldEmptyLinesLongerThanTheBuffer() throws IOException {
        assertThat(lines("ab\n" + "x".repeat(23) + "\ncd\n", 8)).containsExactly("ab", "", "cd");
        assertThat(lines("ab\n" + "x".repeat(23), 8)).containsExactly("ab", "");
        assertThat(lines("x".repeat(16), 8)).containsExactly("");
    }

    @Test
    void shouldGiveEveryWholeLineBeforeTheStreamBreaks() throws IOException {
        final LineReader reader = new LineReader(broken("a\nb\nhal"), 64);

        assertThat(reader.next()).isTrue();
        assertThat(reader.next()).isTrue();
        assertThatThrownBy(reader::next).isInstanceOf(IOException.class).hasMessage("broken");
        assertThatThrownBy(reader::next).isInstanceOf(IOException.class).hasMessage("broken");
    }

    private static List<String> lines(final String text, final int capacity) throws IOException {
        final List<String> lines = new ArrayList<>();
        final LineReader reader = new LineReader(new ByteArrayInputStream(text.getBytes(US_ASCII)), capacity);
        while (reader.next()) {
            lines.add(new String(reader.buffer(), reader.from(), reader.to() - reader.from(), US_ASCII));
        }
        assertThat(reader.next()).isFalse();
        return lines;
    }

    private static InputStream broken(final String text) {
        return new SequenceInputStream(new ByteArrayInputStream(text.getBytes(US_ASCII)), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("broken");
            }
        });
    }
}
