/**
 * Flink's own job manager with what is ours: it takes task managers of its own build only, and does
 * not repeat what the user has to mend.
 */
@NullMarked
package org.shoestring.pipeline.flink.jobmanager;

import org.jspecify.annotations.NullMarked;
