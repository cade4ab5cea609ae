package io.hermesmq.sample.feed;

import java.util.concurrent.TimeUnit;

/**
 * A line of us-equity-ticks: {@code 14400614,139400,500,P,20002020,0}, which is milliseconds since midnight, price x
 * 10^4, shares, exchange, sale condition (hex), suspicious (0 or 1). The symbol is in the name of the file only.
 */
final class EquityLine implements LineParser {

    /** The longest day, that on which summer time ends. */
    private static final long MAX_MILLIS = TimeUnit.HOURS.toMillis(25);

    private static final long PRICE_FACTOR = FixedPoint.ONE / 10_000;
    private static final int MAX_CONDITION = 8;

    private final long symbol;

    EquityLine(final long symbol) {
        this.symbol = symbol;
    }

    @Override
    public Kind parse(final byte[] buffer, final int from, final int to, final Trade trade) {
        final int price = behindComma(buffer, from, to);
        final int size = behindComma(buffer, price, to);
        final int exchange = behindComma(buffer, size, to);
        final int condition = behindComma(buffer, exchange, to);
        final int suspicious = behindComma(buffer, condition, to);
        if (suspicious > to
                || !isExchange(buffer, exchange, condition - 1)
                || !isHex(buffer, condition, suspicious - 1)
                || !isFlag(buffer, suspicious, to)) {
            return Kind.DAMAGED;
        }
        final long millis = FixedPoint.digits(buffer, from, price - 1);
        final long priceValue = FixedPoint.scaled(FixedPoint.digits(buffer, price, size - 1), PRICE_FACTOR);
        final long sizeValue = FixedPoint.scaled(FixedPoint.digits(buffer, size, exchange - 1), FixedPoint.ONE);
        if (millis < 0 || millis > MAX_MILLIS || priceValue <= 0 || sizeValue <= 0) {
            return Kind.DAMAGED;
        }
        trade.set(symbol, priceValue, sizeValue, TimeUnit.MILLISECONDS.toNanos(millis));
        return Kind.TRADE;
    }

    /** Where the next field starts; past {@code to} where there is none. */
    private static int behindComma(final byte[] buffer, final int from, final int to) {
        int at = from;
        while (at < to && buffer[at] != ',') {
            at++;
        }
        return at + 1;
    }

    private static boolean isExchange(final byte[] buffer, final int from, final int to) {
        return to - from == 1 && buffer[from] >= 'A' && buffer[from] <= 'Z';
    }

    private static boolean isHex(final byte[] buffer, final int from, final int to) {
        for (int i = from; i < to; i++) {
            if (Character.digit(buffer[i], 16) < 0) {
                return false;
            }
        }
        return to > from && to - from <= MAX_CONDITION;
    }

    private static boolean isFlag(final byte[] buffer, final int from, final int to) {
        return to - from == 1 && (buffer[from] == '0' || buffer[from] == '1');
    }
}
