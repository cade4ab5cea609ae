package io.hermesmq.sample.feed;

import java.math.BigDecimal;

/** Decimal numbers as {@code long} with eight decimals: exact for every price and quantity that an exchange quotes. */
public final class FixedPoint {

    /** Decimals of a number. */
    public static final int DECIMALS = 8;

    /** The number 1. */
    public static final long ONE = 100_000_000;

    static final long INVALID = -1;

    private FixedPoint() {}

    /** The number as a decimal, for printing. */
    public static BigDecimal toDecimal(final long value) {
        return BigDecimal.valueOf(value, DECIMALS);
    }

    /** Reads {@code 12} or {@code 12.345}; {@link #INVALID} for a sign, a ninth decimal, an overflow or anything else. */
    static long parse(final byte[] text, final int from, final int to) {
        int point = from;
        while (point < to && text[point] != '.') {
            point++;
        }
        final long whole = scaled(digits(text, from, point), ONE);
        if (point == to || whole == INVALID) {
            return whole;
        }
        final int decimals = to - point - 1;
        long fraction = decimals > DECIMALS ? INVALID : digits(text, point + 1, to);
        for (int i = decimals; i < DECIMALS; i++) {
            fraction *= 10;
        }
        return fraction < 0 || whole > Long.MAX_VALUE - fraction ? INVALID : whole + fraction;
    }

    /** Reads one or more digits; {@link #INVALID} for anything else and for an overflow. */
    static long digits(final byte[] text, final int from, final int to) {
        if (from >= to) {
            return INVALID;
        }
        long value = 0;
        for (int i = from; i < to; i++) {
            final int digit = text[i] - '0';
            if (digit < 0 || digit > 9 || value > (Long.MAX_VALUE - digit) / 10) {
                return INVALID;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    /** Multiplies what {@link #digits} returned; {@link #INVALID} for an overflow. */
    static long scaled(final long value, final long factor) {
        return value < 0 || value > Long.MAX_VALUE / factor ? INVALID : value * factor;
    }
}
