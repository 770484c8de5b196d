"""What the study itself can show for the lists that reviewers use, what the researcher answered, and what is left open.

The lists and where they come from: `model.checklists`. The points are told in our own words.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

from qualcode import __version__
from qualcode.errors import unknown
from qualcode.model.checklists import LISTS
from qualcode.report.document import Output, Value
from qualcode.report.listing import Listing, Record, Shown
from qualcode.report.quantities import in_words
from qualcode.report.tables import evidence as of
from qualcode.report.tables.evidence import StudyEvidence
from qualcode.report.view import View
from qualcode.text import capital

COLUMNS = ("list", "item", "point", "evidence", "open", "answer")
_LONG = 40  # characters, from which a sentence that was told is not told again


_SIZE = of.said("rigour.size", n=lambda known: capital(in_words(known.n, known.view.words)), people=of.people)
_SOFTWARE = of.said("rigour.software", version=lambda known: __version__)

# what is known for some of the points of a list
EVIDENCE: Mapping[str, Mapping[str, Callable[[StudyEvidence], Iterator[str]]]] = {
    "bc": {
        "2": of.attention, "3": of.thin_themes, "4": of.collated, "5": of.overlap, "8": of.balance,
        "10": of.balance_and_quotes,
    },
    "coreq": {
        "9": of.orientation, "12": _SIZE, "16": of.sample, "17": of.guide, "18": of.rounds, "21": of.duration,
        "22": of.saturation, "23": of.returned, "24": of.coders, "25": of.tree, "26": of.derivation, "27": _SOFTWARE,
        "29": of.quotes_each, "30": of.balance, "31": of.clear_themes, "32": of.minor,
    },
    "srqr": {
        "1": of.title, "4": of.questions, "5": of.orientation, "8": _SIZE, "10": of.material, "11": of.guide,
        "12": of.sample, "13": _SOFTWARE, "14": of.derivation, "15": of.trustworthiness, "16": of.clear_themes,
        "17": of.quotes_each,
    },
    "rtarg": {
        "variant": of.orientation, "reflexivity": of.reflections, "method": of.no_saturation, "themes": of.clear_themes,
        "quality": of.trustworthiness,
    },
}  # fmt: skip

# points of which a study shows a part at most: why, what it rests on and what was done outside it are the researcher's
IN_PART: Mapping[str, frozenset[str]] = {
    "bc": frozenset({"5", "8"}),
    "coreq": frozenset(),
    "srqr": frozenset({"5", "8", "10", "13", "14", "15", "16"}),
    "rtarg": frozenset(LISTS["rtarg"]),
}


def lists_of(view: View, wanted: Sequence[str] = ()) -> tuple[str, ...]:
    """The lists as named; else Braun and Clarke's points, and with them COREQ or, in a reflexive study, RTARG.

    COREQ asks for what has no place in reflexive analysis (agreement, saturation: Braun & Clarke, 2024).
    """
    for name in wanted:
        if name not in LISTS:
            raise unknown("thing.list", name, LISTS)
    reflexive = view.project.settings.variant == "reflexive"
    return tuple(dict.fromkeys(wanted)) or ("bc", "rtarg" if reflexive else "coreq")


def rigour(view: View, lists: Sequence[str] = ()) -> Output:
    """Every point of the lists: its evidence, the researcher's answer, or that it is the researcher's to answer."""
    known = StudyEvidence(view)
    words = view.words
    chosen = lists_of(view, lists)
    rows: list[tuple[Value, ...]] = []
    printed: dict[tuple[str, str], str] = {}
    where: dict[str, tuple[str, str]] = {}  # a sentence -> the point where it is told
    for name in chosen:
        for item in LISTS[name]:
            shows = EVIDENCE[name].get(item)
            told = list(shows(known)) if shows else []
            answer = answer_to(view, f"{name}.{item}")
            in_part = item in IN_PART[name]
            rows.append(
                (
                    name,
                    item,
                    words.known(f"{name}.{item}", item),
                    " ".join(told),
                    not answer and (in_part or not told),
                    answer,
                )
            )
            shown = [_once(view, one, (name, item), where) for one in told]
            shown += [words("rigour.in_part")] if told and in_part and not answer else []
            printed[name, item] = "\n".join(filter(None, (answer, " ".join(dict.fromkeys(shown)))))
    columns = (
        Shown("item", 1, True, text=lambda record: str(record["item"]) if str(record["item"]).isdigit() else ""),
        Shown("point", 5),
        Shown("evidence", 8, text=lambda record: printed[_place(record)] or words("rigour.open")),
    )
    notes = [*view.only, words("rigour.note")]
    notes += [words("rigour.rtarg.note")] if "rtarg" in chosen else []
    listing = Listing(
        "rigour", COLUMNS, rows, columns, words("rigour.title"), notes,
        group=lambda record: words.of("rigour", record['list']),
    )  # fmt: skip
    return listing.output(words, view.project.changed, view.warnings)


def answer_to(view: View, point: str) -> str:
    """What the researcher answered to a point: their memos about it."""
    return "\n".join(memo.text for memo in view.project.memos if f"rigour:{point}" in memo.about)


def _place(record: Record) -> tuple[str, str]:
    return str(record["list"]), str(record["item"])


def _once(view: View, told: str, place: tuple[str, str], where: dict[str, tuple[str, str]]) -> str:
    """The sentence, or where it stands when a point before this one told it."""
    name, item = where.setdefault(told, place)
    if (name, item) == place or len(told) < _LONG:
        return told
    list_ = "" if name == place[0] else view.words("rigour.see.in", list=view.words.of("list", name))
    if not item.isdigit():
        point = f"{name}.{item}"
        item = f"‘{view.words.known(point, item)}’"
    return view.words("rigour.see", item=item, list=list_)
