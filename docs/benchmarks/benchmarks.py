#!/usr/bin/env python3
"""Times whole commands, JVM start included, in turn with the coreutils that a user would otherwise type.

usage: benchmarks.py BENCH WORK [RUNS [ROWS...]]

BENCH holds scale_corpus.py (grows a corpus), coreutils.sh (the baseline) and ../data; WORK is a folder with 60 GB free.
ROWS are some of import, preprocess, shard, balance, large, fixed, current, bleu, store, copies, saves (default: all); the
last three need rclone. The jars must be built: mvn -q package -DskipTests. Prints a Markdown table: medians, and ratios pair by pair.
"""
import contextlib
import gzip
import os
import random
import shutil
import socket
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
JAVA = ["java", "-Xmx512m", "-jar", str(ROOT / "pipelines/target/shoestring.jar")]
COMMAND = [str(ROOT / "pipelines/shoestring")]
EXPERIMENT = """\
experiment: bench
workspace: workspace-{name}
stages:
  raw: {{import: {name}.tsv.gz, columns: [a, b]}}
  clean: {{preprocess: raw, steps: [{{length: {{min: 1, max: 100}}}}, {{length-ratio: 3}}]}}
  unique: {{preprocess: raw, steps: [deduplicate]}}
  shards: {{shard: unique, into: 16}}
  lines: {{shard: raw, into: 16}}
  tokens: {{shard: raw, into: 16, balance: tokens}}
"""
TINY_STAGES = 11
RUNNERS = ["direct", "flink-local"]


def measure(command, folder, **environment):
    """Wall seconds, CPU seconds and peak MB of the largest process of a command."""
    start = time.monotonic()
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    child = subprocess.Popen(command, cwd=folder, env={**os.environ, **environment}, **quiet)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        sys.exit(f"{command} ended with {child.returncode}")
    return time.monotonic() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def forget(work, name, kind):
    for output in (work / f"workspace-{name}" / "outputs").glob(f"{kind}-*"):
        shutil.rmtree(output)


