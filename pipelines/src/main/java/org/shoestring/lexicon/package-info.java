/**
 * The baseline that needs nothing installed: a lexicon of words learnt from aligned sentences (IBM
 * Model 1), and a translator that goes through a line word by word. It sees the library only, and
 * nothing of Beam.
 */
@NullMarked
package org.shoestring.lexicon;

import org.jspecify.annotations.NullMarked;
