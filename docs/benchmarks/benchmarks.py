#!/usr/bin/env python3
"""Times whole commands, JVM start included, in turn with the coreutils that a user would otherwise type.

usage: benchmarks.py BENCH WORK [RUNS]

BENCH holds scale_corpus.py (grows a corpus), coreutils.sh (the baseline) and ../data; WORK is a folder with 20 GB free.
The jar must be built: mvn -q package -DskipTests. Prints a Markdown table: medians, and ratios pair by pair.
"""
import gzip
import os
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
JAVA = ["java", "-Xmx512m", "-jar", str(ROOT / "pipelines/target/shoestring.jar")]
EXPERIMENT = """\
experiment: bench
workspace: workspace-{name}
stages:
  raw: {{import: {name}.tsv.gz, columns: [a, b]}}
  clean: {{preprocess: raw, steps: [{{length: {{min: 1, max: 100}}}}, {{length-ratio: 3}}]}}
"""


def measure(command, folder):
    """Wall seconds, CPU seconds and peak MB of the largest process of a command."""
    start = time.monotonic()
    child = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        sys.exit(f"{command} ended with {child.returncode}")
    return time.monotonic() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def forget(work, name, kind):
    for output in (work / f"workspace-{name}" / "outputs").glob(f"{kind}-*"):
        shutil.rmtree(output)


def corpus(bench, work, name, lines):
    path = work / f"{name}.tsv.gz"
    if not path.exists():
        if lines > 5_000_000:  # gzip members one after another are a gzip file
            with open(path, "wb") as out:
                for _ in range(lines // 5_000_000):
                    with open(corpus(bench, work, "5m", 5_000_000), "rb") as part:
                        shutil.copyfileobj(part, out)
        else:
            subprocess.run([sys.executable, bench / "scale_corpus.py", str(lines), path], check=True)
    (work / f"{name}.yaml").write_text(EXPERIMENT.format(name=name))
    return path


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


def main():
    bench, work = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    runs = int(sys.argv[3]) if len(sys.argv) > 3 else 3
    work.mkdir(parents=True, exist_ok=True)
    corpus(bench, work, "5m", 5_000_000)
    corpus(bench, work, "20m", 20_000_000)
    raw = 0
    with gzip.open(work / "5m.tsv.gz") as text:
        while block := text.read(1 << 20):
            raw += len(block)
    print("| command | s | CPU s | peak MB | coreutils s | times as fast (range) | |")
    print("|---|---|---|---|---|---|---|")

    ours = []
    for _ in range(runs):
        forget(work, "5m", "import")
        ours.append(measure([*JAVA, "run", "5m.yaml", "raw"], work))
    speed = raw / 1e6 / statistics.median(run[0] for run in ours)
    row("import one .gz of 5 M lines", ours, note=f"{speed:.0f} MB/s of raw text")

    for name in ["5m", "20m"]:
        measure([*JAVA, "run", f"{name}.yaml", "raw"], work)
        ours, theirs = [], []
        for _ in range(runs):
            forget(work, name, "preprocess")
            ours.append(measure([*JAVA, "run", f"{name}.yaml", "clean"], work))
            theirs.append(measure(["bash", bench / "coreutils.sh", "clean", f"{name}.tsv.gz", "out"], work))
        row(f"preprocess {name.replace('m', ' M')} lines", ours, theirs, "length, length-ratio")

    ours = [measure([*JAVA, "run", "5m.yaml"], work) for _ in range(runs)]
    row("run, all up to date", ours)

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


if __name__ == "__main__":
    main()
