/**
 * Beam pipelines on a Flink cluster inside this process, with its memory, its parallelism and its
 * temporary files under control. Nothing here is loaded unless a pipeline is run on it.
 */
package org.shoestring.pipeline.flink.embedded;
