package org.shoestring.experiment;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.shoestring.train.checkpoint.CheckpointSettings;

/**
 * What one run says of the stages of an experiment; no part of what they make.
 *
 * @param maxBadLines how many bad lines each import may set aside; empty for what the experiment
 *     says
 * @param lease after which others believe a silent process dead
 * @param grace how long a training command has to save when it is told to end
 * @param restore which checkpoint a training continues from; empty for the newest
 * @param fromScratch whether trainings continue from none
 */
public record RunSettings(
    OptionalLong maxBadLines,
    Duration lease,
    Duration grace,
    Optional<CheckpointSettings.Wanted> restore,
    boolean fromScratch) {}
