/**
 * Whether the content of a file is whole, told from its ends and headers alone: one class per file
 * format.
 */
@NullMarked
package org.shoestring.train.preset.content;

import org.jspecify.annotations.NullMarked;
