/** What verbs share: how sources, targets, outputs and settings are named. */
@NullMarked
package org.shoestring.cli.argument;

import org.jspecify.annotations.NullMarked;
