/** Folders of this machine as stores. */
@NullMarked
package org.shoestring.store.local;

import org.jspecify.annotations.NullMarked;
