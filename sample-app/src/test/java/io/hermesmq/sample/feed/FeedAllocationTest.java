package io.hermesmq.sample.feed;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeedAllocationTest {

    private static final int LINES = 20_000;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "14400614,139400,500,P,20002020,0\n",
                "1723161255088176367 {\"stream\":\"btcusdt@trade\",\"data\":{\"e\":\"trade\",\"E\":1723161256322,"
                        + "\"s\":\"BTCUSDT\",\"p\":\"61800.30\",\"q\":\"0.006\",\"m\":false,\"x\":[[\"1\",\"2\"]]}}\n",
            })
    void shouldAllocateNothingPerLine(final String line) throws IOException {
        final LineReader lines = new LineReader(new EndlessText(line), 16 * 1024);
        final LineParser parser = line.indexOf('{') < 0 ? new EquityLine(Symbol.pack("BAC")) : new BinanceLine();
        final Trade trade = new Trade();
        read(lines, parser, trade);

        final long before = THREADS.getCurrentThreadAllocatedBytes();
        read(lines, parser, trade);
        final long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;

        assertThat(allocated).as("bytes for %d lines", LINES).isLessThan(LINES / 100);
    }

    private static void read(final LineReader lines, final LineParser parser, final Trade trade) throws IOException {
        for (int i = 0; i < LINES; i++) {
            if (!lines.next()
                    || parser.parse(lines.buffer(), lines.from(), lines.to(), trade) != LineParser.Kind.TRADE) {
                throw new AssertionError("line " + i);
            }
        }
    }

    private static final class EndlessText extends InputStream {

        private final byte[] text;
        private int at;

        EndlessText(final String text) {
            this.text = text.getBytes(US_ASCII);
        }

        @Override
        public int read() {
            final byte next = text[at];
            at = at + 1 == text.length ? 0 : at + 1;
            return next;
        }

        @Override
        public int read(final byte[] buffer, final int offset, final int length) {
            for (int i = 0; i < length; i++) {
                buffer[offset + i] = (byte) read();
            }
            return length;
        }
    }
}