def corpus(bench, work, name, lines):
    """Members of 5 M lines, each of another seed: one after another, gzip members are a gzip file."""
    path = work / f"{name}.tsv.gz"
    (work / f"{name}.yaml").write_text(EXPERIMENT.format(name=name))
    if path.exists():
        return
    parts = []
    for seed in range(1, max(1, lines // 5_000_000) + 1):
        part = work / f"part-{seed}-{min(lines, 5_000_000)}.tsv.gz"
        if not part.exists():
            grow = [sys.executable, bench / "scale_corpus.py", str(min(lines, 5_000_000)), part, str(seed)]
            subprocess.run(grow, check=True)
        parts.append(part)
    with open(path, "wb") as out:
        for part in parts:
            with open(part, "rb") as text:
                shutil.copyfileobj(text, out)


def tiny(work):
    """An experiment whose stages have next to nothing to do."""
    (work / "tiny.tsv").write_text("".join(f"a {i}\tb {i}\n" for i in range(1000)))
    stages = ["  s0: {import: tiny.tsv, columns: [a, b]}"]
    stages += [f"  s{i}: {{preprocess: s{i - 1}, steps: [{{length: {{max: {100 + i}}}}}]}}" for i in range(1, TINY_STAGES)]
    head = ["experiment: tiny", "workspace: workspace-tiny", "stages:"]
    (work / "tiny.yaml").write_text("\n".join(head + stages) + "\n")


def row(what, ours, theirs=None, note=""):
    wall, cpu, peak = (statistics.median(run[i] for run in ours) for i in range(3))
    cells = [what, f"{wall:.1f}", f"{cpu:.1f}", f"{peak:.0f}"]
    if theirs:
        ratios = sorted(b[0] / a[0] for a, b in zip(ours, theirs))
        cells += [
            f"{statistics.median(run[0] for run in theirs):.1f}",
            f"{statistics.median(ratios):.2f} ({ratios[0]:.2f}-{ratios[-1]:.2f})",
        ]
    else:
        cells += ["", ""]
    print("| " + " | ".join(cells + [note]) + " |", flush=True)


def imports(bench, work, runs):
    corpus(bench, work, "5m", 5_000_000)
    raw = 0
    with gzip.open(work / "5m.tsv.gz") as text:
        while block := text.read(1 << 20):
            raw += len(block)
    ours = []
    for _ in range(runs):
        forget(work, "5m", "import")
        ours.append(measure([*JAVA, "run", "5m.yaml", "raw"], work))
    speed = raw / 1e6 / statistics.median(run[0] for run in ours)
    row("import one .gz of 5 M lines", ours, note=f"{speed:.0f} MB/s of raw text")


def preprocess(bench, work, runs):
    for name, lines in [("5m", 5_000_000), ("20m", 20_000_000)]:
        corpus(bench, work, name, lines)
        measure([*JAVA, "run", f"{name}.yaml", "raw"], work)
        ours, theirs = [], []
        for _ in range(runs):
            forget(work, name, "preprocess")
            ours.append(measure([*JAVA, "run", f"{name}.yaml", "clean"], work))
            theirs.append(measure(["bash", bench / "coreutils.sh", "clean", f"{name}.tsv.gz", "out"], work))
        row(f"preprocess {name.replace('m', ' M')} lines", ours, theirs, "length, length-ratio")


def shuffled(work, name, runner):
    forget(work, name, "preprocess")
    forget(work, name, "shard")
    return measure([*JAVA, "run", f"{name}.yaml", "shards", "--runner", runner], work)


def shard(bench, work, runs):
    corpus(bench, work, "5m", 5_000_000)
    measure([*JAVA, "run", "5m.yaml", "raw"], work)
    ours, theirs = {runner: [] for runner in RUNNERS}, []
    for _ in range(runs):
        for runner in RUNNERS:
            ours[runner].append(shuffled(work, "5m", runner))
        theirs.append(measure(["bash", bench / "coreutils.sh", "shard", "5m.tsv.gz", "out"], work))
    for runner in RUNNERS:
        row(f"deduplicate, shard into 16: 5 M lines, {runner}", ours[runner], theirs)


def balance(bench, work, runs):
    corpus(bench, work, "5m", 5_000_000)
    measure([*JAVA, "run", "5m.yaml", "raw"], work)
    ours, theirs = [], []
    for _ in range(runs):
        for stage, times in [("lines", theirs), ("tokens", ours)]:
            forget(work, "5m", "shard")
            times.append(measure([*JAVA, "run", "5m.yaml", stage], work))
    row("shard 5 M lines into 16, balance: tokens", ours, theirs, "beside: `balance: lines`")


def large(bench, work, runs):
    corpus(bench, work, "40m", 40_000_000)
    measure([*JAVA, "run", "40m.yaml", "raw"], work)
    for runner in RUNNERS:
        ours = [shuffled(work, "40m", runner)]
        row(f"deduplicate, shard into 16: 40 M lines, {runner}", ours, note="once")


def fixed(bench, work, runs):
    tiny(work)
    for runner in RUNNERS:
        seconds = []
        for _ in range(runs):
            times = []
            for last in [1, TINY_STAGES - 1]:
                shutil.rmtree(work / "workspace-tiny", ignore_errors=True)
                times.append(measure([*JAVA, "run", "tiny.yaml", f"s{last}", "--runner", runner], work)[0])
            seconds.append((times[1] - times[0]) / (TINY_STAGES - 2))
        print(f"| a stage after the first, {runner} | {statistics.median(seconds):.2f} | | | | | 1,000 lines |", flush=True)


def current(bench, work, runs):
    corpus(bench, work, "5m", 5_000_000)
    measure([*JAVA, "run", "5m.yaml"], work)
    row("run, all up to date", [measure([*JAVA, "run", "5m.yaml"], work) for _ in range(runs)])


def bleu(bench, work, runs):
    pairs = 1_000_000
    hyp, ref = work / "hyp.txt", work / "ref.txt"
    if not ref.exists():
        with open(hyp, "w") as h, open(ref, "w") as r:
            count = 0
            while count < pairs:
                with gzip.open(bench.parent / "data/wmt22-23.hyp-ref.latin.tsv.gz", "rt", newline="\n") as lines:
                    for line in lines:
                        left, right = line.rstrip("\n").split("\t")[:2]
                        h.write(left + "\n")
                        r.write(right + "\n")
                        count += 1
                        if count == pairs:
                            break
    ours = [measure([*JAVA, "score", "--metric", "bleu", "hyp.txt", "ref.txt"], work) for _ in range(runs)]
    row("BLEU of 1 M pairs", ours, note=f"{pairs / statistics.median(run[1] for run in ours) / 1000:.0f} k pairs per CPU s")


@contextlib.contextmanager
def s3(work):
    """An S3 server of this machine over a folder; yields what the program and rclone must know of it."""
    port, key, secret = 8791, "benchmark", "no secret"
    folder = work / "s3"
    (folder / "bucket").mkdir(parents=True, exist_ok=True)
    endpoint = f"http://127.0.0.1:{port}"
    settings = {"endpoint": endpoint, "authorization": "aws-v4", "identity": key, "credential": secret}
    lines = [f"s3proxy.{name}={value}" for name, value in settings.items()]
    lines += ["s3proxy.ignore-unknown-headers=true"]
    lines += ["jclouds.provider=filesystem-nio2", f"jclouds.filesystem.basedir={folder}"]
    (work / "s3proxy.conf").write_text("\n".join(lines) + "\n")
    jar = ROOT / "test-servers/target/s3proxy.jar"
    command = ["java", "-Xmx512m", "-DLOG_LEVEL=warn", "-jar", str(jar), "--properties", str(work / "s3proxy.conf")]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while True:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                break
            time.sleep(0.1)
        yield {
            "AWS_ENDPOINT_URL_S3": endpoint, "AWS_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": key, "AWS_SECRET_ACCESS_KEY": secret,
            "RCLONE_CONFIG_S3_TYPE": "s3", "RCLONE_CONFIG_S3_PROVIDER": "Other",
            "RCLONE_CONFIG_S3_ACCESS_KEY_ID": key, "RCLONE_CONFIG_S3_SECRET_ACCESS_KEY": secret,
            "RCLONE_CONFIG_S3_ENDPOINT": endpoint, "RCLONE_CONFIG_S3_FORCE_PATH_STYLE": "true",
            "RCLONE_CONFIG_S3_NO_CHECK_BUCKET": "true",
        }
    finally:
        server.terminate()
        server.wait()


def store(bench, work, runs):
    corpus(bench, work, "5m", 5_000_000)
    measure([*JAVA, "run", "5m.yaml", "clean"], work)
    table = next((work / "workspace-5m" / "outputs").glob("import-*"))
    bucket = work / "s3" / "bucket"
    os.environ.pop("AWS_CA_BUNDLE", None)  # Which rclone cannot load, and nobody needs here.
    remote = ["--set", "workspace=s3://bucket/w"]
    with s3(work) as keys:
        ours = {what: [] for what in ["cp", "cat", "import", "preprocess"]}
        theirs = {what: [] for what in ours}
        for _ in range(runs):
            shutil.rmtree(bucket)
            bucket.mkdir()
            ours["cp"].append(measure([*JAVA, "cp", str(table), "s3://bucket/t"], work, **keys))
            theirs["cp"].append(measure(["rclone", "copy", str(table), "s3:bucket/r"], work, **keys))
            small = [*JAVA[:1], "-Xmx200m", *JAVA[2:]]
            ours["cat"].append(measure([*small, "cat", "s3://bucket/t"], work, **keys))
            fetch = "rclone cat s3:bucket/r --include 'part-*' | gzip -dc"
            theirs["cat"].append(measure(["bash", "-c", fetch], work, **keys))
            for stage, kind, what in [("raw", "import", "import"), ("clean", "preprocess", "preprocess")]:
                ours[what].append(measure([*JAVA, "run", "5m.yaml", stage, *remote], work, **keys))
                forget(work, "5m", kind)
                theirs[what].append(measure([*JAVA, "run", "5m.yaml", stage], work))
        row("cp of 5 M lines to S3", ours["cp"], theirs["cp"], "beside: `rclone copy`")
        row("cat of 5 M lines in S3, -Xmx200m", ours["cat"], theirs["cat"], "beside: `rclone cat`, `gzip -dc`")
        row("import of 5 M lines into S3", ours["import"], theirs["import"], "beside: into a folder")
        row("preprocess 5 M lines in S3", ours["preprocess"], theirs["preprocess"], "beside: in a folder")


def files(folder, sizes):
    """Files of random bytes, one of each size."""
    if not folder.exists():
        folder.mkdir()
        for i, size in enumerate(sizes):
            (folder / f"f{i:04d}.bin").write_bytes(random.Random(i).randbytes(size))
    return folder


def copies(bench, work, runs):
    """`cp` of many files beside rclone. The time of one small file, nearly all of it Java's start, is subtracted."""
    sizes = random.Random(1)
    kinds = {
        "2,000 files of 1-20 kB": files(work / "small", [sizes.randint(1000, 20_000) for _ in range(2000)]),
        "512 MB in 32 files": files(work / "big", [16 << 20] * 32),
    }
    os.environ.pop("AWS_CA_BUNDLE", None)
    down = work / "down"
    ours, theirs, start = {}, {}, []
    os.environ["JDK_JAVA_OPTIONS"] = "-Xmx512m"
    one = [*COMMAND, "cp", str(work / "small" / "f0000.bin"), "s3://bucket/one"]
    with s3(work) as keys:
        for _ in range(runs):
            start.append(measure(one, work, **keys))
            (work / "s3" / "bucket" / "one").unlink()
            for what, folder in kinds.items():
                commands = {
                    "up": ([*COMMAND, "cp", f"{folder}/*", "s3://bucket/t/"], ["rclone", "copy", str(folder), "s3:bucket/r"]),
                    "down": ([*COMMAND, "cp", "s3://bucket/t/*", f"{down}/"], ["rclone", "copy", "s3:bucket/r", str(down)]),
                }
                for way, both in commands.items():
                    for command, times in zip(both, [ours, theirs]):
                        shutil.rmtree(down, ignore_errors=True)
                        down.mkdir()
                        times.setdefault(f"{what}, {way}", []).append(measure(command, work, **keys))
                shutil.rmtree(work / "s3" / "bucket")
                (work / "s3" / "bucket").mkdir()
    wall, cpu = (statistics.median(run[i] for run in start) for i in range(2))
    for what, times in ours.items():
        row(f"cp of {what}", [(w - wall, c - cpu, peak) for w, c, peak in times], theirs[what], "beside: `rclone copy`")
    row("one small file, which is subtracted", start)


TRAINER = """\
import os, shutil, sys, time
source, seconds = sys.argv[1], float(sys.argv[2])
def steps(until):
    count, start = 0, time.monotonic()
    while not until(time.monotonic() - start):
        sum(i * i for i in range(20_000)) if seconds else time.sleep(0.02)
        count += 1
    return count / (time.monotonic() - start)
shutil.copytree(source, "local/part")
os.sync()
before = steps(lambda passed: passed >= seconds)
os.rename("local/part", "local/step-1")
open("complete", "w").write(str(time.time()))
during = steps(lambda passed: os.path.exists("saved"))
open("slowdown", "w").write(str(before / during))
"""


def save(work, source, keys, seconds):
    """Seconds, CPU seconds and peak MB from a complete checkpoint to its manifest in the bucket, and the trainer's slowdown."""
    for name in ["local", "complete", "saved", "slowdown"]:
        shutil.rmtree(work / name, ignore_errors=True)
        (work / name).unlink(missing_ok=True)
    shutil.rmtree(work / "s3" / "bucket")
    (work / "s3" / "bucket").mkdir()
    (work / "local").mkdir()
    train = [sys.executable, "-c", TRAINER, str(source), str(seconds)]
    sidecar = ["train", "--checkpoints", "s3://bucket/k", "--local", "local", "--preset", "files:pattern=step-*", "--"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    child = subprocess.Popen([JAVA[0], "-Xmx256m", *JAVA[2:], *sidecar, *train], cwd=work, env={**os.environ, **keys}, **quiet)
    cpu = lambda: sum(map(int, Path(f"/proc/{child.pid}/stat").read_text().split()[13:15])) / os.sysconf("SC_CLK_TCK")
    while not (work / "complete").exists():
        idle = cpu()
        time.sleep(0.01)
    while not list((work / "s3" / "bucket" / "k").glob("0*/000001.tsv")):
        time.sleep(0.01)
    times = time.time() - float((work / "complete").read_text()), cpu() - idle
    peak = int(Path(f"/proc/{child.pid}/status").read_text().split("VmHWM:")[1].split()[0]) / 1024
    (work / "saved").touch()
    if child.wait() != 0:
        sys.exit(f"train ended with {child.returncode}")
    return *times, peak, float((work / "slowdown").read_text())


def saves(bench, work, runs):
    """A checkpoint of 2 GB beside rclone, and what it costs a trainer that uses one core."""
    source = files(work / "checkpoint", [250_000_000] * 8)
    os.environ.pop("AWS_CA_BUNDLE", None)
    ours, theirs, busy = [], [], []
    with s3(work) as keys:
        for _ in range(runs):
            ours.append(save(work, source, keys, 0))
            upload = ["rclone", "copy", "--transfers", "8", "local/step-1", "s3:bucket/r"]
            theirs.append(measure(upload, work, **keys))
            busy.append(save(work, source, keys, 5))
    row("save 8 files of 250 MB, -Xmx256m", ours, theirs, "beside: `rclone copy --transfers 8`")
    slowdown = sorted(run[3] for run in busy)
    cost = f"the trainer's steps take {statistics.median(slowdown):.2f} times as long ({slowdown[0]:.2f}-{slowdown[-1]:.2f})"
    row("the same while the trainer computes", busy, None, cost)


def main():
    bench, work = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    runs = int(sys.argv[3]) if len(sys.argv) > 3 else 3
    work.mkdir(parents=True, exist_ok=True)
    rows = {"import": imports, "preprocess": preprocess, "shard": shard, "balance": balance, "large": large}
    rows |= {"fixed": fixed, "current": current, "bleu": bleu, "store": store, "copies": copies, "saves": saves}
    print("| command | s | CPU s | peak MB | coreutils s | times as fast (range) | |")
    print("|---|---|---|---|---|---|---|")
    for name in sys.argv[4:] or rows:
        rows[name](bench, work, runs)


if __name__ == "__main__":
    main()
