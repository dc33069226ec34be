#!/usr/bin/env python3
"""Trains the small translation model of translate.py on a CPU. It needs PyTorch.

    train.py --data DIR --checkpoints DIR --out DIR [--dev DIR]

DIR of --data and --dev is a table's folder: part-*.tsv.gz or .bz2 of two columns. OUT/model.pt is
what it makes. It prints measurements, one a line: step<TAB>metric<TAB>value. On one core, 2,000
steps take a minute; --steps 350 takes ten seconds.

You can kill it at any moment. Start it again on the same --checkpoints: it continues from the
newest intact one and ends with the same weights, bit for bit. This takes three things. A checkpoint
has all that later steps depend on. The order of the data is a function of the seed and the epoch.
PyTorch works in one thread, because sums of several threads differ in the last digits. Other
processors and other versions of PyTorch give other digits.
"""

import argparse
import bz2
import glob
import gzip
import math
import os
import random
import signal
import sys
import zipfile
from collections import Counter

from translate import BEGIN, PAD, UNKNOWN, Translator, Vocabulary, padded, tokens

import torch
from torch import nn

HIDDEN = 0.05  # Share of source tokens that training hides: UNKNOWN is learnt, and the context.
WARM_UP = 100  # Steps until the learning rate is reached. From there it falls to 0.
REPORT = 20  # Steps from one printed loss to the next.
KEPT = 3  # Checkpoints that stay in the folder.


def read_pairs(folder):
    """The lines of a table's shards as [source, target]. Another reader of data goes here."""
    pairs = []
    for path in sorted(glob.glob(os.path.join(glob.escape(folder), "part-*.tsv.*"))):
        opener = bz2.open if path.endswith(".bz2") else gzip.open
        with opener(path, "rt", encoding="utf-8", newline="\n") as lines:
            for number, line in enumerate(lines, 1):
                pairs.append(line.rstrip("\n").split("\t"))
                if len(pairs[-1]) != 2:
                    sys.exit(f"{path}:{number}: {len(pairs[-1])} columns, expected 2")
    return pairs or sys.exit(f"{folder}: no lines of part-*.tsv.gz or part-*.tsv.bz2 in it")


def learn_vocabulary(lines, size):
    """The most frequent tokens, of those that occur twice or more."""
    counts = Counter(token for line in lines for token in tokens(line))
    often = sorted((t for t in counts if counts[t] > 1), key=lambda t: (-counts[t], t))
    return Vocabulary(["<pad>", "<unknown>", "<begin>", "<end>"] + often[:size])


def stream(pairs, size, seed, epoch, position):
    """Batches without end, each with the (epoch, position) after it, where a resumed run starts.

    Each epoch has its own random order, in which lines of similar length share a batch.
    """
    while True:
        shuffler = random.Random(f"{seed} {epoch}")
        order = shuffler.sample(pairs, len(pairs))
        batches = []
        for start in range(0, len(order), 50 * size):
            pool = sorted(order[start : start + 50 * size], key=lambda pair: len(pair[0]))
            batches += [pool[i : i + size] for i in range(0, len(pool), size)]
        shuffler.shuffle(batches)
        for position, batch in enumerate(batches[position:], position + 1):
            yield batch, (epoch, position)
        epoch, position = epoch + 1, 0


def measure(model, batch, hidden=0.0):
    """The mean loss of a target token, how many there are, and how many are predicted right."""
    hide = lambda row: [UNKNOWN if hidden and random.random() < hidden else n for n in row]
    source, target = padded([hide(s) for s, _ in batch]), padded([t for _, t in batch])
    before = torch.cat([torch.full_like(target[:, :1], BEGIN), target[:, :-1]], 1)
    scores, _, _ = model.decode(before, *model.encode(source), source)
    loss = nn.functional.cross_entropy(scores.transpose(1, 2), target, ignore_index=PAD)
    real = target != PAD
    return loss, int(real.sum()), int((real & (scores.argmax(2) == target)).sum())


