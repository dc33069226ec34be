/**
 * Settings of Flink as users write them: the files of a cluster's processes, which keys and values
 * Flink takes, and what is said of others.
 */
@NullMarked
package org.shoestring.pipeline.flink.settings;

import org.jspecify.annotations.NullMarked;
