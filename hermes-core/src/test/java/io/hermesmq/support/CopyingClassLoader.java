package io.hermesmq.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.function.UnaryOperator;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;

/**
 * Loads the classes of one package anew, before it asks its parent: as the restart loader of DevTools does with the
 * classes of an application, while Hermes stays in the parent.
 */
public final class CopyingClassLoader extends URLClassLoader {

    private final String ownPackage;
    private final UnaryOperator<byte[]> transformation;

    private CopyingClassLoader(final String ownPackage, final UnaryOperator<byte[]> transformation) {
        super(new URL[] {testClasses()}, CopyingClassLoader.class.getClassLoader());
        this.ownPackage = ownPackage;
        this.transformation = transformation;
    }

    private static URL testClasses() {
        return CopyingClassLoader.class.getProtectionDomain().getCodeSource().getLocation();
    }

    /** Copies classes as they are. */
    public static CopyingClassLoader of(final String ownPackage) {
        return new CopyingClassLoader(ownPackage, UnaryOperator.identity());
    }

    /** Copies classes as if they had been compiled without {@code -parameters}. */
    public static CopyingClassLoader withoutParameterNames(final String ownPackage) {
        return new CopyingClassLoader(ownPackage, CopyingClassLoader::strip);
    }

    private static byte[] strip(final byte[] code) {
        final ClassWriter writer = new ClassWriter(0);
        new ClassReader(code).accept(writer, ClassReader.SKIP_DEBUG);
        return writer.toByteArray();
    }

    /** The copy of a class. */
    public Class<?> copyOf(final Class<?> original) {
        try {
            return loadClass(original.getName());
        } catch (final ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    protected Class<?> loadClass(final String name, final boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            if (name.startsWith(ownPackage + ".")) {
                final Class<?> loaded = findLoadedClass(name);
                return loaded == null ? findClass(name) : loaded;
            }
            return super.loadClass(name, resolve);
        }
    }

    @Override
    protected Class<?> findClass(final String name) throws ClassNotFoundException {
        try (InputStream in = findResource(name.replace('.', '/') + ".class").openStream()) {
            final byte[] code = transformation.apply(in.readAllBytes());
            return defineClass(name, code, 0, code.length);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
