package io.hermesmq.elsewhere;

import io.hermesmq.support.CopyingClassLoader;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.Arrays;

/** Reaches the copies of {@link Desk} in a class loader by reflection. */
public final class DeskAccess {

    private final CopyingClassLoader loader;
    private final Object desk;

    public DeskAccess(final CopyingClassLoader loader) {
        this.loader = loader;
        desk = create(loader.copyOf(Desk.class));
    }

    private static Object create(final Class<?> type, final Object... arguments) {
        try {
            final Constructor<?> constructor = type.getDeclaredConstructors()[0];
            constructor.setAccessible(true);
            return constructor.newInstance(arguments);
        } catch (final ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    /** The object with the listener methods; its string says what they saw. */
    public Object listener() {
        return desk;
    }

    public Method listenerMethod(final String name) {
        return Arrays.stream(desk.getClass().getDeclaredMethods())
                .filter(method -> method.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    public Class<? extends Record> recordType() {
        return loader.copyOf(Desk.Order.class).asSubclass(Record.class);
    }

    public Record newOrder(final long id, final double price, final String side) {
        final Object constant = Arrays.stream(loader.copyOf(Desk.Side.class).getEnumConstants())
                .filter(each -> each.toString().equals(side))
                .findFirst()
                .orElseThrow();
        return (Record) create(recordType(), id, price, constant);
    }

    /** With the record, its components and a default method. */
    public Class<?> ordersType() {
        return loader.copyOf(Desk.Orders.class);
    }

    /** With the components in another order. */
    public Class<?> spreadOrdersType() {
        return loader.copyOf(Desk.SpreadOrders.class);
    }

    /** With the components in their order. */
    public Class<?> orderedOrdersType() {
        return loader.copyOf(Desk.OrderedOrders.class);
    }

    /** Calls a method of a publisher: the first one of that name and number of parameters. */
    public static Object call(
            final Class<?> type, final Object publisher, final String name, final Object... arguments) {
        final Method method = Arrays.stream(type.getMethods())
                .filter(each -> each.getName().equals(name) && each.getParameterCount() == arguments.length)
                .findFirst()
                .orElseThrow();
        try {
            method.setAccessible(true);
            return method.invoke(publisher, arguments);
        } catch (final ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
