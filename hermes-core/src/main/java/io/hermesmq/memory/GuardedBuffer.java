package io.hermesmq.memory;

import static org.objectweb.asm.Opcodes.ACC_FINAL;
import static org.objectweb.asm.Opcodes.ACC_PUBLIC;
import static org.objectweb.asm.Opcodes.ACC_SUPER;
import static org.objectweb.asm.Opcodes.ALOAD;
import static org.objectweb.asm.Opcodes.ILOAD;
import static org.objectweb.asm.Opcodes.INVOKESPECIAL;
import static org.objectweb.asm.Opcodes.IRETURN;
import static org.objectweb.asm.Opcodes.RETURN;
import static org.objectweb.asm.Opcodes.V17;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.HashSet;
import java.util.Set;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Type;

/**
 * A buffer that throws when it is used after its {@link Lease} has ended, with a text that says whose it was.
 *
 * <p>Every public method of {@link UnsafeBuffer} asks the lease first. There are some ninety of them, and Agrona may add more; so the
 * class that overrides them is generated when the first such buffer is made. A buffer that wraps one takes its lease over. A plain
 * {@code UnsafeBuffer} that wraps one does not: it has the address, and nobody sees what is done with that.
 */
public abstract class GuardedBuffer extends UnsafeBuffer {

    private @Nullable Lease lease;

    /** For the generated class. */
    protected GuardedBuffer() {}

    /**
     * Makes a buffer of no bytes, to be wrapped around another guarded buffer.
     *
     * @return a buffer that takes over the lease of whatever it wraps.
     */
    public static GuardedBuffer create() {
        try {
            return (GuardedBuffer) Generated.CONSTRUCTOR.invokeExact();
        } catch (final Throwable e) {
            throw new IllegalStateException("the constructor of a guarded buffer does not throw", e);
        }
    }

    /**
     * Makes a buffer around the whole of another.
     *
     * @param memory to look at.
     * @param lease that ends the look.
     * @return a buffer with the same indexes.
     */
    public static GuardedBuffer of(final DirectBuffer memory, final Lease lease) {
        final GuardedBuffer buffer = create();
        buffer.lend(memory, lease);
        return buffer;
    }

    /**
     * Looks at the whole of another buffer from now on.
     *
     * @param memory to look at.
     * @param until the lease that ends the look.
     */
    public final void lend(final DirectBuffer memory, final Lease until) {
        wrap(memory);
        lease = until;
    }

    /** Called first by every method. */
    protected final void requireLease() {
        if (lease != null) {
            lease.require("its buffer");
        }
    }

    @Override
    public final void wrap(final DirectBuffer memory) {
        super.wrap(memory);
        takeOver(memory);
    }

    @Override
    public final void wrap(final DirectBuffer memory, final int offset, final int length) {
        super.wrap(memory, offset, length);
        takeOver(memory);
    }

    private void takeOver(final DirectBuffer memory) {
        lease = memory instanceof GuardedBuffer guarded ? guarded.lease : null;
    }

    /** The class that overrides everything. */
    private static final class Generated {

        static final MethodHandle CONSTRUCTOR = define();

        private static MethodHandle define() {
            try {
                final MethodHandles.Lookup lookup = MethodHandles.lookup()
                        .defineHiddenClass(bytes(), true, MethodHandles.Lookup.ClassOption.NESTMATE);
                return lookup.findConstructor(lookup.lookupClass(), MethodType.methodType(void.class))
                        .asType(MethodType.methodType(GuardedBuffer.class));
            } catch (final ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        private static byte[] bytes() {
            final String base = Type.getInternalName(GuardedBuffer.class);
            final ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
            writer.visit(V17, ACC_FINAL | ACC_SUPER, base + "Generated", null, base, null);
            final MethodVisitor constructor = writer.visitMethod(ACC_PUBLIC, "<init>", "()V", null, null);
            constructor.visitCode();
            constructor.visitVarInsn(ALOAD, 0);
            constructor.visitMethodInsn(INVOKESPECIAL, base, "<init>", "()V", false);
            constructor.visitInsn(RETURN);
            constructor.visitMaxs(0, 0);
            constructor.visitEnd();
            final Set<String> overridden = new HashSet<>();
            for (final Method method : GuardedBuffer.class.getMethods()) {
                final String signature = method.getName() + Type.getMethodDescriptor(method);
                if (isGuarded(method) && overridden.add(signature)) {
                    override(writer, base, method);
                }
            }
            writer.visitEnd();
            return writer.toByteArray();
        }

        private static boolean isGuarded(final Method method) {
            return !Modifier.isStatic(method.getModifiers())
                    && !Modifier.isFinal(method.getModifiers())
                    && !method.isBridge()
                    && !method.getName().equals("wrap")
                    && !method.getName().equals("toString");
        }

        private static void override(final ClassWriter writer, final String base, final Method method) {
            final String descriptor = Type.getMethodDescriptor(method);
            final MethodVisitor code = writer.visitMethod(ACC_PUBLIC, method.getName(), descriptor, null, null);
            code.visitCode();
            code.visitVarInsn(ALOAD, 0);
            code.visitMethodInsn(INVOKESPECIAL, base, "requireLease", "()V", false);
            code.visitVarInsn(ALOAD, 0);
            int local = 1;
            for (final Type argument : Type.getArgumentTypes(descriptor)) {
                code.visitVarInsn(argument.getOpcode(ILOAD), local);
                local += argument.getSize();
            }
            code.visitMethodInsn(INVOKESPECIAL, base, method.getName(), descriptor, false);
            code.visitInsn(Type.getReturnType(descriptor).getOpcode(IRETURN));
            code.visitMaxs(0, 0);
            code.visitEnd();
        }
    }
}
