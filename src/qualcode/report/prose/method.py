"""The method paragraph, made of facts of the study, and the account of how the tables count. No sentence judges."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from qualcode import __version__
from qualcode.analysis.facts import StudyFacts, origins_of_codes, study_facts, theme_codes
from qualcode.errors import NothingToShow
from qualcode.model.transcript import KINDS, PEOPLE
from qualcode.report.document import Data, Items, Output, Part, Prose, Report, Value
from qualcode.report.listing import Listing, Shown
from qualcode.report.quantities import in_words, so_many_of, so_many_things
from qualcode.report.view import View
from qualcode.text import Words, capital

if TYPE_CHECKING:
    from qualcode.text.keys import Family, Stem

LICENCE = "MIT"
_RULES = (
    "reference", "cases", "n", "read", "zero", "parent", "valence", "mention", "quotes", "importance", "quantifiers",
)  # fmt: skip


def method(view: View) -> Output:
    """The facts in sentences, and a table of how each theme was read for."""
    themes = view.themes
    facts = study_facts(view.project, view.selection, view.coders, theme_codes(view.project, themes))
    sentences = list(_sentences(view, facts))
    parts: list[Part] = [*map(Prose, view.only), Prose(" ".join(sentences))]
    if themes and view.numbers:
        parts.append(_passes(view, facts).table(view.words))
    data = Data("method", ("fact",), tuple((sentence,) for sentence in sentences))
    return Output(data, Report(view.words("section.method"), tuple(parts), view.project.changed))


def _sentences(view: View, facts: StudyFacts) -> Iterator[str]:
    words, project = view.words, view.project
    yield from told_material(view, facts)
    yield words.of("method.variant", project.settings.variant)
    if any(entry["what"] == "selective pass" for entry in view.log) or any(
        row["selective"] for row in facts.passes.values()
    ):
        yield words("method.selective")
    if told := origin_of_codes(view):
        yield told
    if view.themes:
        yield origin_of_themes(view)
    if not view.coders:
        yield words("method.uncoded")
    else:
        yield from _coding(view, facts)
    if not view.numbers:  # else the account says it
        yield words("method.quotes")
    dates = [str(entry["at"])[:10] for entry in view.log]
    if dates:
        first, last = words.day(dates[0]), words.day(project.changed[:10])
        yield words("method.dates.one" if first == last else "method.dates", first=first, last=last)
    yield words("account", program="qualcode", version=__version__, licence=LICENCE)


def told_material(view: View, facts: StudyFacts) -> Iterator[str]:
    """What the study consists of, how long it lasts as far as that is known, and what stands beside it."""
    words = view.words
    people = [kind for kind in KINDS if kind in PEOPLE and facts.kinds[kind]]
    others = [kind for kind in KINDS if kind not in PEOPLE and facts.kinds[kind]]
    if people:
        yield words(
            "method.material",
            texts=words.listed([so_many_of("kinds", kind, facts.kinds[kind], words) for kind in people]),
            n=so_many_things("people", len(view.selection.counted_cases), words),
            words=words.whole(facts.words),
        )
    if facts.seconds:
        minutes = round(facts.seconds / 60)
        yield so_many_things("method.duration", facts.timed, words, minutes=words.whole(minutes))
    if others:
        texts = [so_many_of("kinds", kind, facts.kinds[kind], words) for kind in others]
        yield words("method.others", texts=words.listed(texts))


def origin_of_codes(view: View) -> str:
    """How many codes the codebook has in use, and where they come from; "" where it has none."""
    origins, book = origins_of_codes(view.project), view.codebook
    if not origins:
        return ""
    version = f" ({view.words('method.version')} {book.version})" if book.version else ""
    kinds = {kind: origins[kind] for kind in ("deductive", "inductive", "split")}
    reflexive = view.project.settings.variant == "reflexive"  # where a code that says nothing is not thereby deductive
    told = {kind: n for kind, n in kinds.items() if kind != "deductive" or not reflexive}
    applied = len(view.applied & {code.id for code in book.offered()})
    some = so_many_things("method.codes.applied", applied, view.words) if 0 < applied < sum(kinds.values()) else ""
    return _made(view.words, "method.codes", told, sum(kinds.values()), version=version, applied=some)


def origin_of_themes(view: View) -> str:
    """How many themes there are, from before the coding and from the analysis, where that is known of all of them."""
    return so_many_themes(view, "method.themes")


def so_many_themes(view: View, key: "Stem") -> str:
    """A text about the themes, and which of them are from before the coding, where that is known of all of them."""
    if any(theme.id in view.themes_of_unknown_time for theme in view.themes):
        return so_many_things(key, len(view.themes), view.words, parts="")
    later = sum(theme.id in view.themes_made_later for theme in view.themes)
    numbers = {view.themes_known: len(view.themes) - later, "later": later}
    return so_many_things(key, len(view.themes), view.words, parts=_of_which(view.words, "method.themes", numbers))


def _coding(view: View, facts: StudyFacts) -> Iterator[str]:
    """Who coded, and what came of suggestions."""
    words, project = view.words, view.project
    if project.coders == view.coders:
        yield words("method.coders", coders=view.names_of(view.coders))
    else:
        yield words("method.coders.several", coders=view.names_of(view.coders), all=view.names_of(project.coders))
    if facts.origins:
        yield _made(
            words, "method.codings", {how: facts.origins[how] for how in ("hand", "suggestion", "recoded", "import")}
        )
    accepted = facts.origins["suggestion"] + facts.taken - facts.changed
    decided = {"accepted": accepted, "changed": facts.changed, "rejected": facts.rejected}
    if any(decided.values()):
        yield _parts(words, "method.suggestions", decided)
    if facts.bulk or facts.rejected_bulk:
        yield _parts(words, "method.bulk", {"accepted": facts.bulk, "rejected": facts.rejected_bulk})


def _made(words: Words, key: "Stem", numbers: Mapping[str, int], total: int = 0, **values: object) -> str:
    """So many, and of which kinds. `total`, where there are others too."""
    total = total or sum(numbers.values())
    return so_many_things(key, total, words, parts=_of_which(words, key, numbers, total), **values)


_ALL: "Mapping[Stem, Family]" = {
    "method.codes": "method.codes.all",
    "method.themes": "method.themes.all",
    "method.codings": "method.codings.all",
}


def _of_which(words: Words, key: "Stem", numbers: Mapping[str, int], total: int = 0) -> str:
    """Of which kinds they are: kinds of which there are none are left out."""
    total = total or sum(numbers.values())
    some = [kind for kind, n in numbers.items() if n]
    if not some:
        return ""
    if numbers[some[0]] == total:
        return words.some_of(_ALL[key], some[0], total, all=words("both_of" if total == 2 else "all_of"))
    kinds = [words.of(key, kind, n=in_words(numbers[kind], words)) for kind in some]
    return words.of(key, "of", parts=words.listed(kinds))


def _parts(words: Words, key: "Stem", numbers: Mapping[str, int]) -> str:
    """A sentence of the numbers that are not zero."""
    kinds = [words.of(key, kind, n=in_words(n, words)) for kind, n in numbers.items() if n]
    return words(key, parts=words.listed(kinds))


def _passes(view: View, facts: StudyFacts) -> Listing:
    rows: list[tuple[Value, ...]] = [
        (theme.id, theme.name, *(facts.passes[theme.id][how] for how in ("whole", "selective", "keyword", "")))
        for theme in view.themes
        if theme.id in facts.passes
    ]
    keys = ("whole", "selective", "keyword", "unread")
    happened = {key for at, key in enumerate(keys, 2) if any(row[at] for row in rows)}
    shown = [Shown("name", 5, heading=view.words.heading("theme"))]
    shown += [Shown(key, 2, True, heading=capital(view.words.of("pass", key))) for key in keys if key in happened]
    notes = [view.words("method.passes.note", n=len(view.selection.counted_cases))]
    notes += [view.words("method.passes.selective")] if "selective" in happened else []
    return Listing("passes", ("theme", "name", *keys), rows, shown, view.words("method.passes"), notes)


def account(view: View) -> Output:
    """How the tables count: each rule once, with the words for how many; of a study that prints no counts, nothing."""
    words = view.words
    if not view.numbers:
        raise NothingToShow("error.reflexive_account")
    rules = tuple(words.of("account", rule) for rule in _RULES)
    data = Data("account", ("rule",), tuple((rule,) for rule in rules))
    return Output(data, Report(words("section.account"), (Items(rules),), view.project.changed))
