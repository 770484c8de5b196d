"""How many of the respondents of each group mention a code: groups of another size stand side by side as shares."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from qualcode.analysis.counts import Count
from qualcode.errors import NothingToShow, QualcodeError
from qualcode.report.counts import shown_value
from qualcode.report.document import Output, Table, Value
from qualcode.report.figures import HATCHES, Options
from qualcode.report.figures.canvas import GREYS, SMALL, TALLEST, canvas, figure, output, parts, plain, wrapped
from qualcode.report.tables.crosstab import crosstab
from qualcode.report.view import View
from qualcode.text import Words, capital


def draw(view: View, options: Options) -> Output:
    """A bar for each code and group; at most as many groups as there are hatches to tell them apart."""
    view.need_numbers()
    if not options.by:
        raise QualcodeError("error.say_which_groups")
    words = view.words
    table = crosstab(view, options.by)
    records = [record for record in table.data.records() if record["code"] in view.told]
    values = [key.removeprefix("references_") for key in table.data.columns if key.startswith("references_")]
    if not records or not values:
        raise NothingToShow("error.no_codes_to_draw")
    if len(values) > len(HATCHES):
        raise QualcodeError("error.too_many_groups", attribute=options.by, n=len(values), most=len(HATCHES))
    groups = [_label(value, records[0], words) for value in values]
    line = 0.16 * len(values) + 0.14  # inches
    of_table = next(part.notes for part in table.report.parts if isinstance(part, Table))
    notes = tuple(note for note in of_table if note != words("note.cell"))  # a bar is no cell
    by_code = {str(record["code"]): record for record in records}
    title = words("figure.bars", attribute=options.by)
    figures = []
    for codes in parts(list(by_code), max(int((TALLEST - 1) / line), 1)):
        own = [by_code[code] for code in codes]
        drawn = partial(_drawn, own, values, groups, 1 + line * len(own), words)
        told = "; ".join(f"{record['name']}: {_told(record, values, words)}" for record in own)
        figures.append(figure(drawn, "bars", title, words("figure.bars.alt", told=told), notes))
    return output(view, table.data, *figures)


def _label(value: str, record: Mapping[str, Value], words: Words) -> str:
    """A group with how many respondents it has."""
    return words("group_heading", value=capital(plain(shown_value(value, words))), n=record[f"of_cases_{value}"])


def _drawn(
    records: Sequence[Mapping[str, Value]], values: Sequence[str], groups: Sequence[str], height: float, words: Words
) -> Any:
    drawn, axes = canvas(height)
    high = 0.8 / len(values)
    for number, (value, group) in enumerate(zip(values, groups, strict=True)):
        own = [count for record in records if isinstance(count := record[f"cases_{value}"], Count)]
        lengths = [100 * count.n / max(count.of, 1) for count in own]
        places = [line + (number - (len(values) - 1) / 2) * high for line in range(len(records))]
        bars = axes.barh(
            places, lengths, high * 0.9, color=GREYS[number % 4], hatch=HATCHES[number % 4], edgecolor="black",
            linewidth=0.5, label=group,
        )  # fmt: skip
        axes.bar_label(bars, [words.n_of(count) for count in own], padding=2, fontsize=SMALL)
    axes.set_yticks(range(len(records)), [wrapped(str(record["name"]), 40) for record in records], linespacing=0.9)
    axes.set_ylim(len(records) - 0.5, -0.5)
    axes.set_xlabel(words("figure.bars.share"))
    axes.set_xlim(0, 110)  # room for the numbers of a bar that is full
    axes.set_xticks(range(0, 101, 20))
    axes.legend(frameon=False, loc="lower left", bbox_to_anchor=(0, 1), ncols=2)
    return drawn


def _told(record: Mapping[str, Value], values: Sequence[str], words: Words) -> str:
    """The figures of a code in words: `huisarts 4 van 5, bestuurder –`."""
    counts = [(value, record[f"cases_{value}"]) for value in values]
    return ", ".join(
        f"{shown_value(value, words)} {words.n_of(one)}" for value, one in counts if isinstance(one, Count)
    )
