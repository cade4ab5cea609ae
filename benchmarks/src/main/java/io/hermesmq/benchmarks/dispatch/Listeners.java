package io.hermesmq.benchmarks.dispatch;

/**
 * Eight listeners of eight classes, as an application has them: equal classes would let the compiler off too lightly.
 * Each adds up what it gets.
 */
final class Listeners {

    private Listeners() {}

    static final class First extends Sum {
        void on(long a, long b, long c, long d, long e, long f, long g, long h) {
            sum += a + b + c + d + e + f + g + h;
        }
    }

    static final class Second extends Sum {
        void on(long a, long b, long c, long d, long e, long f, long g, long h) {
            sum += a + b + c + d + e + f + g + h;
        }
    }

    static final class Third extends Sum {
        void on(long a, long b, long c, long d, long e, long f, long g, long h) {
            sum += a + b + c + d + e + f + g + h;
        }
    }

    static final class Fourth extends Sum {
        void on(long a, long b, long c, long d, long e, long f, long g, long h) {
            sum += a + b + c + d + e + f + g + h;
        }
    }

    static final class Fifth extends Sum {
        void on(long a, long b, long c, long d, long e, long f, long g, long h) {
            sum += a + b + c + d + e + f + g + h;
        }
    }

    static final class Sixth extends Sum {
        void on(long a, long b, long c, long d, long e, long f, long g, long h) {
            sum += a + b + c + d + e + f + g + h;
        }
    }

    static final class Seventh extends Sum {
        void on(long a, long b, long c, long d, long e, long f, long g, long h) {
            sum += a + b + c + d + e + f + g + h;
        }
    }

    static final class Eighth extends Sum {
        void on(long a, long b, long c, long d, long e, long f, long g, long h) {
            sum += a + b + c + d + e + f + g + h;
        }
    }

    /** What a listener has added up. */
    abstract static class Sum {
        long sum;
    }

    /** One of each class. */
    static Sum[] all() {
        return new Sum[] {
            new First(), new Second(), new Third(), new Fourth(), new Fifth(), new Sixth(), new Seventh(), new Eighth()
        };
    }
}
