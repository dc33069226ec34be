/** Statistics of segments, added up: of any shape, as they are measured or as tables keep them. */
@NullMarked
package org.shoestring.metric.tally;

import org.jspecify.annotations.NullMarked;
