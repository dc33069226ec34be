package org.shoestring.transform;

import java.io.Serializable;

/**
 * What a file was when it was identified.
 *
 * @param bytes its length
 * @param version as its store tells it: another one is another file
 * @param sha256 of its stored bytes
 */
public record SourceVersion(long bytes, String version, String sha256) implements Serializable {}
