"""Phrases and sentence patterns: each function composes one sentence pair from random choices."""

from collections import namedtuple

import german
import words

Noun = namedtuple("Noun", "en en_plural de gender de_plural weak tags")
Verb = namedtuple("Verb", "base third past ing infinitive de participle wants")
Phrase = namedtuple("Phrase", "en nom acc dat plural definite")
Clause = namedtuple("Clause", "subject verb object place time tense negated")
"""What is said; tense is `present`, `past`, or a modal verb. Absent parts are None."""


def table(text):
    lines = text.strip().split("\n")
    return [[field.replace("_", " ") for field in line.split()] for line in lines]


def pairs(text):
    return [line.split("|") for line in text.strip().split("\n")]


def nouns(text, tag):
    """The nouns of a table; the tag and the English word itself are tags of each."""
    result = []
    for fields in table(text):
        tags = {tag, fields[0]}.union(*(field.split(",") for field in fields[5:]))
        result.append(Noun(*fields[:5], "weak" in tags, tags))
    return result


PEOPLE = nouns(words.PEOPLE, "person")
ANIMALS = nouns(words.ANIMALS, "animal")
THINGS = nouns(words.THINGS, "thing")
TRANSITIVE = [Verb(*fields) for fields in table(words.TRANSITIVE)]
INTRANSITIVE = [Verb(*fields) for fields in table(words.INTRANSITIVE)]
PLACES, GOALS = table(words.PLACES), table(words.GOALS)
ADJECTIVES, STATES = table(words.ADJECTIVES), table(words.STATES)
PRESENT_TIMES, PAST_TIMES = pairs(words.PRESENT_TIMES), pairs(words.PAST_TIMES)
NUMBERS, COMPARATIVES = pairs(words.NUMBERS), pairs(words.COMPARATIVES)
MODALS, NAMES = table(words.MODALS), words.NAMES.split()
ADVERBS = {"often", "sometimes"}
SEASONS = {"in summer", "in winter", "every day"}
HABITUAL = ADVERBS | SEASONS | {"on Sunday", "on Monday", "on Friday"}
STATIVE = {"need", "know", "see", "find"}
POSSESSIVES = {"m": ("his", "sein"), "f": ("her", "ihr")}


def noun_phrase(rng, noun, kind, plural=False, number=None, describe=0.4):
    """kind: def, indef, kein, or a possessive stem; a number makes a plural without an article."""
    plural = plural or number is not None
    fitting = [a for a in ADJECTIVES if noun.tags & set(a[2].split(","))]
    describing = rng.choice(fitting) if fitting and rng.random() < describe else None
    en = noun.en_plural if plural else noun.en
    if describing:
        en = describing[0] + " " + en
    bare = plural and kind == "indef"
    if number:
        en = number[0] + " " + en
    elif kind == "def":
        en = "the " + en
    elif kind in ("sein", "ihr"):
        en = {"sein": "his ", "ihr": "her "}[kind] + en
    elif not plural:
        en = german.a(en)
    elif kind == "kein":
        en = "any " + en
    gender = "p" if plural else noun.gender

    def form(case):
        parts = []
        if number:
            parts.append(number[1])
        elif not bare:
            parts.append(german.article(kind, case, gender))
        if describing:
            after = "none" if bare or number else kind
            parts.append(german.adjective(describing[1], after, case, gender))
        parts.append(german.noun(noun, case, plural))
        return " ".join(parts)

    return Phrase(en, form("n"), form("a"), form("d"), plural, kind != "indef" and not number)


def name_phrase(name):
    return Phrase(name, name, name, name, False, True)


def someone(rng, kinds=("def", "def", "indef"), animals=False):
    """A subject or a person as object."""
    chance = rng.random()
    if chance < 0.25:
        return name_phrase(rng.choice(NAMES))
    noun = rng.choice(ANIMALS if animals and chance > 0.6 else PEOPLE)
    if chance < 0.4:
        return noun_phrase(rng, noun, "def", plural=True)
    if chance < 0.5:
        return noun_phrase(rng, noun, "indef", number=rng.choice(NUMBERS))
    return noun_phrase(rng, noun, rng.choice(kinds))


