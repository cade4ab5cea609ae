package io.hermesmq.channel;

import io.hermesmq.monitor.Counter;

/**
 * How far one reader of a channel has come. Moved by the thread of the reader only, with release: publishers acquire it
 * before they write over what the reader has left.
 *
 * @param id of the listener that reads.
 * @param position behind the last frame that the reader is done with.
 */
public record ReadCursor(String id, Counter position) {}
