package io.hermesmq.codec;

import java.lang.reflect.RecordComponent;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Turns a payload that was written before components were added to its record into one of the present layout, so that
 * everything behind it decodes one layout only.
 *
 * <pre>
 *   old:  | fixed block |                 | texts and byte arrays |
 *   new:  | fixed block | added: defaults | texts and byte arrays | added: defaults |
 * </pre>
 *
 * <p>Four copies; allocates nothing. Immutable, for any thread.
 */
public final class PayloadUpgrade {

    private final String record;
    private final int oldFixedLength;
    private final byte[] addedFixed;
    private final byte[] addedVariable;

    private PayloadUpgrade(
            final String record, final int oldFixedLength, final byte[] addedFixed, final byte[] addedVariable) {
        this.record = record;
        this.oldFixedLength = oldFixedLength;
        this.addedFixed = addedFixed;
        this.addedVariable = addedVariable;
    }

    /**
     * Makes the upgrade from a layout that had only the first components of a record.
     *
     * @param layout that payloads have now.
     * @param known how many components the old payloads have; the others state a default.
     * @return the upgrade.
     * @throws IllegalArgumentException where one of the others states no default.
     */
    static PayloadUpgrade of(final RecordLayout layout, final int known) {
        int oldFixedLength = 0;
        for (final RecordLayout.Component component : layout.components().subList(0, known)) {
            oldFixedLength += component.fixedLength();
        }
        final ComponentDefaults defaults = new ComponentDefaults();
        final RecordComponent[] components = layout.type().getRecordComponents();
        for (int i = known; i < components.length; i++) {
            if (!ComponentDefaults.isStated(components[i])) {
                throw new IllegalArgumentException("component '" + components[i].getName() + "' states no default");
            }
            defaults.add(components[i]);
        }
        return new PayloadUpgrade(layout.type().getSimpleName(), oldFixedLength, defaults.fixed(), defaults.variable());
    }

    /**
     * How much longer payloads get.
     *
     * @return bytes, the same for all.
     */
    public int addedLength() {
        return addedFixed.length + addedVariable.length;
    }

    /**
     * Writes an old payload in the present layout.
     *
     * @param source that holds the old payload.
     * @param offset of its first byte.
     * @param length of it.
     * @param target another buffer, with room for {@link #addedLength()} bytes more than the old payload has.
     * @param targetOffset where to write.
     * @return bytes of the new payload.
     * @throws MessageDecodingException where the payload is too short even for the old layout.
     */
    public int upgrade(
            final DirectBuffer source,
            final int offset,
            final int length,
            final MutableDirectBuffer target,
            final int targetOffset) {
        if (length < oldFixedLength) {
            throw new MessageDecodingException("payload of " + length + " bytes is too short for an older " + record
                    + ", which had at least " + oldFixedLength
                    + "; it is damaged, or was written with another layout");
        }
        int at = targetOffset;
        target.putBytes(at, source, offset, oldFixedLength);
        at += oldFixedLength;
        target.putBytes(at, addedFixed);
        at += addedFixed.length;
        target.putBytes(at, source, offset + oldFixedLength, length - oldFixedLength);
        at += length - oldFixedLength;
        target.putBytes(at, addedVariable);
        return at + addedVariable.length - targetOffset;
    }
}
