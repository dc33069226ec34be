"""The sentence patterns. Each takes a random generator and gives English and German."""

import german
from sentences import (
    ADVERBS, ANIMALS, COMPARATIVES, GOALS, HABITUAL, INTRANSITIVE, MODALS, NAMES, NUMBERS,
    PAST_TIMES, PEOPLE, POSSESSIVES, PRESENT_TIMES, SEASONS, STATES, STATIVE, THINGS, TRANSITIVE,
    Clause, Phrase, english, finite_and_end, is_habit, join, main, middle, noun_phrase, place,
    someone, subject, subordinate, thing,
)

PLACE_OF = {
    "buy": "town", "person": "town", "cook": "kitchen", "bake": "kitchen",
    "read": "in", "write": "in",
}
NO_PLACE = ("kitchen", "wear", "paint", "open", "clean")


def clause(rng, tense=None, negated=False, who=None, timed=True):
    tense = tense or rng.choice(["present", "present", "past"])
    times = PAST_TIMES if tense == "past" else PRESENT_TIMES
    time = rng.choice(times) if timed and rng.random() < 0.6 else None
    who = who or subject(rng)
    if rng.random() < 0.3:
        verb = rng.choice(INTRANSITIVE)
        return Clause(who, verb, None, place(rng, verb.wants), time, tense, negated)
    verb = rng.choice(TRANSITIVE)
    kinds = ("def", "kein") if negated else ("def", "indef", "indef")
    if verb.wants == "wear" and not negated:
        kinds = ("indef",)
    what = thing(rng, verb.wants, kinds)
    while what.en == who.en or (negated and not what.definite):
        what = thing(rng, verb.wants, kinds)
    where = None
    if not negated and rng.random() < 0.35 and verb.wants not in NO_PLACE:
        where = place(rng, PLACE_OF.get(verb.wants))
    return Clause(who, verb, what, where, time, tense, negated)


def said(c, first):
    """A main clause with its time at the front or at the end."""
    en, de = english(c), main(c, c.time[1] if first and c.time else None)
    if c.time and c.time[0] not in ADVERBS:
        en = c.time[0] + " " + en if first else en + " " + c.time[0]
    elif c.time and first:
        de = main(c)
    return en, de


def plain(rng):
    return said(clause(rng), rng.random() < 0.4)


def negation(rng):
    c = clause(rng, negated=True)
    if c.time and c.time[0] in ADVERBS:
        c = c._replace(time=None)
    return said(c, rng.random() < 0.3)


def modal(rng):
    c = clause(rng, tense=rng.choice(MODALS))
    while c.time and c.time[0] in ADVERBS | SEASONS or c.verb.base in STATIVE:
        c = clause(rng, tense=c.tense)
    return said(c, rng.random() < 0.3)


def that_clause(rng):
    verbs = ["says sagt", "thinks denkt", "believes glaubt", "knows weiß", "hopes hofft"]
    verb = rng.choice(verbs).split()
    c = clause(rng)
    en, _ = said(c, False)
    name = rng.choice(NAMES)
    return f"{name} {verb[0]} that {en}", f"{name} {verb[1]}, dass {subordinate(c)}"


def because(rng):
    noun = rng.choice(PEOPLE)
    who = noun_phrase(rng, noun, "def")
    state = rng.choice([s for s in STATES if "person" in s[2]])
    c = clause(rng, tense="present", who=who, timed=False, negated=rng.random() < 0.3)
    pronoun = {"m": ("he", "er"), "f": ("she", "sie"), "n": ("it", "es")}[noun.gender]
    if noun.en == "girl":
        pronoun = ("she", "sie")
    en = f"{english(c)} because {pronoun[0]} is {state[0]}"
    return en, f"{main(c)}, weil {pronoun[1]} {state[1]} ist"


def during(rng):
    first = clause(rng, tense="present", timed=False)
    second = clause(rng, tense="present", timed=False)
    en = f"while {english(first)}, {english(second)}"
    return en, f"während {subordinate(first)}, {main(second, '').strip()}"


