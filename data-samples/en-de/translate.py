#!/usr/bin/env python3
"""Translates stdin to stdout, a line for a line, with a model of train.py. It needs PyTorch.

    translate.py --model DIR

The model is a GRU that reads a line in both directions, and a GRU that writes the translation token
by token, while it attends to what was read. Each time, it writes the token with the best score
(greedy decoding). If that is UNKNOWN, it copies the token that it attends to most, such as a name.

Shapes: a batch has B lines of up to S (source) and T (target) tokens; V is the size of the target
vocabulary, H that of the model.
"""

import argparse
import itertools
import math
import os
import re
import sys

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # This is read when torch is loaded.
try:
    import torch
    from torch import nn
except ImportError as e:
    sys.exit(f"{e}; install PyTorch, for example Debian's package python3-torch")

PAD, UNKNOWN, BEGIN, END = range(4)
DROPOUT = 0.2
BATCH = 64


def tokens(line):
    """Words and punctuation, each with the blank before it: joined, they are the line again."""
    return re.findall(r" ?\w+| ?[^\w\s]", " " + " ".join(line.split()))


class Vocabulary:
    """The known tokens of one language. The number of a token is its place in the list."""

    def __init__(self, known):
        self.known = known
        self.numbers = {token: number for number, token in enumerate(known)}

    def encode(self, line):
        return [self.numbers.get(token, UNKNOWN) for token in tokens(line)] + [END]


def padded(rows):
    """Lists of numbers as one tensor (B, length of the longest), filled up with PAD."""
    return nn.utils.rnn.pad_sequence([torch.tensor(row) for row in rows], True, PAD)


class Translator(nn.Module):
    """The network. Its state is what the writing GRU remembers."""

    def __init__(self, source_size, target_size, size):
        super().__init__()
        self.source = nn.Embedding(source_size, size, PAD)
        self.target = nn.Embedding(target_size, size, PAD)
        self.encoder = nn.GRU(size, size // 2, batch_first=True, bidirectional=True)
        self.decoder = nn.GRU(size, size, batch_first=True)
        self.combine = nn.Linear(2 * size, size)
        self.output = nn.Linear(size, target_size)
        self.dropout = nn.Dropout(DROPOUT)

    def encode(self, source):
        """(B, S) tokens -> (1, B, H) the first state, (B, S, H) a vector for each token."""
        packed = nn.utils.rnn.pack_padded_sequence(
            self.dropout(self.source(source)), (source != PAD).sum(1), True, enforce_sorted=False
        )
        vectors, last = self.encoder(packed)
        vectors, _ = nn.utils.rnn.pad_packed_sequence(vectors, batch_first=True)
        return torch.cat([last[0], last[1]], 1).unsqueeze(0), vectors

    def decode(self, before, state, vectors, source):
        """(B, T) tokens -> (B, T, V) scores of the next, (1, B, H) state, (B, T, S) attention."""
        written, state = self.decoder(self.dropout(self.target(before)), state)
        match = written @ vectors.transpose(1, 2)
        attention = match.masked_fill((source == PAD).unsqueeze(1), -math.inf).softmax(2)
        combined = self.combine(self.dropout(torch.cat([written, attention @ vectors], 2)))
        return self.output(self.dropout(torch.tanh(combined))), state, attention


def load(folder):
    """The model, and the vocabularies of source and target."""
    saved = torch.load(os.path.join(folder, "model.pt"))
    source, target = (Vocabulary(known) for known in saved["vocabularies"])
    size = saved["model"]["source.weight"].shape[1]
    model = Translator(len(source.known), len(target.known), size)
    model.load_state_dict(saved["model"])
    return model.eval(), source, target


def translate(lines, model, source, target):
    """A translation of each line. That of a blank line is empty."""
    given = padded([source.encode(line) for line in lines])
    words = [tokens(line) + [""] for line in lines]
    state, vectors = model.encode(given)
    last = torch.full((len(lines), 1), BEGIN)
    written = [[] for _ in lines]
    done = [not line.strip() for line in lines]
    for _ in range(2 * given.shape[1] + 10):
        scores, state, attention = model.decode(last, state, vectors, given)
        last, seen = scores.argmax(2), attention.argmax(2)
        for i, (token, place) in enumerate(zip(last[:, 0].tolist(), seen[:, 0].tolist())):
            done[i] = done[i] or token == END
            if not done[i]:
                written[i].append(words[i][place] if token == UNKNOWN else target.known[token])
        if all(done):
            break
    return ["".join(line).strip() for line in written]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--model", required=True, metavar="DIR")
    torch.set_num_threads(1)
    model = load(parser.parse_args().model)
    lines = (line.decode("utf-8", "replace") for line in sys.stdin.buffer)
    with torch.no_grad():
        for batch in iter(lambda: list(itertools.islice(lines, BATCH)), []):
            for line in translate(batch, *model):
                sys.stdout.buffer.write(line.encode("utf-8") + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
