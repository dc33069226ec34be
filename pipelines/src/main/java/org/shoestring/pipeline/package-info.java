/** One class a stage type: what its output is made of, its Beam wiring, and a main of its own. */
@NullMarked
package org.shoestring.pipeline;

import org.jspecify.annotations.NullMarked;
