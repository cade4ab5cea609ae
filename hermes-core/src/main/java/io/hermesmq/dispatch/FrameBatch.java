package io.hermesmq.dispatch;

import io.hermesmq.Batch;

/** A batch that is good for one call after the other, and for nothing in between. */
interface FrameBatch extends Batch<Object> {

    /** The listener is about to be called with what was collected. */
    void open();

    /** It has returned. */
    void close();
}
