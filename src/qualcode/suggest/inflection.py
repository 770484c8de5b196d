"""Regular inflection of Dutch (and, so far as it is alike, German) verbs and nouns, without a list of words.

These are proposals: who asks checks them against the lemma list or a keyword.
"""

from collections.abc import Iterator

_VOWELS = "aeiou"
_ENDINGS = ("", "t", "te", "de", "ten", "den")
_DIMINUTIVES = ("etje", "tje", "pje", "kje", "je")  # lijntje is of lijn, not of lijnt


def infinitives(form: str) -> Iterator[str]:
    """Of a present or past form or a participle: werkt, werkte -> werken; loop -> lopen; geïnformeerd -> informeren."""
    if form.endswith("en"):
        yield form
    if len(form) < 5:
        yield form + "n"  # ga, sta, doe, zie
    for ending in _ENDINGS:
        if form.endswith(ending) and len(form) - len(ending) >= 2:
            yield from _of_stem(form.removesuffix(ending) if ending else form)
    if form.startswith("ge") and form.endswith(("t", "d", "en")) and len(form) > 4:
        bare = form.removeprefix("ge").replace("ï", "i", 1).replace("ë", "e", 1)
        yield bare
        yield from _of_stem(bare)
        yield from _of_stem(bare[:-1])


def _of_stem(stem: str) -> Iterator[str]:
    yield stem + "en"
    last = stem[-1]
    if last in _VOWELS or len(stem) < 3:
        return
    soft = {"f": "v", "s": "z"}.get(last)
    if stem[-2] == stem[-3] and stem[-2] in _VOWELS:
        yield stem[:-2] + (soft or last) + "en"
        yield stem[:-2] + last + "en"
    elif stem[-2] in _VOWELS:
        yield stem + last + "en"
    if soft:
        yield stem[:-1] + soft + "en"


def undiminished(form: str) -> Iterator[str]:
    """The nouns that a diminutive may be made of: afspraakjes -> afspraak, teampje -> team, rolletje -> rol."""
    single = form.removesuffix("s")
    for ending in _DIMINUTIVES:
        if single.endswith(ending) and len(single) - len(ending) > 2:
            bare = single.removesuffix(ending)
            yield bare
            if ending == "etje" and bare[-1] == bare[-2]:
                yield bare[:-1]
