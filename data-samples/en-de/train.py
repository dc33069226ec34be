#!/usr/bin/env python3
"""Trains the small translation model of translate.py on a CPU. It needs PyTorch.

    train.py --data DIR --checkpoints DIR --out DIR [--dev DIR] [--processes N]

DIR of --data and --dev is the folder of a table with two columns. OUT/model.pt is what it makes. It
prints measurements, one a line: step<TAB>metric<TAB>value. On one core, 2,000 steps take a minute;
--steps 350 takes ten seconds.

You can kill it at any moment. Start it again on the same --checkpoints, also with another number of
processes: it continues from the newest intact one. With the same number it ends with the same
weights, bit for bit. This takes three things. A checkpoint has all that later steps depend on. The
order of the data and all random numbers are functions of the seed, the step and the process.
PyTorch works in one thread, because sums of several threads differ in the last digits. Other
processors and other versions of PyTorch give other digits.
"""

import argparse
import glob
import math
import os
import random
import signal
import socket
import subprocess
import sys
import time
import zipfile
from collections import Counter

from shoestring_data import DataError, Reader
from translate import BEGIN, PAD, UNKNOWN, Translator, Vocabulary, padded, tokens

import torch
from torch import distributed, nn

# Of this process among those that train together, as torchrun and --processes set them.
RANK, WORLD = int(os.environ.get("RANK", 0)), int(os.environ.get("WORLD_SIZE", 1))
SIGNALS = signal.SIGTERM, signal.SIGINT
HIDDEN = 0.05  # Share of source tokens that training hides: UNKNOWN is learnt, and the context.
WARM_UP = 100  # Steps until the learning rate is reached. From there it falls to 0.
REPORT = 20  # Steps from one printed loss to the next.
KEPT = 3  # Checkpoints that stay in the folder.


def columns(lines):
    """The two columns of lines, as lists."""
    return [list(column) for column in zip(*(line.split("\t") for line in lines))] or [[], []]


def length(line):
    """The tokens of the longer column, and END."""
    return max(len(tokens(column)) for column in line.split("\t")) + 1


def open_table(folder, rank=RANK, world=WORLD, **settings):
    reader = Reader(folder, rank=rank, world=world, length=length, **settings)
    if len(reader.table.columns) != 2:
        names = ", ".join(reader.table.columns)
        raise DataError(f"{reader.table.path}: the columns are {names}, but there must be two")
    return reader


def learn_vocabularies(folder, size):
    """For each column, the most frequent tokens of those that occur twice or more."""
    counts = Counter(), Counter()
    for lines, _ in open_table(folder, 0, 1, batch=1000).epoch(0):
        for count, column in zip(counts, columns(lines)):
            count.update(token for line in column for token in tokens(line))
    for count in counts:
        often = sorted((t for t in count if count[t] > 1), key=lambda t: (-count[t], t))
        yield Vocabulary(["<pad>", "<unknown>", "<begin>", "<end>"] + often[:size])


def measure(model, rows, hidden=0.0):
    """Sums over target tokens: their loss, their number, and that of those predicted right."""
    source, target = rows
    if not source:
        return torch.zeros(()), 0, 0  # The data's end: a rank may get nothing.
    hide = lambda row: [UNKNOWN if hidden and random.random() < hidden else n for n in row]
    source, target = padded([hide(row) for row in source]), padded(target)
    before = torch.cat([torch.full_like(target[:, :1], BEGIN), target[:, :-1]], 1)
    scores, _, _ = model.decode(before, *model.encode(source), source)
    loss = nn.functional.cross_entropy(
        scores.transpose(1, 2), target, ignore_index=PAD, reduction="sum"
    )
    real = target != PAD
    return loss, int(real.sum()), int((real & (scores.argmax(2) == target)).sum())


def added(values):
    """A tensor, added up over all processes."""
    if WORLD > 1:
        distributed.all_reduce(values)
    return values


def report(step, metric, value):
    if RANK == 0:
        print(step, metric, f"{value:.4f}", sep="\t", flush=True)


