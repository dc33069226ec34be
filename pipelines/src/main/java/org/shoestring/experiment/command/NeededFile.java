package org.shoestring.experiment.command;

import java.io.Serializable;

/**
 * A file that decides what a command does.
 *
 * @param label its path relative to the experiment's folder, or as it is named if it lies elsewhere
 * @param path its absolute path
 * @param sha256 its hash in the key of the output
 */
record NeededFile(String label, String path, String sha256) implements Serializable {}
