/** jcstress tests of the lock-free classes: what two and more threads may see of each other, named outcome by outcome. */
@NullMarked
package io.hermesmq.stress;

import org.jspecify.annotations.NullMarked;