def checkpoints(folder):
    """The paths of the checkpoints in a folder, the newest first."""
    paths = glob.glob(os.path.join(glob.escape(folder), "step-*.pt"))
    return sorted(paths, key=lambda path: (len(path), path), reverse=True)


def newest(folder):
    """The newest checkpoint that is intact, or None. A killed trainer may leave half a file."""
    for path in checkpoints(folder):
        try:
            with zipfile.ZipFile(path) as file:
                if file.testzip():
                    raise ValueError("a checksum in it is wrong")
            state = torch.load(path)
            print(f"continues from {path}", file=sys.stderr)
            return state
        except Exception as e:  # Whatever is wrong with it, an older one may be good.
            print(f"skips {path}, which is damaged: {e}", file=sys.stderr)
    print("starts from nothing", file=sys.stderr)
    return None


class Training:
    """All that a later step depends on, besides data and settings."""

    def __init__(self, settings):
        torch.manual_seed(settings.seed)
        self.seed = settings.seed
        old = newest(settings.checkpoints)
        self.vocabularies = (
            [Vocabulary(known) for known in old["vocabularies"]]
            if old
            else list(learn_vocabularies(settings.data, settings.words))
        )
        self.model = Translator(*(len(v.known) for v in self.vocabularies), settings.size)
        self.optimizer = torch.optim.Adam(self.model.parameters())
        self.step, self.data, self.best = 0, None, (-1.0, None)
        self.losses = []  # Of the steps since a loss was printed.
        if old:
            self.model.load_state_dict(old["model"])
            self.optimizer.load_state_dict(old["optimizer"])
            self.step, self.data, self.best = old["step"], old["data"], old["best"]
            self.losses = old["losses"]

    def save(self, folder):
        """Saves a checkpoint, in place as most trainers do, and removes old ones."""
        if RANK > 0:
            return
        state = {
            "vocabularies": [v.known for v in self.vocabularies],
            "model": self.model.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "step": self.step,
            "data": self.data,
            "best": self.best,
            "losses": self.losses,
        }
        torch.save(state, os.path.join(folder, f"step-{self.step:06}.pt"))
        for path in checkpoints(folder)[KEPT:]:
            os.remove(path)

    def encoded(self, lines):
        return [list(map(v.encode, rows)) for v, rows in zip(self.vocabularies, columns(lines))]

    def learn(self, lines, rate, stop):
        """Takes a step, and gives its loss, and whether any process is to stop."""
        self.step += 1
        random.seed(f"{self.seed} {self.step} {RANK}")
        torch.manual_seed(random.getrandbits(63))
        loss, count, _ = measure(self.model, self.encoded(lines), HIDDEN)
        self.optimizer.zero_grad()
        if count:
            loss.backward()
        weights = list(self.model.parameters())
        grads = [torch.zeros_like(w) if w.grad is None else w.grad for w in weights]
        sums = torch.tensor([loss.item(), count, stop])
        flat = added(torch.cat([sums] + [grad.flatten() for grad in grads]))
        value, stop = (flat[0] / flat[1]).item(), flat[2].item() > 0
        if not math.isfinite(value):
            report(self.step, "loss", value)
            sys.exit(f"the loss of step {self.step} is {value}; try a lower --rate")
        parts = (flat[3:] / flat[1]).split([w.numel() for w in weights])
        for weight, part in zip(weights, parts):
            weight.grad = part.view_as(weight)
        self.optimizer.param_groups[0]["lr"] = rate
        nn.utils.clip_grad_norm_(weights, 1.0)
        self.optimizer.step()
        return value, stop

    def evaluate(self, dev):
        """Prints how good the model is on other lines, and remembers the best weights."""
        self.model.eval()
        sums = torch.zeros(3, dtype=torch.float64)
        with torch.no_grad():
            for lines, _ in dev.epoch(0):
                loss, count, right = measure(self.model, self.encoded(lines))
                sums += torch.tensor([loss.item(), count, right], dtype=torch.float64)
        self.model.train()
        loss, count, right = added(sums).tolist()
        report(self.step, "dev-loss", loss / count)
        report(self.step, "dev-accuracy", right / count)
        if right / count > self.best[0]:
            self.best = right / count, {k: v.clone() for k, v in self.model.state_dict().items()}

    def finish(self, folder):
        """Saves the model for use: the best weights, without --dev the last ones."""
        self.model.load_state_dict(self.best[1] or self.model.state_dict())
        known = [v.known for v in self.vocabularies]
        os.makedirs(folder, exist_ok=True)
        saved = {"vocabularies": known, "model": self.model.state_dict()}
        if RANK == 0:
            torch.save(saved, os.path.join(folder, "model.pt"))


