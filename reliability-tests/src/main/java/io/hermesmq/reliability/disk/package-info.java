/** Disks: small ones, ones that can be copied underneath a running process, and damage to what lies on them. */
@NullMarked
package io.hermesmq.reliability.disk;

import org.jspecify.annotations.NullMarked;
