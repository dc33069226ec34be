#!/usr/bin/env python3
"""Times the reader for trainers beside gzip.open, its resume, and an epoch of a stream from S3.

usage: reader.py BENCH WORK [RUNS]

BENCH and WORK are those of benchmarks.py. The jars must be built: mvn -q package -DskipTests. Prints Markdown tables:
medians, and ratios pair by pair.
"""
import gzip
import os
import resource
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

from benchmarks import JAVA, ROOT, corpus, measure, s3

READERS = ROOT / "data-samples/readers"
sys.path.insert(0, str(READERS))
from shoestring_data import Reader  # noqa: E402

EXPERIMENT = """\
experiment: reader
workspace: {workspace}
stages:
  raw: {{import: 5m.tsv.gz, columns: [a, b]}}
  shards: {{shard: raw, into: 16}}
  epoch: {{train: shards, data: {data}, command: "python3 {program} --epoch {{input}} > {{out}}/seconds"}}
"""


def timed(work):
    """Lines per CPU second of a function that gives a number of lines."""
    start = time.process_time()
    return work() / (time.process_time() - start)


def plain(folder, **mode):
    lines = 0
    for shard in sorted(Path(folder).glob("part-*")):
        with gzip.open(shard, **mode) as text:
            for _ in text:
                lines += 1
    return lines


def read(folder, **settings):
    return sum(len(lines) for lines, _ in Reader(folder, **settings).epoch(0))


def speed(folder, runs):
    settings = {"batch=32": {"batch": 32}, "batch=256": {"batch": 256}, "tokens=4000": {"tokens": 4000}}
    settings["batch=32, one of 7 ranks"] = {"batch": 32, "world": 7}
    ours, theirs = {what: [] for what in settings}, {"text": [], "bytes": []}
    for _ in range(runs):
        theirs["text"].append(timed(lambda: plain(folder, mode="rt", encoding="utf-8", newline="\n")))
        theirs["bytes"].append(timed(lambda: plain(folder, mode="rb")))
        for what, values in settings.items():
            # A rank passes over the lines of the others.
            ours[what].append(timed(lambda: read(folder, **values) * values.get("world", 1)))
    print("| reader | k lines per CPU s | of `gzip.open`, text (range) | of `gzip.open`, bytes (range) |\n|---|---|---|---|")
    for what, values in ours.items():
        cells = [what, f"{statistics.median(values) / 1000:.0f}"]
        for other in theirs.values():
            ratios = sorted(a / b for a, b in zip(values, other))
            cells.append(f"{statistics.median(ratios):.2f} ({ratios[0]:.2f}-{ratios[-1]:.2f})")
        print("| " + " | ".join(cells) + " |", flush=True)


def resume(folder, runs):
    """Seconds from nothing to the first batch at 90 % of an epoch."""
    reader = Reader(folder, batch=32)
    state = reader.state(0, reader.table.lines * 9 // 10)
    program = f"""
import sys, time
start = time.monotonic()
sys.path.insert(0, {str(READERS)!r})
from shoestring_data import Reader
next(Reader({str(folder)!r}, batch=32).batches({state!r}))
print(time.monotonic() - start)
"""
    seconds = [float(subprocess.check_output([sys.executable, "-c", program])) for _ in range(runs)]
    print(f"Resume at 90 % of {reader.table.lines:,} lines: {statistics.median(seconds):.2f} s "
          f"({min(seconds):.2f}-{max(seconds):.2f}).")


def epoch(folder):
    """What the stage `epoch` runs: an epoch, its seconds and the peak MB of the process."""
    start = time.monotonic()
    lines = read(folder, batch=32)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(time.monotonic() - start, lines, peak, sep="\t")


def stream(work, runs):
    bucket = work / "s3" / "bucket" / "reader"
    seconds = {"copy": [], "stream": []}
    with s3(work) as keys:
        for data in list(seconds) * runs:
            text = EXPERIMENT.format(workspace="s3://bucket/reader", data=data, program=Path(__file__).resolve())
            (work / "reader.yaml").write_text(text)
            measure([*JAVA, "run", "reader.yaml"], work, **keys)
            [said] = (path for path in bucket.glob("outputs/train-*/_files/*/seconds"))
            seconds[data].append(float(said.read_text().split("\t")[0]))
            for output in bucket.glob("outputs/train-*"):
                shutil.rmtree(output)
    ratios = sorted(b / a for a, b in zip(*seconds.values()))
    print(
        f"An epoch of a stream from S3 with at most 3 of 16 shards here: {statistics.median(seconds['stream']):.1f} s, "
        f"{statistics.median(ratios):.2f} times that of a copy ({ratios[0]:.2f}-{ratios[-1]:.2f})."
    )


def main():
    if sys.argv[1] == "--epoch":
        epoch(sys.argv[2])
        return
    bench, work = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    runs = int(sys.argv[3]) if len(sys.argv) > 3 else 3
    work.mkdir(parents=True, exist_ok=True)
    os.environ["XDG_CACHE_HOME"] = str(work / "cache")
    corpus(bench, work, "5m", 5_000_000)
    text = EXPERIMENT.format(workspace="workspace-reader", data="copy", program=Path(__file__).resolve())
    (work / "reader.yaml").write_text(text)
    measure([*JAVA, "run", "reader.yaml", "shards"], work)
    folder = subprocess.check_output([*JAVA, "path", "reader.yaml", "shards"], cwd=work, text=True).strip()
    speed(folder, runs)
    resume(folder, runs)
    stream(work, runs)


if __name__ == "__main__":
    main()
