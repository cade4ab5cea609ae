package io.hermesmq.sample.feed;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The trades of a recorded file, plain or gzip, in one of the two formats; the first line that fits one decides which.
 * Damaged lines are counted, the first of them named in the log.
 */
public final class TradeFile implements TradeSource {

    private static final Logger log = LoggerFactory.getLogger(TradeFile.class);

    private static final int BUFFER_BYTES = 128 * 1024;
    private static final int GZIP_BUFFER_BYTES = 16 * 1024;
    private static final int MAX_NAMED = 10;
    private static final int MAX_SHOWN = 60;

    private final String name;
    private final LineReader lines;
    private final LineParser parser;
    private long line;
    private long skipped;
    private long damaged;

    private TradeFile(final String name, final LineReader lines, final LineParser parser) {
        this.name = name;
        this.lines = lines;
        this.parser = parser;
    }

    /**
     * Opens a file and finds out its format.
     *
     * @throws FeedException where it is missing, cannot be read, is empty, or has neither format.
     */
    public static TradeFile open(final Path file) {
        if (!Files.isRegularFile(file)) {
            throw new FeedException(
                    "The feed file " + file.toAbsolutePath() + " "
                            + (Files.exists(file) ? "is not a regular file." : "does not exist."),
                    "Give the path of a file in --sample.feed, or leave it out for a random walk.",
                    null);
        }
        try {
            final InputStream in = new BufferedInputStream(Files.newInputStream(file), GZIP_BUFFER_BYTES);
            try {
                final LineReader lines = new LineReader(unzipped(in), BUFFER_BYTES);
                return new TradeFile(file.toString(), lines, detect(file, lines));
            } catch (final IOException | RuntimeException failed) {
                in.close();
                throw failed;
            }
        } catch (final IOException cause) {
            throw new FeedException(
                    "The feed file " + file.toAbsolutePath() + " cannot be read: " + cause + ".",
                    "Check that the file is whole and readable.",
                    cause);
        }
    }

    @Override
    public boolean next(final Trade trade) throws IOException {
        while (nextLine()) {
            switch (parser.parse(lines.buffer(), lines.from(), lines.to(), trade)) {
                case TRADE -> {
                    return true;
                }
                case SKIPPED -> skipped++;
                case DAMAGED -> onDamaged();
            }
        }
        if (damaged > MAX_NAMED) {
            log.warn("{}: {} more damaged lines, not named", name, damaged - MAX_NAMED);
        }
        return false;
    }

    @Override
    public long skipped() {
        return skipped;
    }

    @Override
    public long damaged() {
        return damaged;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }

    private boolean nextLine() throws IOException {
        try {
            final boolean more = lines.next();
            line += more ? 1 : 0;
            return more;
        } catch (final IOException cause) {
            throw new IOException(name + " breaks off in line " + (line + 1) + ": " + cause.getMessage(), cause);
        }
    }

    private void onDamaged() {
        if (++damaged <= MAX_NAMED) {
            final int length = Math.min(MAX_SHOWN, lines.to() - lines.from());
            final String start = new String(lines.buffer(), lines.from(), length, US_ASCII);
            log.warn("{}: line {} is damaged: {}", name, line, start.replaceAll("[^ -~]", "?"));
        }
    }

    private static InputStream unzipped(final InputStream in) throws IOException {
        in.mark(2);
        final boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
        in.reset();
        return gzip ? new GZIPInputStream(in, GZIP_BUFFER_BYTES) : in;
    }

    private static LineParser detect(final Path file, final LineReader lines) throws IOException {
        final List<LineParser> formats = List.of(new EquityLine(symbolOf(file)), new BinanceLine());
        final Trade trade = new Trade();
        boolean empty = true;
        lines.fill();
        while (lines.nextBuffered()) {
            empty = false;
            for (final LineParser format : formats) {
                if (format.parse(lines.buffer(), lines.from(), lines.to(), trade) != LineParser.Kind.DAMAGED) {
                    lines.rewind();
                    return format;
                }
            }
        }
        if (empty && !lines.next()) {
            throw new FeedException(
                    "The feed file " + file.toAbsolutePath() + " is empty.", "Give a file with trades.", null);
        }
        throw new FeedException(
                "The feed file " + file.toAbsolutePath() + " has no line of a format that is known.",
                "Give trades in the format of us-equity-ticks or binance-futures-feed, plain or gzip.",
                null);
    }

    /** The start of the file's name: {@code bac_20131007_trade.csv.gz} holds trades of BAC. */
    static long symbolOf(final Path file) {
        final String name = file.getFileName().toString();
        int length = 0;
        while (length < Math.min(name.length(), Symbol.MAX_LENGTH) && "_.".indexOf(name.charAt(length)) < 0) {
            length++;
        }
        final long symbol = Symbol.pack(name.substring(0, length));
        return symbol == Symbol.NONE ? Symbol.pack("FEED") : symbol;
    }
}
