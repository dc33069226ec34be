/** Store files, the variables in them, and what counts as a secret. */
@NullMarked
package org.shoestring.store.config;

import org.jspecify.annotations.NullMarked;
