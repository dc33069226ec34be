/** What tests of transforms on shards need, ours and yours; it knows no test framework. */
@NullMarked
package org.shoestring.testing;

import org.jspecify.annotations.NullMarked;
