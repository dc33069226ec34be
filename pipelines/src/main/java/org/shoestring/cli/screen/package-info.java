/**
 * What is printed for people: how wide their terminal is, text that fits into it, and the lines at
 * its bottom that change. Knows no verbs.
 */
@NullMarked
package org.shoestring.cli.screen;

import org.jspecify.annotations.NullMarked;
