package org.shoestring.experiment;

import org.shoestring.table.Manifest;
import org.shoestring.table.Output;

/** An output that exists. */
public record Finished(Output output, Manifest manifest) {}
