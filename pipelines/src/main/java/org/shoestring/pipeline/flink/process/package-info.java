/**
 * The processes of a Flink cluster out of this program: how a process of the command line becomes
 * one of them, what it needs while it runs, and what it ends with.
 */
@NullMarked
package org.shoestring.pipeline.flink.process;

import org.jspecify.annotations.NullMarked;
