/** What all buckets share: retries, reading on after a cut, staged uploads, the options of Beam. */
@NullMarked
package org.shoestring.store.remote;

import org.jspecify.annotations.NullMarked;
