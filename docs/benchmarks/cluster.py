#!/usr/bin/env python3
"""Times stages on a Flink cluster of this machine beside the direct runner, and kills workers.

usage: cluster.py BENCH WORK [RUNS [ROWS...]]

BENCH and WORK are those of benchmarks.py. ROWS are some of fixed, stages, sample, kills, shards, exchange, limits (default: all). A job
manager and three task managers of 1 GB machines run beside an S3 server with the workspace. The jars must be built:
mvn -q package -DskipTests. Prints Markdown tables.
"""
import contextlib
import gzip
import hashlib
import json
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from benchmarks import JAVA, ROOT, TINY_STAGES, corpus, measure, s3, tiny

LINES = int(os.environ.get("LINES", 20_000_000))  # of the rows `stages`, `kills` and `exchange`
TASK_MANAGERS = 3
OFFSET = 1000  # of all ports, so that a cluster of the user's is not in the way
MASTER = f"127.0.0.1:{8081 + OFFSET}"
STAGES = ["raw", "clean", "shards", "bleu"]
EXPERIMENT = """\
experiment: cluster
workspace: s3://bucket/{runner}
stages:
  raw: {{import: "s3://bucket/sources/*.tsv.gz", columns: [a, b]}}
  clean: {{preprocess: raw, steps: [{{length: {{min: 1, max: 100}}}}, {{length-ratio: 3}}, deduplicate]}}
  shards: {{shard: clean, into: 16}}
  bleu: {{score: "clean:a", against: "clean:b", metric: bleu}}
"""
EXCHANGE = """\
experiment: exchange
workspace: s3://bucket/{runner}
stages:
  raw: {{import: "s3://bucket/sources/*.tsv.gz", columns: [a, b]}}
  thousand: {{shard: raw, into: 1000}}
  again: {{shard: thousand, into: 1000, seed: 2}}
"""
MANY = 10_000
SHARDS = """\
experiment: shards
workspace: s3://bucket/{runner}
stages:
  raw: {{import: "many/*.tsv", columns: [a, b]}}
  clean: {{preprocess: raw, steps: [{{length: {{min: 1, max: 100}}}}]}}
  unique: {{preprocess: raw, steps: [deduplicate]}}
  parts: {{split: clean, into: {{train: rest, test: 1000}}}}
  shards: {{shard: raw, into: 10000}}
  hyp: {{pipe: "clean:a", command: cat, columns: [hyp], keep-alive: true}}
  bleu: {{score: hyp, against: "clean:a", metric: bleu}}
"""
LIMITS = """\
experiment: limits
workspace: s3://bucket/{runner}
stages:
  long: {{import: "s3://bucket/sources/long.tsv.gz", columns: [text, label], shard-size: 1GiB}}
  clean: {{preprocess: long, steps: [normalize-whitespace, lowercase, {{tokenize: 13a}}, {{length: {{min: 1, max: 9000000}}}}, identical, empty]}}
  unique: {{preprocess: long, steps: [deduplicate]}}
  frequent: {{preprocess: long, steps: [{{frequency: 2}}]}}
  random: {{split: long, into: {{train: rest, test: 3}}}}
  hashed: {{split: long, by: hash, into: {{train: rest, test: 30%}}}}
  shards: {{shard: long, into: 3}}
  tokens: {{shard: long, into: 3, balance: {{tokens: text}}}}
  hyp: {{pipe: "long:text", command: cat, columns: [text]}}
  segments: {{import: "s3://bucket/sources/segments.tsv.gz", columns: [text]}}
  bleu: {{score: segments, against: segments, metric: bleu}}
  chrf: {{score: segments, against: segments, metric: chrf}}
  labels: {{import: "s3://bucket/sources/labels.tsv.gz", columns: [text, label], shard-size: 1MiB}}
  labelled: {{split: labels, by: label, columns: [label], into: {{train: rest, test: 10%}}}}
"""
LONGEST = (16 << 20) - 10
LONG_LINES = 12
LONGEST_SEGMENT = 1_400_000  # With the heap of a task manager on a machine of 1 GB.


