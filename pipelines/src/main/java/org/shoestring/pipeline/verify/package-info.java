/** ParallelChecks of an output against what it was made from. */
@NullMarked
package org.shoestring.pipeline.verify;

import org.jspecify.annotations.NullMarked;
