package io.hermesmq.hidden;

import java.lang.invoke.MethodHandles;
import java.util.function.Supplier;

final class GreetingTemplate implements Supplier<String> {

    private static final String GREETING = HiddenCopy.constant(MethodHandles.lookup(), 0, String.class);
    private static final int TIMES = HiddenCopy.constant(MethodHandles.lookup(), 1, Integer.class);

    private final String name;

    GreetingTemplate(final String name) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("nobody to greet");
        }
        this.name = name;
    }

    @Override
    public String get() {
        return (GREETING + " ").repeat(TIMES) + name;
    }
}
