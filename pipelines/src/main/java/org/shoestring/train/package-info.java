/** Running a training command beside local copies of its inputs. */
@NullMarked
package org.shoestring.train;

import org.jspecify.annotations.NullMarked;
