/** Experiments: the YAML, what each stage needs, what is done and what is to do, and the run. */
@NullMarked
package org.shoestring.experiment;

import org.jspecify.annotations.NullMarked;
