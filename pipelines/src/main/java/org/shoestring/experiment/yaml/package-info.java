/** The part of YAML that experiments are written in, each node with its line. */
@NullMarked
package org.shoestring.experiment.yaml;

import org.jspecify.annotations.NullMarked;
