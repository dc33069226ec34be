/**
 * What a process of a Flink cluster is made of, computed before it starts: memory and the options
 * of Java for it, addresses and ports, and Flink's configuration.
 */
@NullMarked
package org.shoestring.pipeline.flink.plan;

import org.jspecify.annotations.NullMarked;
