/** Words without their endings, as metrics compare them. */
@NullMarked
package org.shoestring.step.tokenize.stem;

import org.jspecify.annotations.NullMarked;