def train(settings):
    """Trains to the end, or until a signal: then it saves a checkpoint and exits."""
    signals = []
    for number in SIGNALS:
        signal.signal(number, lambda number, frame: signals.append(number))
    torch.set_num_threads(1)
    if WORLD > 1:
        distributed.init_process_group("gloo")
    os.makedirs(settings.checkpoints, exist_ok=True)
    data = open_table(settings.data, tokens=settings.tokens, seed=settings.seed)
    dev = open_table(settings.dev, tokens=2 * settings.tokens) if settings.dev else None
    training = Training(settings)
    batches = data.batches(training.data)
    while training.step < settings.steps:
        step = training.step + 1
        lines, training.data = next(batches)
        rate = settings.rate * min(step / WARM_UP, 1 - step / (settings.steps + 1))
        loss, stop = training.learn(lines, rate, bool(signals))
        training.losses.append(loss)
        last = step == settings.steps
        if step % REPORT == 0 or last:
            report(step, "loss", sum(training.losses) / len(training.losses))
            training.losses = []
        due = step % settings.every == 0 or last
        if due and dev:
            training.evaluate(dev)
        if due or stop:
            training.save(settings.checkpoints)
        if stop:
            leave()
            sys.exit(128 + (signals or [signal.SIGTERM])[0])
    training.finish(settings.out)
    leave()


def leave():
    """Waits until all processes are done: those that wait for one that is gone would fail."""
    if WORLD > 1:
        distributed.barrier()
        distributed.destroy_process_group()


def start_processes(count):
    """Runs this command in so many processes of this machine, as torchrun does."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        place = {"MASTER_ADDR": "127.0.0.1", "MASTER_PORT": str(free.getsockname()[1])}
    started = []
    for number in SIGNALS:
        signal.signal(number, lambda number, frame: [p.send_signal(number) for p in started])
    for rank in range(count):
        around = dict(os.environ, RANK=str(rank), WORLD_SIZE=str(count), **place)
        started.append(subprocess.Popen([sys.executable] + sys.argv, env=around))
    while any(process.poll() is None for process in started):
        if any(process.poll() for process in started):
            time.sleep(3)  # The others fail, too, but not while they wait for the first step.
            for process in started:
                process.kill()
        time.sleep(0.05)
    worst = next(filter(None, (process.returncode for process in started)), 0)
    sys.exit(worst if worst >= 0 else 128 - worst)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    for name in ("data", "checkpoints", "out"):
        parser.add_argument("--" + name, required=True, metavar="DIR")
    parser.add_argument("--dev", metavar="DIR", help="keep the weights that are best on this table")
    parser.add_argument("--rate", type=float, default=0.005, metavar="X", help="learning rate")
    for name, default, meaning in (
        ("steps", 2000, "how long to train"),
        ("every", 100, "steps between checkpoints"),
        ("seed", 1, "of all that is random"),
        ("size", 128, "of the vectors in the model, an even number"),
        ("tokens", 400, "in a batch of one process, with padding, at most"),
        ("processes", int(os.environ.get("PROCESSES", 1)), "on this machine; also: PROCESSES=N"),
        ("words", 8000, "known tokens of each language, at most"),
    ):
        parser.add_argument("--" + name, type=int, default=default, metavar="N", help=meaning)
    settings = parser.parse_args()
    if settings.processes > 1 and "RANK" not in os.environ:
        start_processes(settings.processes)
    try:
        train(settings)
    except DataError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
