package io.hermesmq.codec;

import io.hermesmq.annotation.JsonMessage;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the type that messages travel as where they travel as JSON. */
final class JsonType {

    private JsonType() {}

    /** The nearest superclass with the annotation, the type itself included; where none has it, the one interface that does. */
    static @Nullable Class<?> of(final Class<?> type) {
        for (Class<?> current = type; current != null; current = current.getSuperclass()) {
            if (current.isAnnotationPresent(JsonMessage.class)) {
                return current;
            }
        }
        final Set<Class<?>> annotated = new LinkedHashSet<>();
        for (Class<?> current = type; current != null; current = current.getSuperclass()) {
            collect(current, annotated);
        }
        if (annotated.size() > 1) {
            throw new UnsupportedMessageTypeException(
                    type.getTypeName() + " is a @JsonMessage by several of its interfaces: "
                            + annotated.stream().map(Class::getTypeName).toList(),
                    "annotate " + type.getSimpleName() + " itself, or one of its interfaces only");
        }
        return annotated.isEmpty() ? null : annotated.iterator().next();
    }

    private static void collect(final Class<?> type, final Set<Class<?>> annotated) {
        for (final Class<?> parent : type.getInterfaces()) {
            if (parent.isAnnotationPresent(JsonMessage.class)) {
                annotated.add(parent);
            } else {
                collect(parent, annotated);
            }
        }
    }
}
