package io.hermesmq.sample.feed;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * A line of binance-futures-feed: the receive time in nanoseconds and {@code {"stream":..,"data":{..}}}. Lines of the
 * trade stream are trades, in whatever order their fields come; quotes, depth and snapshots are skipped.
 */
final class BinanceLine implements LineParser {

    private static final byte[] STREAM = "stream".getBytes(US_ASCII);
    private static final byte[] DATA = "data".getBytes(US_ASCII);
    private static final byte[] TRADE_STREAM = "@trade".getBytes(US_ASCII);
    private static final byte[] TRADE_EVENT = "trade".getBytes(US_ASCII);

    private final JsonScanner json = new JsonScanner();
    private final JsonScanner.Member messageMember = this::messageMember;
    private final JsonScanner.Member dataMember = this::dataMember;
    private boolean tradeStream;
    private boolean tradeEvent;
    private long symbol;
    private long price;
    private long size;

    @Override
    public Kind parse(final byte[] buffer, final int from, final int to, final Trade trade) {
        int space = from;
        while (space < to && buffer[space] != ' ') {
            space++;
        }
        final long timeNs = FixedPoint.digits(buffer, from, space);
        reset();
        json.reset(buffer, space, to);
        if (timeNs < 0 || !json.object(messageMember) || !json.end()) {
            return Kind.DAMAGED;
        }
        if (!tradeStream && !tradeEvent) {
            return Kind.SKIPPED;
        }
        if (!tradeStream || !tradeEvent || symbol == Symbol.NONE || price <= 0 || size <= 0) {
            return Kind.DAMAGED;
        }
        trade.set(symbol, price, size, timeNs);
        return Kind.TRADE;
    }

    private void reset() {
        tradeStream = false;
        tradeEvent = false;
        symbol = Symbol.NONE;
        price = FixedPoint.INVALID;
        size = FixedPoint.INVALID;
    }

    private boolean messageMember() {
        if (json.textIs(STREAM)) {
            final boolean sound = json.string();
            tradeStream = json.textEndsWith(TRADE_STREAM);
            return sound;
        }
        return json.textIs(DATA) ? json.object(dataMember) : json.skip();
    }

    private boolean dataMember() {
        final char key = json.textCharacter();
        if (!json.nextIs('"')) {
            return json.skip();
        }
        final boolean sound = json.string();
        if (sound) {
            switch (key) {
                case 'e' -> tradeEvent = json.textIs(TRADE_EVENT);
                case 's' -> symbol = json.textAsSymbol();
                case 'p' -> price = json.textAsDecimal();
                case 'q' -> size = json.textAsDecimal();
                default -> {}
            }
        }
        return sound;
    }
}
