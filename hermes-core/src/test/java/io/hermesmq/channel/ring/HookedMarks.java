package io.hermesmq.channel.ring;

import java.lang.reflect.Field;
import java.util.function.Consumer;
import org.agrona.concurrent.UnsafeBuffer;

/** The marks of a ring, which tell a test of each access before it happens. */
final class HookedMarks extends UnsafeBuffer {

    enum Access {
        PUT,
        LOOK,
        TAKE
    }

    private final Thread test = Thread.currentThread();
    private volatile Consumer<Access> hook = access -> {};

    private HookedMarks(final UnsafeBuffer marks) {
        super(marks);
    }

    /** Puts itself in the place of the marks of a ring. */
    static HookedMarks in(final RingChannel ring) throws ReflectiveOperationException {
        final Field field = MultiProducerRing.class.getDeclaredField("publication");
        field.setAccessible(true);
        final MultiPublication publication = (MultiPublication) field.get(ring);
        final HookedMarks marks = new HookedMarks(publication.marks());
        field.set(ring, new MultiPublication(publication.frames(), marks, publication.ring()));
        return marks;
    }

    /** Says what to do on every thread but the test's own. */
    void before(final Consumer<Access> hook) {
        this.hook = hook;
    }

    @Override
    public void putLongVolatile(final int index, final long value) {
        call(Access.PUT);
        super.putLongVolatile(index, value);
    }

    @Override
    public long getLongVolatile(final int index) {
        call(Access.LOOK);
        return super.getLongVolatile(index);
    }

    @Override
    public boolean compareAndSetLong(final int index, final long expected, final long value) {
        call(Access.TAKE);
        return super.compareAndSetLong(index, expected, value);
    }

    private void call(final Access access) {
        if (Thread.currentThread() != test) {
            hook.accept(access);
        }
    }
}
