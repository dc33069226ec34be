/** Certificates, by which the processes of a Flink cluster know each other. */
@NullMarked
package org.shoestring.pipeline.flink.security;

import org.jspecify.annotations.NullMarked;
