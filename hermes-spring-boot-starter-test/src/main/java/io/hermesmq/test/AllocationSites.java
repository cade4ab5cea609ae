package io.hermesmq.test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;

/** Where a lane allocates, as the flight recorder has sampled it. */
final class AllocationSites {

    private static final String EVENT = "jdk.ObjectAllocationSample";
    private static final String LANE = "io.hermesmq.dispatch.Lane";
    private static final int ROUNDS = 10;
    private static final int SHOWN = 5;
    private static final String BY_HAND =
            "Look for boxing, strings, captured lambdas and collections in it, and for parameters that are"
                    + " decoded to objects: a record that escapes, a String, a byte[]. Components of the record as parameters make no object.";

    private AllocationSites() {}

    static String of(final MeasuredLane lane, final Runnable work) {
        if (!isAvailable()) {
            return "This JVM has no flight recorder to say where. " + BY_HAND;
        }
        try {
            final Path file = Files.createTempFile("hermes-allocation", ".jfr");
            try (Recording recording = new Recording()) {
                recording.enable(EVENT).withStackTrace().with("throttle", "10000/s");
                recording.start();
                for (int i = 0; i < ROUNDS; i++) {
                    work.run();
                }
                recording.stop();
                recording.dump(file);
                return describe(RecordingFile.readAllEvents(file), lane.threadId());
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (final IOException | RuntimeException e) {
            return "The flight recorder cannot say where: " + e + ". " + BY_HAND;
        }
    }

    private static boolean isAvailable() {
        return ModuleLayer.boot().findModule("jdk.jfr").isPresent() && jdk.jfr.FlightRecorder.isAvailable();
    }

    private static String describe(final List<RecordedEvent> events, final long thread) {
        final Map<String, Long> weights = new HashMap<>();
        long sum = 0;
        for (final RecordedEvent event : events) {
            final String site = site(event, thread);
            if (site != null) {
                final long weight = event.getLong("weight");
                weights.merge(site, weight, Long::sum);
                sum += weight;
            }
        }
        if (sum == 0) {
            return "The flight recorder has seen no sample of it. " + BY_HAND;
        }
        final long all = sum;
        return weights.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
                .limit(SHOWN)
                .map(entry -> "  " + 100 * entry.getValue() / all + " %: " + entry.getKey())
                .collect(Collectors.joining("\n", "What the flight recorder has seen:\n", ""));
    }

    /** The class and the place of an allocation below the lane; the place is the first that is not the JDK's. */
    private static @Nullable String site(final RecordedEvent event, final long thread) {
        if (!event.getEventType().getName().equals(EVENT)
                || event.getStackTrace() == null
                || event.getThread("eventThread") == null
                || event.getThread("eventThread").getJavaThreadId() != thread) {
            return null;
        }
        final List<RecordedFrame> frames = event.getStackTrace().getFrames();
        final boolean inLane = frames.stream()
                .anyMatch(frame -> frame.isJavaFrame() && typeOf(frame).equals(LANE));
        if (!inLane) {
            return null;
        }
        final String allocated = event.getClass("objectClass").getName();
        return frames.stream()
                .filter(frame -> frame.isJavaFrame() && !isOfJdk(typeOf(frame)))
                .findFirst()
                .map(frame -> allocated + " in " + typeOf(frame) + "."
                        + frame.getMethod().getName() + ", line " + frame.getLineNumber())
                .orElse(null);
    }

    private static String typeOf(final RecordedFrame frame) {
        return frame.getMethod().getType().getName();
    }

    private static boolean isOfJdk(final String type) {
        return type.startsWith("java.") || type.startsWith("jdk.") || type.startsWith("sun.");
    }
}
