/** Tokenizers of the metrics and of the {@code tokenize} step: pure functions of a line of text. */
@NullMarked
package org.shoestring.step.tokenize;

import org.jspecify.annotations.NullMarked;
