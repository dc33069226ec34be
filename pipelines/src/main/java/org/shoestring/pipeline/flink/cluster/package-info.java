/**
 * Beam pipelines as jobs of a Flink cluster of other processes, which have the same program:
 * nothing but the job travels. Nothing here is loaded unless a pipeline is run on it, or a job is
 * watched.
 */
package org.shoestring.pipeline.flink.cluster;
