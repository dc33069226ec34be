/**
 * Examines a Flink cluster by using it: whom its ports answer, and whether each worker can do the
 * work of stages.
 */
@NullMarked
package org.shoestring.pipeline.flink.doctor;

import org.jspecify.annotations.NullMarked;
