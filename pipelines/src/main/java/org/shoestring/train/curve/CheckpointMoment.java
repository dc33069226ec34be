package org.shoestring.train.curve;

import java.time.Instant;
import java.util.OptionalLong;

/**
 * Which point of a training a checkpoint is of.
 *
 * @param attempt that wrote it
 * @param step as its name tells; empty if it does not
 * @param complete when it was complete, by the clock of the machine that wrote it
 */
public record CheckpointMoment(int attempt, OptionalLong step, Instant complete) {}
