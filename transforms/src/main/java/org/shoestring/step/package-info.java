/**
 * Steps: functions of a row that keep it, change it or reject it with a reason. Plain Java, no
 * Beam; one file a step, one line in {@code META-INF/services}.
 */
@NullMarked
package org.shoestring.step;

import org.jspecify.annotations.NullMarked;
