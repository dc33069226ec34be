/** Trying a store for real. */
@NullMarked
package org.shoestring.store.doctor;

import org.jspecify.annotations.NullMarked;