def subject(rng):
    if rng.random() < 0.15:
        en, de = rng.choice([("he", "er"), ("she", "sie"), ("they", "sie"), ("we", "wir")])
        return Phrase(en, de, de, de, en in ("they", "we"), True)
    return someone(rng)


def thing(rng, tag, kinds=("def", "indef", "indef")):
    if tag == "person":
        return someone(rng)
    noun = rng.choice([n for n in THINGS + ANIMALS if tag in n.tags])
    several = not noun.tags & {"drink", "kitchen"} and tag != "wear"
    kind = "def" if noun.en == "kitchen" else rng.choice(kinds)
    if several and kind == "indef" and rng.random() < 0.25:
        return noun_phrase(rng, noun, kind, number=rng.choice(NUMBERS))
    plural = several and rng.random() < 0.2
    return noun_phrase(rng, noun, kind, plural=plural)


def place(rng, tag=None):
    """Where something is; the tag may be that of a place or its English noun."""
    fields = rng.choice([p for p in PLACES if tag in (None, p[1], *p[5].split(","))])
    where = german.contract(fields[2], german.article("def", "d", fields[4]) + " " + fields[3])
    return fields[0] + " the " + fields[1], where


def english(clause):
    """The clause in English, without its time unless that stands before the verb."""
    s, verb = clause.subject, clause.verb
    adverb = clause.time[0] + " " if clause.time and clause.time[0] in ADVERBS else ""
    no = "not " if clause.negated else ""
    what, where = clause.object and clause.object.en, clause.place and clause.place[0]
    if clause.tense == "past":
        core = "did not " + verb.base if clause.negated else verb.past
    elif clause.tense != "present":
        modal = clause.tense[0 if s.plural else 1]
        core = modal + " " + no + verb.base
    elif is_habit(clause):
        do = ("do " if s.plural else "does ") + no if clause.negated else ""
        core = do + (verb.base if s.plural or clause.negated else verb.third)
    else:
        core = ("are " if s.plural else "is ") + no + verb.ing
    return join(s.en, adverb + core, what, where)


def is_habit(clause):
    return clause.verb.base in STATIVE or bool(clause.time and clause.time[0] in HABITUAL)


def finite_and_end(clause):
    """The German finite verb, and what closes the bracket."""
    plural, verb = clause.subject.plural, clause.verb
    prefix = verb.infinitive.split("+")[0] if "+" in verb.infinitive else ""
    if clause.tense == "past":
        return "haben" if plural else "hat", verb.participle
    if clause.tense != "present":
        return clause.tense[3 if plural else 2], verb.infinitive.replace("+", "")
    return german.third_plural(verb.infinitive) if plural else verb.de, prefix


def middle(clause, with_time):
    """Time, then a definite object before the place, or any other after it."""
    what = clause.object and clause.object.acc
    where = clause.place and clause.place[1]
    time = clause.time[1] if with_time and clause.time else None
    if clause.object and not clause.object.definite:
        return [time, where, what]
    no = "nicht" if clause.negated and not (what and what.startswith("kein")) else None
    return [time, what, no, where]


def main(clause, first=None):
    """Verb second: the subject stands first, or what is given does."""
    finite, end = finite_and_end(clause)
    if first is None:
        return join(clause.subject.nom, finite, *middle(clause, True), end)
    return join(first, finite, clause.subject.nom, *middle(clause, False), end)


def subordinate(clause):
    """Verb last; a separable prefix is joined to it again."""
    finite, end = finite_and_end(clause)
    last = end + finite if clause.tense == "present" else join(end, finite)
    return join(clause.subject.nom, *middle(clause, True), last)


def join(*parts):
    return " ".join(part for part in parts if part)
