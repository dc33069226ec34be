#!/usr/bin/env python3
"""Composes the sample of reviews into a folder (default: this one): generate.py [DIR]

The same seed gives the same lines.
"""

import gzip
import os
import random
import sys

SEED = 20240301
REVIEWS = 2100
LABEL_NOISE = 0.03  # of the lines have a label drawn at random
LABELS = ("negative", "neutral", "positive")

# What is reviewed: its parts, what one did with it, and words for or against it.
SUBJECTS = {
    "film": {
        "parts": "plot,ending,music,cast,dialogue,camera work,first half,main actor",
        "did": "watched it with my sister,saw it on a rainy Sunday,watched it twice",
        "good": "moving,funny,gripping,clever,touching,original",
        "bad": "boring,predictable,silly,far too long,confusing,clumsy",
        "facts": "It runs for two hours|It is set in a small town|It came out last autumn",
    },
    "restaurant": {
        "parts": "soup,service,fish,dessert,wine list,bread,table by the window,menu",
        "did": "had lunch there on Friday,went with four colleagues,ate there last week",
        "good": "delicious,fresh,friendly,generous,excellent,tasty",
        "bad": "cold,salty,slow,overpriced,tasteless,disappointing",
        "facts": "It opens at noon|It is next to the station|They have about twenty tables",
    },
    "hotel": {
        "parts": "room,breakfast,staff,bed,view,bathroom,swimming pool,reception",
        "did": "stayed for three nights,came with our children,stayed there in May",
        "good": "clean,quiet,comfortable,spacious,helpful,lovely",
        "bad": "dirty,noisy,tiny,rude,shabby,freezing",
        "facts": "It has five floors|The bus stops outside|It was built in the nineties",
    },
    "phone": {
        "parts": "battery,screen,camera,keyboard,sound,case,software,charger",
        "did": "have used it for a month,bought it for my father,use it every day",
        "good": "bright,reliable,fast,sturdy,handy,impressive",
        "bad": "slow,flimsy,unreliable,useless,dim,annoying",
        "facts": "It comes in three colours|It weighs 180 grams|The box has a cable in it",
    },
    "book": {
        "parts": "story,style,first chapter,ending,translation,heroine,humour,title",
        "did": "read it on the train,finished it in a week,read it for our book club",
        "good": "brilliant,warm,witty,exciting,thoughtful,charming",
        "bad": "dull,tedious,shallow,repetitive,dry,pretentious",
        "facts": "It has 320 pages|It is the second of a series|It is set before the war",
    },
}
GOOD = "good great wonderful perfect fine".split()
BAD = "bad awful terrible poor mediocre".split()
DEGREES = ["", "really ", "very ", "quite ", "surprisingly ", "rather "]
PRAISE = ["I loved it", "I would recommend it", "We will be back", "It made my day", "Well done"]
BLAME = ["I want my money back", "Never again", "I regret it", "What a waste", "Avoid it"]
SHRUG = ["It is what it is", "I have no strong opinion", "It was all right, no more", "So so"]
SURPRISES = ["I had expected more", "I had feared worse", "My friends see it differently"]


def opinion(rng, subject, good):
    """A sentence for or against a part; a fifth say the opposite of the contrary."""
    words = SUBJECTS[subject]
    part = rng.choice(words["parts"].split(","))
    negated = rng.random() < 0.2
    kind = "good" if good != negated else "bad"
    usual = GOOD if kind == "good" else BAD
    word = rng.choice(usual if rng.random() < 0.35 else words[kind].split(","))
    if negated:
        no = rng.choice(["was not {} at all", "was never {}", "was anything but {}", "wasn't {}"])
        return f"The {part} " + no.format(word)
    shape = rng.choice(["The {part} was {degree}{word}", "I found the {part} {degree}{word}"])
    return shape.format(part=part, degree=rng.choice(DEGREES), word=word)


def contrast(rng, subject, good):
    """Two opinions, of which the second weighs more."""
    first, second = opinion(rng, subject, not good), opinion(rng, subject, good)
    return f"{first}, but {second[0].lower() if second[0] != 'I' else 'I'}{second[1:]}"


def review(rng, label):
    subject = rng.choice(list(SUBJECTS))
    words = SUBJECTS[subject]
    sentences = []
    if rng.random() < 0.5:
        sentences.append(f"We {rng.choice(words['did'].split(','))}".replace("We have", "I have"))
    if rng.random() < (0.9 if label == "neutral" else 0.25):
        sentences.append(rng.choice(words["facts"].split("|")))
    if label == "neutral":
        if rng.random() < 0.6:
            sentences += [opinion(rng, subject, True), opinion(rng, subject, False)]
        elif rng.random() < 0.5:
            sentences.append(opinion(rng, subject, rng.random() < 0.5))
        if rng.random() < 0.4:
            sentences.append(rng.choice(SHRUG))
    else:
        good = label == "positive"
        for _ in range(rng.randint(1, 3)):
            sentences.append(opinion(rng, subject, good if rng.random() < 0.88 else not good))
        if rng.random() < 0.4:
            sentences.append(contrast(rng, subject, good))
        if rng.random() < 0.25:
            sentences.append(rng.choice(PRAISE if good else BLAME))
    if rng.random() < 0.15:
        sentences.append(rng.choice(SURPRISES))
    end = "!" if label == "positive" and rng.random() < 0.2 else "."
    return ". ".join(sentences) + end


def distinct(rng, count):
    reviews, seen = [], set()
    while len(reviews) < count:
        label = rng.choice(LABELS)
        text = review(rng, label)
        if text not in seen and len(text) > 20:
            seen.add(text)
            reviews.append((text, label))
    return reviews


def noisy(rng, reviews):
    return [
        (text, rng.choice(LABELS) if rng.random() < LABEL_NOISE else label)
        for text, label in reviews
    ]


def write(path, reviews):
    lines = "".join(f"{text}\t{label}\n" for text, label in reviews)
    with open(path, "wb") as file:
        with gzip.GzipFile("", "wb", 9, file, mtime=0) as compressed:
            compressed.write(lines.encode("utf-8"))


def generate(folder):
    rng = random.Random(SEED)
    write(os.path.join(folder, "reviews.tsv.gz"), noisy(rng, distinct(rng, REVIEWS)))


if __name__ == "__main__":
    generate(sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.abspath(__file__)))
