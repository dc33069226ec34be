/**
 * Beam pipelines of one's own that take single transforms from Shoestring, to copy and change. Each
 * has a test that runs it.
 */
@NullMarked
package org.shoestring.examples;

import org.jspecify.annotations.NullMarked;