def yes_no(rng):
    c = clause(rng)
    c = c._replace(time=None) if c.time and c.time[0] in ADVERBS else c
    finite, end = finite_and_end(c)
    if c.tense == "past":
        start, verb = "did", c.verb.base
    elif is_habit(c):
        start, verb = "do" if c.subject.plural else "does", c.verb.base
    else:
        start, verb = "are" if c.subject.plural else "is", c.verb.ing
    rest = [c.object and c.object.en, c.place and c.place[0], c.time and c.time[0]]
    en = join(start, c.subject.en, verb, *rest)
    return en + "?", join(finite, c.subject.nom, *middle(c, True), end) + "?"


def where_is(rng):
    verb = rng.choice(INTRANSITIVE)
    who = someone(rng, kinds=("def",), animals=verb.base in ("sleep", "eat"))
    finite = german.third_plural(verb.infinitive) if who.plural else verb.de
    return f"where {'are' if who.plural else 'is'} {who.en} {verb.ing}?", f"wo {finite} {who.nom}?"


def where_thing(rng):
    what = noun_phrase(rng, rng.choice(THINGS), "def")
    where = rng.choice([("where is", "wo ist"), ("how much does", "wie viel kostet")])
    en = f"{where[0]} {what.en}{' cost' if 'much' in where[0] else ''}?"
    return en, f"{where[1]} {what.nom}?"


def relative(rng):
    noun = rng.choice(PEOPLE)
    who = noun_phrase(rng, noun, "def", describe=0.2)
    wear = thing(rng, "wear", ("indef",))
    c = clause(rng, tense="present", who=who, timed=False)
    en, de = english(c), main(c)
    pronoun = german.article("def", "n", noun.gender)
    inner_en, inner_de = f"who is wearing {wear.en}", f"{pronoun} {wear.acc} trägt"
    en = en.replace(who.en, f"{who.en} {inner_en}", 1)
    return en, de.replace(who.nom, f"{who.nom}, {inner_de},", 1)


def two(rng):
    a, b = rng.sample(PEOPLE, 2)
    kind = rng.choice(["def", "indef"])
    a, b = noun_phrase(rng, a, kind), noun_phrase(rng, b, kind)
    german_cases = [f"{x} und {y}" for x, y in zip(a[1:4], b[1:4])]
    both = Phrase(f"{a.en} and {b.en}", *german_cases, plural=True, definite=True)
    return said(clause(rng, who=both), False)


def together(rng):
    verb = rng.choice([v for v in INTRANSITIVE if v.base not in ("sleep", "stand")])
    where, who, other = place(rng, verb.wants), subject(rng), someone(rng)
    while other.en == who.en:
        other = someone(rng)
    where = f"with {other.en} {where[0]}", f"mit {other.dat} {where[1]}"
    c = Clause(who, verb, None, where, None, "present", False)
    return english(c), main(c)


def giving(rng):
    noun = rng.choice(PEOPLE)
    who, other = someone(rng), noun_phrase(rng, noun, "def")
    while noun.de in who.nom or noun.de_plural in who.nom:
        who = someone(rng)
    what = thing(rng, "give", ("indef",))
    if rng.random() < 0.5:
        give = ("give", "geben") if who.plural else ("gives", "gibt")
        en = f"{who.en} {give[0]} {other.en} {what.en}"
        return en, f"{who.nom} {give[1]} {other.dat} {what.acc}"
    time = rng.choice(PAST_TIMES)
    have = "haben" if who.plural else "hat"
    en = f"{time[0]} {who.en} gave {other.en} {what.en}"
    return en, f"{time[1]} {have} {who.nom} {other.dat} {what.acc} gegeben"


def state(rng):
    fields = rng.choice(STATES)
    tags = set(fields[2].split(","))
    noun = rng.choice([n for n in PEOPLE + ANIMALS + THINGS if n.tags & tags])
    plural = rng.random() < 0.25 and not noun.tags & {"drink", "kitchen"}
    who = noun_phrase(rng, noun, "def", plural=plural, describe=0)
    degrees = [("", ""), ("very ", "sehr "), ("not ", "nicht "), ("too ", "zu ")]
    degree = rng.choice(degrees)
    if fields[0] in ("broken", "empty", "new") and degree[0] in ("very ", "too "):
        degree = ("", "")
    verb = ("are", "sind") if plural else ("is", "ist")
    en = f"{who.en} {verb[0]} {degree[0]}{fields[0]}"
    return en, f"{who.nom} {verb[1]} {degree[1]}{fields[1]}"