class Member:
    """A process of the cluster."""

    def __init__(self, work, name, words, environment):
        self.words = [*JAVA[:1], *JAVA[2:], "flink", *words, "--folder", str(work / name)]
        self.log = open(work / f"{name}.log", "ab")
        self.environment = environment
        self.used = 0.0
        self.peak = 0.0
        self.start()

    def start(self):
        self.child = subprocess.Popen(self.words, stdout=self.log, stderr=self.log, env={**os.environ, **self.environment})

    def cpu(self):
        """Seconds, those of processes that were killed included."""
        fields = Path(f"/proc/{self.child.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return self.used + sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK")

    def rss(self):
        """The most MB so far."""
        status = Path(f"/proc/{self.child.pid}/status").read_text()
        self.peak = max(self.peak, int(status.split("VmHWM:")[1].split()[0]) / 1024)
        return self.peak

    def kill(self):
        self.rss()
        self.used = self.cpu()
        self.child.kill()
        self.child.wait()


class Cluster:
    def __init__(self, work, environment):
        shutil.rmtree(work / "cluster", ignore_errors=True)
        (work / "cluster").mkdir()
        make = lambda name, *words: Member(work / "cluster", name, words, environment)
        self.job_manager = make("jobmanager", "jobmanager", "--memory", "640m", "--port-offset", str(OFFSET))
        join = ["taskmanager", f"127.0.0.1:{6123 + OFFSET}", "--memory", "788m", "--slots", "1"]
        self.task_managers = [
            make(f"taskmanager-{i}", *join, "--port-offset", str(OFFSET + 10 * i)) for i in range(1, TASK_MANAGERS + 1)
        ]
        self.members = [self.job_manager, *self.task_managers]
        while self.get("/overview").get("taskmanagers") != TASK_MANAGERS:
            time.sleep(0.2)

    def get(self, path):
        """What the job manager answers; nothing if it does not."""
        with contextlib.suppress(OSError), urllib.request.urlopen(f"http://{MASTER}{path}") as answer:
            return json.load(answer)
        return {}

    def works(self):
        """Whether a task of a job is at work."""
        return any(job["tasks"]["running"] > 0 for job in self.get("/jobs/overview").get("jobs", []))

    def cpu(self):
        return sum(member.cpu() for member in self.members)

    def worker_rss(self):
        return max(member.rss() for member in self.task_managers)

    def rss(self):
        return f"job manager {self.job_manager.rss():.0f} MB, task managers at most {self.worker_rss():.0f} MB"


@contextlib.contextmanager
def cluster(work, environment):
    started = Cluster(work, environment)
    try:
        yield started
    finally:
        for member in started.members:
            member.child.kill()
            member.child.wait()


def experiment(work, text, runner):
    path = work / f"{runner}.yaml"
    path.write_text(text.format(runner=runner))
    return path.name


def run(file, stage, runner, *options):
    command = [*JAVA, "run", file, stage, "--runner", runner, *options]
    return [*command, "--", f"--flinkMaster={MASTER}"] if runner == "flink-cluster" else command


def digests(work, runner):
    """The hash of the raw bytes of each shard, and of each file of a model, in a runner's workspace."""
    root = work / "s3" / "bucket" / runner / "outputs"
    hashes = {}
    for path in sorted(root.glob("*/**/*")):
        output, *names = path.relative_to(root).parts
        if path.name.endswith(".gz") and names[0] not in ["_files", "_log"]:
            # The last part of a shard's name is a hash of its compressed bytes, which may differ.
            name, opened = path.name.rsplit("-", 1)[0], gzip.open(path)
        elif path.is_file() and output.startswith("train-") and names[0] == "_files":
            name, opened = path.name, open(path, "rb")
        else:
            continue
        digest = hashlib.sha256()
        with opened as file:
            while block := file.read(1 << 20):
                digest.update(block)
        hashes[output, *names[:-1], name] = digest.hexdigest()
    return hashes


def clear(work, keys=None, sources=()):
    """Empties the bucket, and puts these files below sources/."""
    shutil.rmtree(work / "s3" / "bucket", ignore_errors=True)
    (work / "s3" / "bucket").mkdir(parents=True)
    for source in sources:
        measure([*JAVA, "cp", str(source), "s3://bucket/sources/"], work, **keys)


