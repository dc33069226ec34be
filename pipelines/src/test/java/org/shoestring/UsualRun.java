package org.shoestring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.io.file.PathUtils;

/** A run of an experiment that loads most classes that others do: each stage type, on a bucket. */
final class UsualRun {
  private static final String EXPERIMENT =
      """
      experiment: e
      workspace: s3://bucket/w
      stages:
        raw: {import: raw.tsv, columns: [a, b]}
        clean: {preprocess: raw, steps: [lowercase, deduplicate]}
        data: {split: clean, into: {train: rest, test: 2}}
        shards: {shard: data.train, into: 2}
        model: {train: shards, command: "ls {input} > {out}/model; touch {checkpoints}/1"}
        hyp: {pipe: "data.test:b", command: "cat; : {model}", columns: [h]}
        bleu: {score: hyp, against: "data.test:b", metric: bleu}
      """;

  private UsualRun() {}

  static void run(List<String> flags) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("usual");
    try (S3Server server = S3Server.in(folder.resolve("server"))) {
      Files.writeString(folder.resolve("e.yaml"), EXPERIMENT);
      Files.writeString(folder.resolve("raw.tsv"), "a\tb\nc\td\ne\tf\ng\th\n");
      List<String> all = new ArrayList<>(flags);
      all.add("-Xmx256m");
      Shoestring.in(folder)
          .with(all.toArray(new String[0]))
          .in(server.environment())
          .run("run", "e.yaml", "--runner", "flink-local")
          .good();
    } finally {
      PathUtils.deleteDirectory(folder);
    }
  }
}
