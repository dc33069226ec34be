/** What is to be done, what it will cost, and doing it. */
@NullMarked
package org.shoestring.experiment.plan;

import org.jspecify.annotations.NullMarked;
