/** The verb {@code flink}: the processes of a Flink cluster. */
@NullMarked
package org.shoestring.cli.flink;

import org.jspecify.annotations.NullMarked;
