/**
 * Beam's batch pipelines as jobs of a Flink cluster, whichever that is: how one is handed over,
 * stopped and waited for, and what it failed of.
 */
package org.shoestring.pipeline.flink;
