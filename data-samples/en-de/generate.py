#!/usr/bin/env python3
"""Composes the English-German sample into a folder (default: this one): generate.py [DIR]

The same seed gives the same lines.
"""

import gzip
import os
import random
import sys

import patterns

SEED = 20240229
CLEAN = 3100

# What is wrong in the data, as shares of its clean pairs.
DIRT = {
    "empty": 0.010,  # one side is empty
    "copied": 0.020,  # the target is the source
    "ratio": 0.020,  # one side is far longer than the other
    "long": 0.005,  # over 100 words a side
    "duplicate": 0.050,  # a line that stands elsewhere, too
    "blanks": 0.040,  # double blanks, or blanks at an end
    "nbsp": 0.015,  # a no-break space for a blank
    "upper": 0.015,  # all in capital letters
}


def distinct(rng, count):
    """Pairs of which no two have the same English or the same German."""
    pairs, seen = [], set()
    while len(pairs) < count:
        en, de = patterns.sentence(rng)
        if en not in seen and de not in seen:
            seen.update((en, de))
            pairs.append((en, de))
    return pairs


def at_random_blank(rng, text, replacement):
    blanks = [i for i, character in enumerate(text) if character == " "]
    if not blanks:
        return text + replacement
    at = rng.choice(blanks)
    return text[:at] + replacement + text[at + 1 :]


def spoil(rng, kind, pair, clean):
    """The pair with one thing wrong."""
    en, de = pair
    side = rng.randrange(2)
    if kind == "empty":
        return ("", de) if side else (en, "")
    if kind == "copied":
        return en, en
    if kind == "ratio":
        more = " ".join(other[side] for other in rng.sample(clean, 4))
        short = pair[1 - side].split()[0]
        return (short, more) if side else (more, short)
    if kind == "long":
        return tuple(" ".join(half) for half in zip(*rng.sample(clean, 20)))
    if kind == "blanks":
        changed = [
            at_random_blank(rng, pair[side], "  "),
            at_random_blank(rng, pair[side], "   "),
            " " + pair[side],
            pair[side] + " ",
        ]
        return replaced(pair, side, rng.choice(changed))
    if kind == "nbsp":
        return replaced(pair, side, at_random_blank(rng, pair[side], "\u00a0"))
    if kind == "upper":
        return en.upper(), de.upper()
    return pair


def replaced(pair, side, text):
    return (text, pair[1]) if side == 0 else (pair[0], text)


def spoilt(rng, clean):
    """The clean pairs with dirt among them; blanks, no-break spaces and capitals spoil in place."""
    lines, in_place = list(clean), iter(rng.sample(range(len(clean)), len(clean) // 4))
    for kind, share in DIRT.items():
        for _ in range(round(share * len(clean))):
            if kind in ("blanks", "nbsp", "upper"):
                at = next(in_place)
                lines[at] = spoil(rng, kind, clean[at], clean)
            else:
                lines.append(spoil(rng, kind, rng.choice(clean), clean))
    rng.shuffle(lines)
    return lines


def write(path, pairs):
    text = "".join(f"{en}\t{de}\n" for en, de in pairs)
    with open(path, "wb") as file:
        with gzip.GzipFile("", "wb", 9, file, mtime=0) as compressed:
            compressed.write(text.encode("utf-8"))


def generate(folder):
    rng = random.Random(SEED)
    write(os.path.join(folder, "en-de.tsv.gz"), spoilt(rng, distinct(rng, CLEAN)))


if __name__ == "__main__":
    generate(sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.abspath(__file__)))
