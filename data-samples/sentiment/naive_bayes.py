#!/usr/bin/env python3
"""A text classifier in one file: multinomial naive Bayes over words and pairs of words.

    naive_bayes.py train --data DIR --out DIR      lines of text and label -> DIR/model.tsv
    naive_bayes.py predict --model DIR             lines of text -> lines of labels

DIR of --data is a table's folder: part-*.tsv.gz or .bz2. Counts are smoothed by one half.
"""

import argparse
import bz2
import glob
import gzip
import math
import os
import re
import sys
from collections import Counter, defaultdict

SMOOTHING = 0.5
WORD = re.compile(r"[\w']+")


def features(text):
    """The words of a text and each two that follow one another, in small letters."""
    found = WORD.findall(text.lower())
    return found + [first + " " + second for first, second in zip(found, found[1:])]


def lines(folder):
    """The lines of all shards, in the order of their names."""
    paths = sorted(
        path
        for ending in ("gz", "bz2")
        for path in glob.glob(os.path.join(glob.escape(folder), f"part-*.tsv.{ending}"))
    )
    if not paths:
        sys.exit(f"{folder}: no part-*.tsv.gz or part-*.tsv.bz2 in it")
    for path in paths:
        start = bz2.open if path.endswith(".bz2") else gzip.open
        with start(path, "rt", encoding="utf-8", newline="\n") as file:
            for number, line in enumerate(file, 1):
                fields = line.rstrip("\n").split("\t")
                if len(fields) != 2:
                    sys.exit(f"{path}:{number}: {len(fields)} columns, expected text and label")
                yield fields


def train(data, out):
    documents, counts = Counter(), defaultdict(Counter)
    for text, label in lines(data):
        documents[label] += 1
        counts[label].update(features(text))
    labels = sorted(documents)
    if not labels:
        sys.exit(f"{data}: no lines; a model is learnt from at least one")
    vocabulary = sorted(set().union(*counts.values()))
    os.makedirs(out, exist_ok=True)
    with open(os.path.join(out, "model.tsv"), "w", encoding="utf-8", newline="\n") as file:
        print("label", *labels, sep="\t", file=file)
        print("documents", *(documents[label] for label in labels), sep="\t", file=file)
        for feature in vocabulary:
            print(feature, *(counts[label][feature] for label in labels), sep="\t", file=file)
    print(f"{sum(documents.values())} texts, {len(vocabulary)} features", file=sys.stderr)


class Model:
    """Logarithms of probabilities, ready to be added up."""

    def __init__(self, folder):
        with open(os.path.join(folder, "model.tsv"), encoding="utf-8", newline="\n") as file:
            rows = [line.rstrip("\n").split("\t") for line in file]
        self.labels = rows[0][1:]
        documents = [int(count) for count in rows[1][1:]]
        counts = {row[0]: [int(count) for count in row[1:]] for row in rows[2:]}
        totals = [sum(column) + SMOOTHING * len(counts) for column in zip(*counts.values())]
        self.priors = [math.log(count / sum(documents)) for count in documents]
        self.weights = {
            feature: [math.log((c + SMOOTHING) / total) for c, total in zip(row, totals)]
            for feature, row in counts.items()
        }

    def label(self, text):
        scores = list(self.priors)
        for feature in features(text):
            for i, weight in enumerate(self.weights.get(feature, ())):
                scores[i] += weight
        return self.labels[scores.index(max(scores))]


def predict(folder):
    model = Model(folder)
    for line in sys.stdin.buffer:
        label = model.label(line.decode("utf-8", "replace"))
        sys.stdout.buffer.write(label.encode("utf-8") + b"\n")
    sys.stdout.buffer.flush()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    verbs = parser.add_subparsers(dest="verb", required=True)
    training = verbs.add_parser("train", help="learn from a table of texts and labels")
    training.add_argument("--data", required=True, metavar="DIR")
    training.add_argument("--out", required=True, metavar="DIR")
    predicting = verbs.add_parser("predict", help="a label for each line of standard input")
    predicting.add_argument("--model", required=True, metavar="DIR")
    arguments = parser.parse_args()
    if arguments.verb == "train":
        train(arguments.data, arguments.out)
    else:
        predict(arguments.model)


if __name__ == "__main__":
    main()
