package org.shoestring.store;

/**
 * What a store tells of an object.
 *
 * @param bytes its size
 * @param version changes whenever its content does: a modification time or an ETag
 */
public record StoredObject(String name, long bytes, String version) {}
