/**
 * Text as the normalizers of OpenAI's Whisper write it before words are counted: {@code basic} for
 * any language, {@code en} for English with its numbers. Only the step {@code normalize-whisper}
 * uses them.
 */
@NullMarked
package org.shoestring.step.normalize.whisper;

import org.jspecify.annotations.NullMarked;
