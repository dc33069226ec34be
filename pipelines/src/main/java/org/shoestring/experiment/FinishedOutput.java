package org.shoestring.experiment;

import org.shoestring.table.Manifest;
import org.shoestring.table.Output;

/** An output that exists. */
public record FinishedOutput(Output output, Manifest manifest) {}
