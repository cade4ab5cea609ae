package io.hermesmq.spring;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the name that somebody meant who wrote another. */
final class SimilarNames {

    private static final int LETTERS_FOR_EACH_MISTAKE = 3;

    private SimilarNames() {}

    /**
     * The closest of some names.
     *
     * @param name as it was written.
     * @param candidates that it could have been.
     * @return the one with the fewest mistakes, the first of them in their order; null where none is close.
     */
    static @Nullable String closest(final String name, final Collection<String> candidates) {
        String closest = null;
        int fewest = Math.max(1, name.length() / LETTERS_FOR_EACH_MISTAKE) + 1;
        for (final String candidate : candidates.stream().sorted().toList()) {
            final int mistakes = mistakes(name.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
            if (mistakes < fewest) {
                closest = candidate;
                fewest = mistakes;
            }
        }
        return closest;
    }

    /** How many letters are missing, too many, wrong, or swapped with their neighbour. */
    private static int mistakes(final String left, final String right) {
        final int[][] counts = new int[left.length() + 1][right.length() + 1];
        for (int i = 0; i <= left.length(); i++) {
            for (int j = 0; j <= right.length(); j++) {
                counts[i][j] = i == 0 || j == 0 ? i + j : fewest(counts, left, right, i, j);
            }
        }
        return counts[left.length()][right.length()];
    }

    private static int fewest(final int[][] counts, final String left, final String right, final int i, final int j) {
        final int wrong = left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1;
        final int best = Math.min(counts[i - 1][j - 1] + wrong, Math.min(counts[i - 1][j] + 1, counts[i][j - 1] + 1));
        final boolean swapped = i > 1
                && j > 1
                && left.charAt(i - 1) == right.charAt(j - 2)
                && left.charAt(i - 2) == right.charAt(j - 1);
        return swapped ? Math.min(best, counts[i - 2][j - 2] + 1) : best;
    }
}
