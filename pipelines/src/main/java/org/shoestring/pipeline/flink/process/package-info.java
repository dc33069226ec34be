/**
 * The processes of a Flink cluster out of this program: their settings, their memory, their
 * addresses, and how a process of the command line becomes one of them.
 */
@NullMarked
package org.shoestring.pipeline.flink.process;

import org.jspecify.annotations.NullMarked;
