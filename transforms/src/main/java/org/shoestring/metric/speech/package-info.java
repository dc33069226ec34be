/**
 * Metrics of transcripts: error rates that come from one alignment of the hypothesis with its
 * reference, by the rules of jiwer, and the plain edit distance.
 */
@NullMarked
package org.shoestring.metric.speech;

import org.jspecify.annotations.NullMarked;
