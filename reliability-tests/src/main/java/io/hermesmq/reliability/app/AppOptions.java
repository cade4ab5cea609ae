package io.hermesmq.reliability.app;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The options of one start of the application under test. Immutable. */
public final class AppOptions {

    /** All options as they are by themselves. */
    public static final AppOptions DEFAULT = new AppOptions(new EnumMap<>(AppOption.class));

    private final Map<AppOption, String> values;

    private AppOptions(final Map<AppOption, String> values) {
        this.values = values;
    }

    /**
     * Reads a command line.
     *
     * @param arguments its words.
     * @return the options.
     * @throws IllegalArgumentException where a word is none; the message says which there are.
     */
    public static AppOptions parse(final String... arguments) {
        AppOptions options = DEFAULT;
        for (final String argument : arguments) {
            final int equals = argument.indexOf('=');
            final AppOption option = option(equals < 0 ? argument : argument.substring(0, equals));
            if (equals < 0) {
                throw new IllegalArgumentException(
                        argument + " has no value; write " + argument + "=" + option.standard());
            }
            options = options.with(option, argument.substring(equals + 1));
        }
        return options;
    }

    private static AppOption option(final String word) {
        return Arrays.stream(AppOption.values())
                .filter(option -> option.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no option '" + word + "'; there are "
                        + Arrays.stream(AppOption.values()).map(AppOption::word).toList()));
    }

    /**
     * The same options but one.
     *
     * @param option which.
     * @param value its value, of any type; enums and paths by their text.
     * @return a copy.
     */
    public AppOptions with(final AppOption option, final Object value) {
        final Map<AppOption, String> copy = new EnumMap<>(values);
        copy.put(option, value.toString());
        return new AppOptions(copy);
    }

    /**
     * Sets an option that is not set yet.
     *
     * @param option which.
     * @param value its value.
     * @return a copy, or this.
     */
    public AppOptions orElse(final AppOption option, final Object value) {
        return values.containsKey(option) ? this : with(option, value);
    }

    /**
     * The command line that these options are read from.
     *
     * @return its words.
     */
    public List<String> arguments() {
        final List<String> words = new ArrayList<>();
        values.forEach((option, value) -> words.add(option.word() + "=" + value));
        return words;
    }

    /**
     * An option as text.
     *
     * @param option which.
     * @return its value.
     */
    public String text(final AppOption option) {
        return values.getOrDefault(option, option.standard());
    }

    /**
     * An option as a number.
     *
     * @param option which.
     * @return its value.
     */
    public long number(final AppOption option) {
        return Long.parseLong(text(option));
    }

    /**
     * An option as a small number.
     *
     * @param option which.
     * @return its value.
     */
    public int integer(final AppOption option) {
        return Math.toIntExact(number(option));
    }

    /**
     * An option as yes or no.
     *
     * @param option which.
     * @return its value.
     */
    public boolean flag(final AppOption option) {
        return Boolean.parseBoolean(text(option));
    }

    /**
     * An option as one of the constants of an enum.
     *
     * @param option which.
     * @param type the enum.
     * @param <E> the enum.
     * @return its value.
     */
    public <E extends Enum<E>> E constant(final AppOption option, final Class<E> type) {
        return Enum.valueOf(type, text(option).toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /**
     * An option as a list.
     *
     * @param option which.
     * @return its values; empty where there is none.
     */
    public List<String> list(final AppOption option) {
        final String text = text(option);
        return text.isEmpty() ? List.of() : Arrays.asList(text.split(",", -1));
    }

    @Override
    public String toString() {
        return String.join(" ", arguments());
    }
}
