package io.hermesmq.test.autoconfigure;

import org.springframework.boot.test.autoconfigure.TestSliceTestContextBootstrapper;

/** Adds {@link HermesTest#properties()}. */
final class HermesTestContextBootstrapper extends TestSliceTestContextBootstrapper<HermesTest> {

    HermesTestContextBootstrapper() {}
}
