/** Steps over shards and over rows, and what some of them learn first. */
@NullMarked
package org.shoestring.transform.steps;

import org.jspecify.annotations.NullMarked;
