/** What no experiment needs any more, and how it is deleted while others work. */
@NullMarked
package org.shoestring.experiment.gc;

import org.jspecify.annotations.NullMarked;
