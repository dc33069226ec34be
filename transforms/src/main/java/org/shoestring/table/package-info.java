/**
 * Tables: shards under one manifest, what a unit of work leaves behind, and the commit that makes
 * an output exist.
 */
@NullMarked
package org.shoestring.table;

import org.jspecify.annotations.NullMarked;
