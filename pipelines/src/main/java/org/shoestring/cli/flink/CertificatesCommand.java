package org.shoestring.cli.flink;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.shoestring.cli.screen.Terminal;
import org.shoestring.pipeline.flink.security.ClusterCertificates;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code flink certificates}: what the processes of a cluster know each other by. */
@Command(
    name = "certificates",
    description = {
      "Makes certificates for a cluster whose machines are not in one private network.",
      "",
      "All processes of the cluster share one self-signed pair. Without it, nobody can join or"
          + " read. Copy DIR to all machines, readable by the user of the process only, and start"
          + " each process with --certificates DIR. Whoever has DIR can run code on the cluster."
    },
    footer = {"Example:", "  shoestring flink certificates certificates"},
    mixinStandardHelpOptions = true)
final class CertificatesCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DIR", description = "The folder to make.")
  private Path folder = Path.of("");

  @Option(
      names = "--rest",
      description =
          "Also make one for the job manager's web server, which then answers only clients that"
              + " have it.")
  private boolean rest;

  @Override
  public Integer call() throws Exception {
    ClusterCertificates.create(folder, rest);
    Terminal.remark(
        folder
            + " has the certificates, valid for 10 years. Copy it to all machines, and start each"
            + " process with --certificates DIR");
    return 0;
  }
}