def comparison(rng):
    a, b = rng.sample(PEOPLE if rng.random() < 0.6 else ANIMALS, 2)
    a, b = noun_phrase(rng, a, "def", describe=0.2), noun_phrase(rng, b, "def", describe=0.2)
    more = rng.choice(COMPARATIVES)
    return f"{a.en} is {more[0]} than {b.en}", f"{a.nom} ist {more[1]} als {b.nom}"


def there_is(rng):
    noun = rng.choice(ANIMALS)
    where = place(rng, "out")
    number = rng.choice(NUMBERS) if rng.random() < 0.6 else None
    what = noun_phrase(rng, noun, "indef", number=number)
    en = f"there {'are' if number else 'is'} {what.en} {where[0]}"
    return en, f"{where[1]} gibt es {what.acc}"


def price(rng):
    noun = rng.choice([n for n in THINGS if "buy" in n.tags])
    what = noun_phrase(rng, noun, "def")
    euros = rng.randint(2, 9 if noun.tags & {"eat", "read", "flower", "ball"} else 480)
    return f"{what.en} costs {euros} euros", f"{what.nom} kostet {euros} Euro"


def age(rng):
    who = someone(rng, kinds=("def",))
    verb = ("are", "sind") if who.plural else ("is", "ist")
    years = rng.randint(4, 97)
    return f"{who.en} {verb[0]} {years} years old", f"{who.nom} {verb[1]} {years} Jahre alt"


def going(rng):
    en, preposition, case, de, gender = rng.choice(GOALS)
    to = german.contract(preposition, german.article("def", case, gender) + " " + de)
    who = subject(rng)
    if rng.random() < 0.5:
        time = rng.choice([t for t in PRESENT_TIMES if t[0] not in HABITUAL and "work" not in t[0]])
        verb = ("are going", "gehen") if who.plural else ("is going", "geht")
        return f"{who.en} {verb[0]} to the {en} {time[0]}", f"{time[1]} {verb[1]} {who.nom} {to}"
    time = rng.choice(PAST_TIMES)
    be = "sind" if who.plural else "ist"
    return f"{time[0]} {who.en} went to the {en}", f"{time[1]} {be} {who.nom} {to} gegangen"


def own(rng):
    noun = rng.choice([n for n in PEOPLE if n.gender != "n"])
    stem = POSSESSIVES[noun.gender][1]
    who = noun_phrase(rng, noun, rng.choice(["def", "indef"]))
    bases = ("look for", "find", "repair", "sell", "clean", "read", "carry", "wash")
    verb = rng.choice([v for v in TRANSITIVE if v.base in bases])
    what = thing(rng, verb.wants, (stem,))
    return said(Clause(who, verb, what, None, None, rng.choice(["present", "past"]), False), False)


def request(rng):
    verb = rng.choice([v for v in TRANSITIVE if v.base not in STATIVE])
    what = thing(rng, verb.wants, ("def",))
    prefix = verb.infinitive.split("+")[0] if "+" in verb.infinitive else ""
    de = join(german.third_plural(verb.infinitive), "Sie bitte", what.acc, prefix)
    return f"please {verb.base} {what.en}!", de + "!"


# How often each is taken, in parts.
PATTERNS = {
    plain: 30, negation: 8, modal: 10, that_clause: 6, because: 6, during: 4, yes_no: 7,
    where_is: 2, where_thing: 2, relative: 6, two: 6, together: 4, giving: 6, state: 5,
    comparison: 4, there_is: 3, price: 2, age: 2, going: 5, own: 5, request: 4,
}


def sentence(rng):
    """One sentence pair with a capital letter and an end mark."""
    pattern = rng.choices(list(PATTERNS), list(PATTERNS.values()))[0]
    en, de = pattern(rng)
    end = "" if en[-1] in "?!" else "."
    return en[0].upper() + en[1:] + end, de[0].upper() + de[1:] + end