def report(step, metric, value):
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

    def __init__(self, settings, pairs):
        torch.manual_seed(settings.seed)
        random.seed(settings.seed)
        old = newest(settings.checkpoints)
        self.vocabularies = [
            Vocabulary(old["vocabularies"][i]) if old else learn_vocabulary(lines, settings.words)
            for i, lines in enumerate(zip(*pairs))
        ]
        self.model = Translator(*(len(v.known) for v in self.vocabularies), settings.size)
        self.optimizer = torch.optim.Adam(self.model.parameters())
        self.step, self.place, self.best = 0, (0, 0), (-1.0, None)
        self.losses = []  # Of the steps since a loss was printed.
        if old:
            self.model.load_state_dict(old["model"])
            self.optimizer.load_state_dict(old["optimizer"])
            self.step, self.place, self.best = old["step"], old["place"], old["best"]
            self.losses = old["losses"]
            torch.set_rng_state(old["torch"])
            random.setstate(old["random"])

    def save(self, folder):
        """Saves a checkpoint, in place as most trainers do, and removes old ones."""
        state = {
            "vocabularies": [v.known for v in self.vocabularies],
            "model": self.model.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "step": self.step,
            "place": self.place,
            "best": self.best,
            "losses": self.losses,
            "torch": torch.get_rng_state(),
            "random": random.getstate(),
        }
        torch.save(state, os.path.join(folder, f"step-{self.step:06}.pt"))
        for path in checkpoints(folder)[KEPT:]:
            os.remove(path)

    def learn(self, batch, rate):
        """Takes a step, and gives its loss."""
        self.step += 1
        loss, _, _ = measure(self.model, batch, HIDDEN)
        value = loss.item()
        if not math.isfinite(value):
            report(self.step, "loss", value)
            sys.exit(f"the loss of step {self.step} is {value}; try a lower --rate")
        self.optimizer.param_groups[0]["lr"] = rate
        self.optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        return value

    def evaluate(self, dev):
        """Prints how good the model is on other lines, and remembers the best weights."""
        self.model.eval()
        with torch.no_grad():
            parts = [measure(self.model, dev[i : i + 64]) for i in range(0, len(dev), 64)]
        self.model.train()
        count = sum(n for _, n, _ in parts)
        accuracy = sum(right for _, _, right in parts) / count
        report(self.step, "dev-loss", sum(loss.item() * n for loss, n, _ in parts) / count)
        report(self.step, "dev-accuracy", accuracy)
        if accuracy > self.best[0]:
            self.best = accuracy, {k: v.clone() for k, v in self.model.state_dict().items()}

    def finish(self, folder):
        """Saves the model for use: the best weights, without --dev the last ones."""
        self.model.load_state_dict(self.best[1] or self.model.state_dict())
        known = [v.known for v in self.vocabularies]
        os.makedirs(folder, exist_ok=True)
        saved = {"vocabularies": known, "model": self.model.state_dict()}
        torch.save(saved, os.path.join(folder, "model.pt"))


def train(settings):
    """Trains to the end, or until a signal: then it saves a checkpoint and exits."""
    signals = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda number, frame: signals.append(number))
    torch.set_num_threads(1)
    os.makedirs(settings.checkpoints, exist_ok=True)
    pairs = read_pairs(settings.data)
    training = Training(settings, pairs)
    source, target = training.vocabularies
    encode = lambda pairs: [(source.encode(s), target.encode(t)) for s, t in pairs]
    dev = encode(read_pairs(settings.dev)) if settings.dev else []
    batches = stream(encode(pairs), settings.batch, settings.seed, *training.place)
    while training.step < settings.steps:
        step = training.step + 1
        batch, training.place = next(batches)
        rate = settings.rate * min(step / WARM_UP, 1 - step / (settings.steps + 1))
        training.losses.append(training.learn(batch, rate))
        last = step == settings.steps
        if step % REPORT == 0 or last:
            report(step, "loss", sum(training.losses) / len(training.losses))
            training.losses = []
        due = step % settings.every == 0 or last
        if due and dev:
            training.evaluate(dev)
        if due or signals:
            training.save(settings.checkpoints)
        if signals:
            sys.exit(128 + signals[0])
    training.finish(settings.out)


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
        ("batch", 32, "lines in a batch"),
        ("words", 8000, "known tokens of each language, at most"),
    ):
        parser.add_argument("--" + name, type=int, default=default, metavar="N", help=meaning)
    train(parser.parse_args())


if __name__ == "__main__":
    main()
