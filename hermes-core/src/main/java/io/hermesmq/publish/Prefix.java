package io.hermesmq.publish;

import io.hermesmq.frame.FrameExtension;

/**
 * The header extension that a way of publishing writes in front of its payloads.
 *
 * @param fields the slots it has, bits of {@link FrameExtension}; their values are the first parameters of the way, in that order.
 * @param typeId of the messages, or {@link FrameExtension#NO_TYPE}.
 */
record Prefix(int fields, int typeId) {

    int length() {
        return FrameExtension.lengthOf(fields);
    }

    int slots() {
        return Integer.bitCount(fields);
    }

    long firstWord() {
        return FrameExtension.firstWord(fields, typeId);
    }
}
