/** How far a score would be another one with other segments: resampling, intervals and tests. */
@NullMarked
package org.shoestring.metric.significance;

import org.jspecify.annotations.NullMarked;
