"""Agreement: articles, endings and contractions of German, and what little English needs."""

ARTICLES = {
    "def": {
        "n": {"m": "der", "f": "die", "n": "das", "p": "die"},
        "a": {"m": "den", "f": "die", "n": "das", "p": "die"},
        "d": {"m": "dem", "f": "der", "n": "dem", "p": "den"},
    },
    "indef": {
        "n": {"m": "ein", "f": "eine", "n": "ein"},
        "a": {"m": "einen", "f": "eine", "n": "ein"},
        "d": {"m": "einem", "f": "einer", "n": "einem"},
    },
}

# After der, die, das (weak), after ein (mixed), and with no article (strong, plural only).
ENDINGS = {
    "def": {
        "n": {"m": "e", "f": "e", "n": "e", "p": "en"},
        "a": {"m": "en", "f": "e", "n": "e", "p": "en"},
        "d": {"m": "en", "f": "en", "n": "en", "p": "en"},
    },
    "indef": {
        "n": {"m": "er", "f": "e", "n": "es"},
        "a": {"m": "en", "f": "e", "n": "es"},
        "d": {"m": "en", "f": "en", "n": "en"},
    },
    "none": {"n": {"p": "e"}, "a": {"p": "e"}, "d": {"p": "en"}},
}

CONTRACTIONS = {
    "in dem": "im", "an dem": "am", "zu dem": "zum", "zu der": "zur",
    "in das": "ins", "an das": "ans", "auf das": "aufs",
}


def article(kind, case, gender):
    """kind: def, indef, kein or mein-like stems such as `ihr`."""
    if kind in ARTICLES:
        return ARTICLES[kind][case][gender]
    if gender == "p":
        return kind + ("en" if case == "d" else "e")
    return kind + ARTICLES["indef"][case][gender][3:]


def adjective(stem, kind, case, gender):
    if kind not in ENDINGS:
        kind = "def" if gender == "p" else "indef"
    ending = ENDINGS[kind][case][gender]
    return stem + (ending[1:] if stem.endswith("e") else ending)


def noun(word, case, plural):
    """The form of a noun in a case; nominative and accusative differ in the n-declension only."""
    if plural:
        form = word.de_plural
        return form + "n" if case == "d" and form[-1] not in "ns" else form
    return word.de_plural if word.weak and case != "n" else word.de


def contract(preposition, phrase):
    """`in dem Garten` becomes `im Garten`."""
    whole = preposition + " " + phrase
    for long, short in CONTRACTIONS.items():
        if whole.startswith(long + " "):
            return short + whole[len(long):]
    return whole


def third_plural(infinitive):
    """`sie lesen`: the infinitive, without a separable prefix."""
    return infinitive.split("+")[-1]


def a(phrase):
    """The English indefinite article before a phrase."""
    return ("an " if phrase[0] in "aeiou" else "a ") + phrase
