/**
 * What is written down of outputs: manifests, records of units, recipes, shards, and the text they
 * are written in.
 */
@NullMarked
package org.shoestring.table.record;

import org.jspecify.annotations.NullMarked;
