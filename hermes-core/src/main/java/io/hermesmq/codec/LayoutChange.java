package io.hermesmq.codec;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a layout: from the line that {@link RecordLayout#describe} gave when messages were written, to the layout of
 * today.
 *
 * <p>Old messages can be read where the record has the same name, each old component is where it was, and each added one
 * stands behind them and states a default ({@link io.hermesmq.annotation.DefaultValue}). A component is the same where its
 * name and type are. A text or byte array may have a higher maximum and an enum more constants at its end, in nested records too: that
 * changes no payload.
 *
 * <p>Immutable.
 */
public final class LayoutChange {

    private final RecordLayout layout;
    private final String oldName;
    private final List<Field> before;
    private final List<Field> after;
    private final List<String> faults;

    /** A component by its line. */
    private record Field(String name, String type) {

        static Field of(final String line) {
            final int colon = line.indexOf(':');
            return colon < 0 ? new Field(line, "") : new Field(line.substring(0, colon), line.substring(colon + 1));
        }
    }

    /** One line of the comparison; a component that is missing on one side is null there. */
    private record Row(@Nullable Field before, @Nullable Field after, String remark) {}

    private LayoutChange(final String oldDescription, final RecordLayout layout) {
        this.layout = layout;
        oldName = nameOf(oldDescription);
        before = fieldsOf(oldDescription);
        after = fieldsOf(layout.describe());
        faults = new ArrayList<>();
        compare();
    }

    /**
     * Compares a layout of the past with one of today.
     *
     * @param oldDescription the line of the old layout.
     * @param layout of today.
     * @return what changed.
     */
    public static LayoutChange between(final String oldDescription, final RecordLayout layout) {
        return new LayoutChange(oldDescription, layout);
    }

    private void compare() {
        if (!oldName.equals(nameOf(layout.describe()))) {
            faults.add("the record was named " + oldName);
        }
        for (final Row row : rows()) {
            if (!row.remark.isEmpty()) {
                faults.add(row.remark);
            }
        }
    }

    /**
     * Whether old messages can be read.
     *
     * @return true for no change and for one that keeps them readable.
     */
    public boolean isCompatible() {
        return faults.isEmpty();
    }

    /**
     * Whether old payloads have all that the layout has, so that they need no upgrade.
     *
     * @return true where no component was added; of a compatible change only.
     */
    public boolean isSamePayload() {
        return before.size() == after.size();
    }

    /**
     * The way from old payloads to those of today.
     *
     * @return the upgrade.
     * @throws IllegalStateException where the change is not compatible.
     */
    public PayloadUpgrade upgrade() {
        if (!isCompatible()) {
            throw new IllegalStateException("no upgrade: " + faults);
        }
        return PayloadUpgrade.of(layout, before.size());
    }

    /**
     * Old and new side by side, component by component, with a remark on each that is in the way.
     *
     * @return lines without an end of line at the end.
     */
    public String diff() {
        final List<String[]> cells = new ArrayList<>();
        cells.add(new String[] {"old " + oldName, "new " + nameOf(layout.describe()), ""});
        for (final Row row : rows()) {
            cells.add(new String[] {text(row.before), text(row.after), row.remark});
        }
        final int left = cells.stream().mapToInt(c -> c[0].length()).max().orElse(0);
        final int right = cells.stream().mapToInt(c -> c[1].length()).max().orElse(0);
        final StringBuilder lines = new StringBuilder();
        for (final String[] cell : cells) {
            final String line = "  " + padded(cell[0], left) + " | " + padded(cell[1], right)
                    + (cell[2].isEmpty() ? "" : " | " + cell[2]);
            lines.append(line.stripTrailing()).append('\n');
        }
        return lines.substring(0, lines.length() - 1);
    }

    private static String text(final @Nullable Field field) {
        return field == null ? "-" : field.name + ": " + field.type;
    }

    private static String padded(final String text, final int width) {
        return text + " ".repeat(width - text.length());
    }

    /** Puts what has the same name on one line, as far as the order allows. */
    private List<Row> rows() {
        final List<Row> rows = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < before.size() && j < after.size()) {
            final Field old = before.get(i);
            final Field now = after.get(j);
            final boolean isOldGone = !isNamed(after, j, old.name);
            final boolean isNowNew = !isNamed(before, i, now.name);
            if (old.name.equals(now.name)) {
                rows.add(new Row(before.get(i++), after.get(j++), remarkOn(old, now)));
            } else if (isOldGone == isNowNew) {
                rows.add(new Row(
                        before.get(i++), after.get(j++), "'" + now.name + "' is in the place of '" + old.name + "'"));
            } else if (isOldGone) {
                rows.add(new Row(before.get(i++), null, "'" + old.name + "' was removed"));
            } else {
                rows.add(
                        new Row(null, after.get(j++), "'" + now.name + "' was added before others; add it at the end"));
            }
        }
        for (; i < before.size(); i++) {
            rows.add(new Row(before.get(i), null, "'" + before.get(i).name + "' was removed"));
        }
        for (; j < after.size(); j++) {
            rows.add(new Row(null, after.get(j), remarkOnAdded(j)));
        }
        return rows;
    }

    private static boolean isNamed(final List<Field> fields, final int from, final String name) {
        return fields.subList(from, fields.size()).stream().anyMatch(field -> field.name.equals(name));
    }

    private static String remarkOn(final Field old, final Field now) {
        return isReadableAs(old.type, now.type) ? "" : "'" + old.name + "' changed its type";
    }

    private String remarkOnAdded(final int index) {
        final RecordComponent component = layout.type().getRecordComponents()[index];
        return ComponentDefaults.isStated(component)
                ? ""
                : "'" + component.getName() + "' was added without a default; give it @DefaultValue";
    }

    // types as text

    private static boolean isReadableAs(final String old, final String now) {
        if (old.equals(now)) {
            return true;
        }
        if (old.endsWith("]") && now.endsWith("]")) {
            final int bracket = old.indexOf('[');
            return bracket == now.indexOf('[')
                    && old.regionMatches(0, now, 0, bracket)
                    && maximumOf(old) <= maximumOf(now);
        }
        if (old.startsWith("enum{") && now.startsWith("enum{")) {
            final List<String> oldConstants = split(old.substring("enum{".length(), old.length() - 1));
            final List<String> newConstants = split(now.substring("enum{".length(), now.length() - 1));
            return newConstants.size() >= oldConstants.size()
                    && newConstants.subList(0, oldConstants.size()).equals(oldConstants)
                    && oldConstants.size() <= 0xFF == newConstants.size() <= 0xFF;
        }
        return old.endsWith(")") && now.endsWith(")") && isReadableRecord(old, now);
    }

    private static boolean isReadableRecord(final String old, final String now) {
        final List<Field> oldFields = fieldsOf(old);
        final List<Field> newFields = fieldsOf(now);
        boolean isReadable = nameOf(old).equals(nameOf(now)) && oldFields.size() == newFields.size();
        for (int i = 0; isReadable && i < oldFields.size(); i++) {
            isReadable = oldFields.get(i).name.equals(newFields.get(i).name)
                    && isReadableAs(oldFields.get(i).type, newFields.get(i).type);
        }
        return isReadable;
    }

    private static long maximumOf(final String type) {
        try {
            return Long.parseLong(type, type.indexOf('[') + 1, type.length() - 1, 10);
        } catch (final NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }

    private static String nameOf(final String description) {
        final int open = description.indexOf('(');
        return open < 0 ? description : description.substring(0, open);
    }

    private static List<Field> fieldsOf(final String description) {
        final int open = description.indexOf('(');
        if (open < 0 || !description.endsWith(")")) {
            return List.of();
        }
        return split(description.substring(open + 1, description.length() - 1)).stream()
                .map(Field::of)
                .toList();
    }

    /** Splits at commas outside of all brackets. */
    private static List<String> split(final String text) {
        final List<String> parts = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            final char c = text.charAt(i);
            if (c == '(' || c == '{' || c == '[') {
                depth++;
            } else if (c == ')' || c == '}' || c == ']') {
                depth--;
            } else if (c == ',' && depth == 0) {
                parts.add(text.substring(start, i));
                start = i + 1;
            }
        }
        if (!text.isEmpty()) {
            parts.add(text.substring(start));
        }
        return parts;
    }
}
