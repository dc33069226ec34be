package org.shoestring.store.object;

import java.time.Instant;
import org.shoestring.files.FileIdentity;

/**
 * What a store tells of an object.
 *
 * @param bytes its size
 * @param version changes whenever its content does: what a {@link FileIdentity} holds, an ETag or a
 *     generation
 * @param modified when it was written, by the clock of the store
 */
public record StoredObject(String name, long bytes, String version, Instant modified) {}
