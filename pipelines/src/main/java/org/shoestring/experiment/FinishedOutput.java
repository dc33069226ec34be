package org.shoestring.experiment;

import org.shoestring.table.Output;
import org.shoestring.table.record.Manifest;

/** An output that exists. */
public record FinishedOutput(Output output, Manifest manifest) {}
