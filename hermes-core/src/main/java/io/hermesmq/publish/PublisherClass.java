package io.hermesmq.publish;

import static org.objectweb.asm.Opcodes.ACC_FINAL;
import static org.objectweb.asm.Opcodes.ACC_PRIVATE;
import static org.objectweb.asm.Opcodes.ACC_PUBLIC;
import static org.objectweb.asm.Opcodes.ACC_STATIC;
import static org.objectweb.asm.Opcodes.ACC_SUPER;
import static org.objectweb.asm.Opcodes.ALOAD;
import static org.objectweb.asm.Opcodes.ARETURN;
import static org.objectweb.asm.Opcodes.GETSTATIC;
import static org.objectweb.asm.Opcodes.ILOAD;
import static org.objectweb.asm.Opcodes.INVOKESPECIAL;
import static org.objectweb.asm.Opcodes.INVOKESTATIC;
import static org.objectweb.asm.Opcodes.INVOKEVIRTUAL;
import static org.objectweb.asm.Opcodes.IRETURN;
import static org.objectweb.asm.Opcodes.PUTSTATIC;
import static org.objectweb.asm.Opcodes.RETURN;
import static org.objectweb.asm.Opcodes.V17;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Type;

/**
 * Writes the class that implements a publisher interface: each method calls a constant method handle with its own parameters.
 *
 * <p>The class is defined in the package of its interface, which may be package-private; as a hidden class where the interface
 * is of the same class loader as Hermes, as a named one elsewhere (DevTools), since only the former may be hidden.
 */
final class PublisherClass {

    private static final AtomicLong NUMBER = new AtomicLong();
    private static final String HANDLE = Type.getDescriptor(MethodHandle.class);
    private static final String HANDLE_NAME = Type.getInternalName(MethodHandle.class);

    private PublisherClass() {}

    static <P> P define(
            final Class<P> type,
            final List<Method> methods,
            final List<MethodHandle> handles,
            final String description) {
        final String key = type.getName() + "$Hermes" + NUMBER.incrementAndGet();
        PublisherConstants.offer(key, handles);
        try {
            final byte[] code = write(key, type, methods, description);
            final MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
            final Class<?> implementation = lookup.hasFullPrivilegeAccess()
                    ? lookup.defineHiddenClass(code, true).lookupClass()
                    : lookup.defineClass(code);
            final MethodHandle constructor = MethodHandles.privateLookupIn(implementation, MethodHandles.lookup())
                    .findConstructor(implementation, MethodType.methodType(void.class));
            return type.cast(constructor.invoke());
        } catch (final RuntimeException | Error e) {
            throw e;
        } catch (final Throwable e) {
            throw PublisherBindingException.of(
                    type,
                    "it cannot be implemented (" + e + ")",
                    "open its package to Hermes if it is in a named module");
        } finally {
            PublisherConstants.withdraw(key);
        }
    }

    private static byte[] write(
            final String key, final Class<?> type, final List<Method> methods, final String description) {
        final String name = key.replace('.', '/');
        final ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        writer.visit(
                V17, ACC_FINAL | ACC_SUPER, name, null, "java/lang/Object", new String[] {Type.getInternalName(type)});
        writeConstructor(writer);
        writeToString(writer, description);
        final MethodVisitor init = writer.visitMethod(ACC_STATIC, "<clinit>", "()V", null, null);
        init.visitCode();
        for (int i = 0; i < methods.size(); i++) {
            final String field = "METHOD_" + i;
            writer.visitField(ACC_PRIVATE | ACC_STATIC | ACC_FINAL, field, HANDLE, null, null)
                    .visitEnd();
            init.visitLdcInsn(key);
            init.visitLdcInsn(i);
            init.visitMethodInsn(
                    INVOKESTATIC,
                    Type.getInternalName(PublisherConstants.class),
                    "take",
                    "(Ljava/lang/String;I)" + HANDLE,
                    false);
            init.visitFieldInsn(PUTSTATIC, name, field, HANDLE);
            writeMethod(writer, name, field, methods.get(i));
        }
        end(init, RETURN);
        writer.visitEnd();
        return writer.toByteArray();
    }

    private static void writeConstructor(final ClassWriter writer) {
        final MethodVisitor constructor = writer.visitMethod(ACC_PUBLIC, "<init>", "()V", null, null);
        constructor.visitCode();
        constructor.visitVarInsn(ALOAD, 0);
        constructor.visitMethodInsn(INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
        end(constructor, RETURN);
    }

    private static void writeToString(final ClassWriter writer, final String description) {
        final MethodVisitor toString = writer.visitMethod(ACC_PUBLIC, "toString", "()Ljava/lang/String;", null, null);
        toString.visitCode();
        toString.visitLdcInsn(description);
        end(toString, ARETURN);
    }

    private static void writeMethod(
            final ClassWriter writer, final String name, final String field, final Method method) {
        final String descriptor = Type.getMethodDescriptor(method);
        final MethodVisitor code = writer.visitMethod(ACC_PUBLIC | ACC_FINAL, method.getName(), descriptor, null, null);
        code.visitCode();
        code.visitFieldInsn(GETSTATIC, name, field, HANDLE);
        int local = 1;
        for (final Type parameter : Type.getArgumentTypes(descriptor)) {
            code.visitVarInsn(parameter.getOpcode(ILOAD), local);
            local += parameter.getSize();
        }
        code.visitMethodInsn(INVOKEVIRTUAL, HANDLE_NAME, "invokeExact", descriptor, false);
        end(code, Type.getReturnType(descriptor).getOpcode(IRETURN));
    }

    private static void end(final MethodVisitor code, final int returnOpcode) {
        code.visitInsn(returnOpcode);
        code.visitMaxs(0, 0);
        code.visitEnd();
    }
}
