package org.shoestring.pipeline.flink.plan;

import org.shoestring.spec.UsageException;

/**
 * The ports of a cluster's processes, all fixed, so that a firewall can name them. A second process
 * on a machine adds an offset to each.
 *
 * @param offset added to each port of one process
 */
public record ClusterPorts(int offset) {
  /** What the client, a browser and the user's tunnel speak to. */
  public static final int REST = 8081;

  /** Where task managers find their job manager. */
  public static final int JOB_MANAGER_RPC = 6123;

  private static final int JOB_MANAGER_BLOB = 6124;
  private static final int JOB_MANAGER_METRICS = 6125;
  private static final int TASK_MANAGER_DATA = 6121;
  private static final int TASK_MANAGER_RPC = 6122;
  private static final int TASK_MANAGER_METRICS = 6120;
  private static final int HIGHEST_PORT = 65535;

  /**
   * Ports that are shifted.
   *
   * @throws UsageException if there are none so high
   */
  public static ClusterPorts shifted(long offset) {
    if (offset < 0 || offset > HIGHEST_PORT - REST) {
      throw UsageException.mustBe(
          "--port-offset", "a whole number from 0 to " + (HIGHEST_PORT - REST), offset);
    }
    return new ClusterPorts((int) offset);
  }

  int rest() {
    return REST + offset;
  }

  int jobManagerRpc() {
    return JOB_MANAGER_RPC + offset;
  }

  int blob() {
    return JOB_MANAGER_BLOB + offset;
  }

  int jobManagerMetrics() {
    return JOB_MANAGER_METRICS + offset;
  }

  int data() {
    return TASK_MANAGER_DATA + offset;
  }

  int taskManagerRpc() {
    return TASK_MANAGER_RPC + offset;
  }

  int taskManagerMetrics() {
    return TASK_MANAGER_METRICS + offset;
  }
}
