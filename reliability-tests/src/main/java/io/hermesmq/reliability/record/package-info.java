/**
 * The record of a run: what was attempted and acknowledged, what was delivered, how far the application is. All of it lies in
 * memory-mapped files outside of the directory of the journal, so that a killed process loses nothing of it: what it stored
 * before it died is in the page cache. The application under test writes, the judge reads, also while it is written.
 */
@NullMarked
package io.hermesmq.reliability.record;

import org.jspecify.annotations.NullMarked;
