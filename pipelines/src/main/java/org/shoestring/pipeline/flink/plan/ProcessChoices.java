package org.shoestring.pipeline.flink.plan;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What the user has chosen for a process of a cluster; all else is computed.
 *
 * @param memory of the whole process, in bytes
 * @param slots of a task manager
 * @param bind the address that it listens on
 * @param announce the address that others are told, if it is another one
 * @param restBind the address that a job manager's web server listens on
 * @param folder where temporary files go
 * @param certificates the folder of those that all processes of the cluster share
 */
public record ProcessChoices(
    Optional<Long> memory,
    Optional<Integer> slots,
    Optional<String> bind,
    Optional<String> announce,
    Optional<String> restBind,
    ClusterPorts ports,
    Path folder,
    Optional<Path> certificates) {}