def parts(bench, work, lines):
    """The files of a corpus, of at most 5 M lines each."""
    corpus(bench, work, f"{lines // 1_000_000}m", lines)
    return [work / f"part-{seed}-{min(lines, 5_000_000)}.tsv.gz" for seed in range(1, max(1, lines // 5_000_000) + 1)]


def fixed(bench, work, runs):
    """The time of a stage with next to nothing to do, on a warm cluster."""
    tiny(work)
    with s3(work) as keys, cluster(work, keys):
        seconds = []
        for attempt in range(runs + 1):
            times = []
            for last in [1, TINY_STAGES - 1]:
                clear(work)
                command = run("tiny.yaml", f"s{last}", "flink-cluster", "--set", "workspace=s3://bucket/tiny")
                times.append(measure(command, work, **keys)[0])
            if attempt > 0:
                seconds.append((times[1] - times[0]) / (TINY_STAGES - 2))
        print(f"a stage of 1,000 lines on a warm cluster: {statistics.median(seconds):.2f} s", flush=True)


def warm(bench, work, keys):
    """Runs each stage on a smaller corpus, so that the members of the cluster have compiled their code."""
    file = experiment(work, EXPERIMENT, "flink-cluster")
    for _ in range(3):
        clear(work, keys, parts(bench, work, 1_000_000))
        for stage in STAGES:
            measure(run(file, stage, "flink-cluster"), work, **keys)


def stages(bench, work, runs):
    """Each stage on both runners, in turn, in the same bucket, on a warm cluster; the start of a run is subtracted."""
    times = {(stage, runner): [] for stage in STAGES for runner in ["direct", "flink-cluster"]}
    with s3(work) as keys, cluster(work, keys) as flink:
        warm(bench, work, keys)
        for _ in range(runs):
            clear(work, keys, parts(bench, work, LINES))
            files = {runner: experiment(work, EXPERIMENT, runner) for runner in ["direct", "flink-cluster"]}
            for stage in STAGES:
                for runner, file in files.items():
                    before = flink.cpu()
                    wall, cpu, _ = measure(run(file, stage, runner), work, **keys)
                    cpu += flink.cpu() - before
                    again_wall, again, _ = measure(run(file, stage, runner), work, **keys)
                    times[stage, runner].append((wall - again_wall, cpu - again))
        print("| stage | direct s | CPU s | cluster s | CPU s | CPU, times direct (range) |")
        print("|---|---|---|---|---|---|")
        for stage in STAGES:
            direct, other = times[stage, "direct"], times[stage, "flink-cluster"]
            ratios = sorted(b[1] / a[1] for a, b in zip(direct, other))
            cells = [f"{statistics.median(column):.1f}" for one in [direct, other] for column in zip(*one)]
            spread = f"{statistics.median(ratios):.2f} ({ratios[0]:.2f}-{ratios[-1]:.2f})"
            print(f"| {stage} | {' | '.join(cells)} | {spread} |", flush=True)
        print(flink.rss(), flush=True)


def kills(bench, work, runs):
    """Two kills in each stage, and whether all raw bytes are those of the direct runner."""
    dice = random.Random(1)
    with s3(work) as keys, cluster(work, keys) as flink:
        clear(work, keys, parts(bench, work, LINES))
        direct = experiment(work, EXPERIMENT, "direct")
        seconds = {stage: measure(run(direct, stage, "direct"), work, **keys)[0] for stage in STAGES}
        other = experiment(work, EXPERIMENT, "flink-cluster")
        for stage in STAGES:
            child = subprocess.Popen(run(other, stage, "flink-cluster"), cwd=work, env={**os.environ, **keys})
            killed = 0
            for _ in range(2):
                time.sleep(4 + dice.random() * seconds[stage] / 3)
                if child.poll() is None:
                    victim = dice.choice(flink.task_managers)
                    victim.kill()
                    victim.start()
                    killed += 1
            if child.wait() != 0:
                sys.exit(f"{stage} failed")
            print(f"{stage}: {killed} kills", flush=True)
        compare(work)


def compare(work):
    ours, theirs = digests(work, "direct"), digests(work, "flink-cluster")
    print(f"{len(ours)} files; the same raw bytes as those of the direct runner: {ours == theirs}", flush=True)


def sample(bench, work, runs):
    """The sample data to a score: in each stage all task managers are killed twice; where the model is trained, the run."""
    folder, file = work / "en-de", "en-de.yaml"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(ROOT / "data-samples/en-de", folder)
    text = (folder / file).read_text().replace("import: ", "import: s3://bucket/sources/")
    (folder / file).write_text(text)
    of = lambda runner, stage: run(file, stage, runner, "--lease", "6", "--set", f"workspace=s3://bucket/{runner}")
    with s3(work) as keys, cluster(work, keys) as flink:
        clear(work, keys, [folder / "en-de.tsv.gz"])
        measure(of("direct", "bleu"), folder, **keys)
        for stage in re.findall(r"^  (\w+):$", text, re.MULTILINE):
            start = lambda: subprocess.Popen(of("flink-cluster", stage), cwd=folder, env={**os.environ, **keys})
            child, killed = start(), 0
            while child.poll() is None and killed < 2:
                if stage == "model":
                    if len(list((work / "s3/bucket/flink-cluster/_checkpoints").glob("*/attempts/*"))) > killed:
                        time.sleep(0.5)  # The program begins.
                        child.kill()
                        killed += child.wait() < 0
                        child = start()
                elif flink.works():
                    for victim in flink.task_managers:
                        victim.kill()
                        victim.start()
                    while child.poll() is None and flink.works():
                        time.sleep(0.01)
                    killed += child.poll() is None
            if child.wait() != 0:
                sys.exit(f"{stage} failed")
            print(f"{stage}: {killed} kills", flush=True)
        compare(work)


def shards(bench, work, runs):
    """10,000 shards of 20 lines."""
    folder = work / "many"
    if not folder.exists():
        folder.mkdir()
        for i in range(MANY):
            (folder / f"f{i:05d}.tsv").write_text("".join(f"a b c d {i} {j}\tb {i} {j}\n" for j in range(20)))
    table(work, [], SHARDS, ["raw", "clean", "unique", "parts", "shards", "hyp", "bleu"])


def limits(bench, work, runs):
    """Each type of stage with the longest lines, all in one shard, and with the most and longest labels."""
    if not (work / "labels.tsv.gz").exists():
        dice = random.Random(1)
        words = [f"w{i}" for i in range(50_000)]
        with gzip.open(work / "long.tsv.gz", "wt", compresslevel=1) as out:
            for i in range(LONG_LINES):
                text = " ".join(dice.choices(words, k=LONGEST // 6))[:LONGEST]
                out.write(f"{text}\tl{i % 3}\n")
        with gzip.open(work / "segments.tsv.gz", "wt", compresslevel=1) as out:
            for _ in range(LONG_LINES):
                out.write(" ".join(dice.choices(words, k=LONGEST // 6))[:LONGEST_SEGMENT] + "\n")
        with gzip.open(work / "labels.tsv.gz", "wt", compresslevel=1) as out:
            for i in range(2_000_000):
                out.write(f"line {i}\t{'x' * 412}{dice.randrange(10_000):04d}\n")
    of = re.findall(r"^  (\w+):", LIMITS, re.MULTILINE)
    with s3(work) as keys, cluster(work, keys) as flink:
        clear(work, keys, [work / f"{name}.tsv.gz" for name in ["long", "segments", "labels"]])
        file = experiment(work, LIMITS, "flink-cluster")
        print("| stage | s | job manager MB | task managers MB |")
        print("|---|---|---|---|")
        for stage in of:
            wall, _, _ = measure(run(file, stage, "flink-cluster"), work, **keys)
            print(f"| {stage} | {wall:.1f} | {flink.job_manager.rss():.0f} | {flink.worker_rss():.0f} |", flush=True)
        if any(member.child.poll() is not None for member in flink.members):
            sys.exit("a process of the cluster died")


def exchange(bench, work, runs):
    """From a thousand shards to a thousand others."""
    table(work, parts(bench, work, LINES), EXCHANGE, ["raw", "thousand", "again"])


def table(work, sources, text, of):
    """Each stage once on both runners."""
    with s3(work) as keys, cluster(work, keys) as flink:
        clear(work, keys, sources)
        print("| stage | direct s | CPU s | MB | cluster s | CPU s | client MB |")
        print("|---|---|---|---|---|---|---|")
        for stage in of:
            cells = []
            for runner in ["direct", "flink-cluster"]:
                before = flink.cpu()
                wall, cpu, peak = measure(run(experiment(work, text, runner), stage, runner), work, **keys)
                cells += [f"{wall:.1f}", f"{cpu + flink.cpu() - before:.1f}", f"{peak:.0f}"]
            print(f"| {stage} | {' | '.join(cells)} |", flush=True)
        print(flink.rss(), flush=True)


def main():
    bench, work = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    runs = int(sys.argv[3]) if len(sys.argv) > 3 else 3
    work.mkdir(parents=True, exist_ok=True)
    rows = {row.__name__: row for row in [fixed, stages, sample, kills, shards, exchange, limits]}
    for name in sys.argv[4:] or rows:
        rows[name](bench, work, runs)


if __name__ == "__main__":
    main()
