/**
 * Files of this machine: names, modes, identities, settings, what reaches the disk, and folders
 * that belong to a process.
 */
@NullMarked
package org.shoestring.files;

import org.jspecify.annotations.NullMarked;
