package io.hermesmq.hidden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

final class HiddenCopyTest {

    private static final MethodType CONSTRUCTOR = MethodType.methodType(void.class, String.class);

    @SuppressWarnings("unchecked")
    private static Supplier<String> copy(final String greeting, final Integer times, final String name) {
        return (Supplier<String>) HiddenCopy.create(
                MethodHandles.lookup(), GreetingTemplate.class, List.of(greeting, times), CONSTRUCTOR, name);
    }

    @Test
    void shouldGiveEachCopyItsConstants() {
        final Supplier<String> hello = copy("hello", 1, "Ann");
        final Supplier<String> bye = copy("bye", 2, "Bob");

        assertThat(hello.get()).isEqualTo("hello Ann");
        assertThat(bye.get()).isEqualTo("bye bye Bob");
        assertThat(hello.get()).isEqualTo("hello Ann");
    }

    @Test
    void shouldDefineAClassOfItsOwnForEachCopy() {
        final Class<?> first = copy("a", 1, "a").getClass();
        final Class<?> second = copy("a", 1, "a").getClass();

        assertThat(first).isNotEqualTo(second).isNotEqualTo(GreetingTemplate.class);
        assertThat(first.isHidden()).isTrue();
        assertThat(first.getPackageName()).isEqualTo("io.hermesmq.hidden");
        assertThat(first.getClassLoader()).isSameAs(GreetingTemplate.class.getClassLoader());
    }

    @Test
    void shouldThrowWhatTheConstructorThrows() {
        assertThatThrownBy(() -> copy("hello", 1, ""))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("nobody to greet");
    }

    @Test
    void shouldRefuseAConstantOfAnotherType() {
        assertThatThrownBy(() -> HiddenCopy.create(
                        MethodHandles.lookup(), GreetingTemplate.class, List.of(1, "hello"), CONSTRUCTOR, "Ann"))
                .hasRootCauseInstanceOf(ClassCastException.class);
    }

    @Test
    void shouldRefuseAConstructorThatTheTemplateDoesNotHave() {
        assertThatThrownBy(() -> HiddenCopy.create(
                        MethodHandles.lookup(),
                        GreetingTemplate.class,
                        List.of("hello", 1),
                        MethodType.methodType(void.class)))
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage("cannot define a copy of io.hermesmq.hidden.GreetingTemplate");
    }
}
