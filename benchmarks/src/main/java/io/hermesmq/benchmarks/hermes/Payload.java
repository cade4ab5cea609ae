package io.hermesmq.benchmarks.hermes;

/**
 * A message of 64 bytes.
 *
 * @param a its first field.
 * @param b its second field.
 * @param c its third field.
 * @param d its fourth field.
 * @param e its fifth field.
 * @param f its sixth field.
 * @param g its seventh field.
 * @param h its eighth field.
 */
public record Payload(long a, long b, long c, long d, long e, long f, long g, long h) {}
