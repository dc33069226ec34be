/**
 * Pairs of numbers in any quantity and in sorted order, sums without loss, and numbers in text:
 * what metrics of numbers are made of.
 */
@NullMarked
package org.shoestring.metric.numbers;

import org.jspecify.annotations.NullMarked;
