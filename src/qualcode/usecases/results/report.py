"""The whole results appendix from one study: sections chosen and ordered in qualcode.yaml, else all that have something."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from qualcode import __version__
from qualcode.errors import NothingToShow, QualcodeError, unknown
from qualcode.model import settings
from qualcode.model.selection import NO_FILTERS, Filters
from qualcode.report.builders import BUILDERS
from qualcode.report.document import Contents, Cover, Data, Figure, Heading, Output, Part, Report, Table
from qualcode.report.prose.method import LICENCE
from qualcode.report.view import View
from qualcode.store.transaction import transaction
from qualcode.text import Say, Several
from qualcode.usecases.codebook import themes as theme_acts
from qualcode.usecases.codebook.development import compare_moments
from qualcode.usecases.operationalisation.write import matrix_of
from qualcode.usecases.output import rendered
from qualcode.usecases.results.logged import logged
from qualcode.usecases.study import Opened

# drafts, checklists and whole answers: no part of an appendix unless asked for
ON_REQUEST = ("summary", "answers", "rigour")


@dataclass(frozen=True)
class Source:
    """What sections are made from."""

    opened: Opened
    view: View


Section = Callable[[Source], Output]


def report(
    opened: Opened,
    filters: Filters = NO_FILTERS,
    sections: Sequence[str] = (),
    *,
    approved_only: bool = False,
    counts: bool = False,
) -> Output:
    """All sections under one cover. One that has nothing to show is left out, and told where it was asked for."""
    wanted = tuple(settings.OLDER_SECTIONS.get(one, one) for one in sections) or opened.project.settings.report_sections
    for name in wanted:
        if name not in SECTIONS:
            raise unknown("thing.section", name, SECTIONS)
    view = replace(logged(opened, opened.view(filters, approved_only)), counts=counts)
    _ = view.selection, view.coders, view.themes  # what names nothing is told before anything is made
    source = Source(opened, view)
    chosen = wanted or tuple(name for name in SECTIONS if name not in ON_REQUEST)
    words, parts, warnings, made = view.words, list[Part](), list[Say](), list[tuple[str, str]]()
    for name in chosen:
        try:
            output = SECTIONS[name](source)
        except NothingToShow as error:
            warnings.append(Say("mind.section_left_out", name=name, why=error))
            continue
        if not says_something(output):
            if wanted:
                warnings.append(Say("mind.section_empty", name=name))
            continue
        title = words.of("section", name)
        parts += [Heading(title), *_below(output.report.parts)]
        warnings += output.warnings
        made += [(name, part.title) for part in output.report.parts if isinstance(part, (Table, Figure))]
    if not parts:
        raise QualcodeError("error.nothing_to_report", warnings=Several(tuple(warnings)))
    cover = Cover(opened.project.settings.title, tuple(_cover(view)))
    data = Data("report", ("section", "title"), tuple(made))
    whole = (cover, Contents(), *parts)
    title = opened.project.settings.title
    return Output(data, Report(title, whole, opened.project.changed), tuple(dict.fromkeys(warnings)))


def write_report(opened: Opened, coder: str, output: Output, targets: Sequence[Path]) -> list[Path]:
    """Write the report, and remember when it was made, for `report --changes`. Gives all that was written."""
    made = rendered(opened.project.settings, output, targets)
    files = [(target, b"".join(pieces)) for target, pieces in made]  # before others must wait
    with transaction(opened.study) as act:
        for target, data in files:
            act.put(target, data)
        act.log("report", coder)
    return [target for target, _ in files]


def says_something(output: Output) -> bool:
    """Whether there is more than a title and a heading."""
    return any(
        bool(part.rows) if isinstance(part, Table) else not isinstance(part, Heading) for part in output.report.parts
    )


def _below(parts: Sequence[Part]) -> Iterator[Part]:
    """Parts under the heading of their section: their own headings a level deeper, tables without rows left out."""
    for part in parts:
        if isinstance(part, Heading):
            yield Heading(part.text, part.level + 1)
        elif not isinstance(part, Table) or part.rows:
            yield part


def _cover(view: View) -> Iterator[str]:
    words, project = view.words, view.project
    yield words("cover.appendix")
    yield words("cover.by", coders=view.names_of(view.coders or [project.settings.coder]))
    if project.changed:
        yield words("cover.changed", date=words.day(project.changed[:10]))
    yield from view.only
    yield words("account", program="qualcode", version=__version__, licence=LICENCE)


def _codebook(source: Source) -> Output:
    from qualcode.report.tables.codebook import codebook_table

    project = source.opened.project
    made = codebook_table(project.codebook, "macqueen", source.view.words, project.settings.title, project.changed)
    return _without_empty_columns(made)


def _coverage(source: Source) -> Output:
    return _without_empty_columns(BUILDERS.get("coverage")(source.view))


def _without_empty_columns(output: Output) -> Output:
    """Tables to be read, and not to be filled in: a column in which nothing stands takes no room."""
    parts = tuple(_narrowed(part) if isinstance(part, Table) else part for part in output.report.parts)
    return replace(output, report=replace(output.report, parts=parts))


def _narrowed(table: Table) -> Table:
    kept = [at for at in range(len(table.columns)) if at == 0 or any(row.cells[at] for row in table.rows)]
    rows = (replace(row, cells=tuple(row.cells[at] for at in kept)) for row in table.rows)
    return replace(table, columns=tuple(table.columns[at] for at in kept), rows=tuple(rows))


def _joined(outputs: Sequence[Output], key: str, changed: str) -> Output:
    """Several outputs as one; its data are those of the first."""
    parts = tuple(part for output in outputs for part in output.report.parts)
    warnings = tuple(warning for output in outputs for warning in output.warnings)
    return Output(outputs[0].data if outputs else Data(key, (), ()), Report("", parts, changed), warnings)


def _groups(source: Source) -> Output:
    """Themes, or codes, against each attribute that may be printed, describes respondents, and has more than one value."""
    view = source.view
    split = [name for name in view.described if len(view.project.cases.values(name)) > 1]
    rows = "theme" if view.themes else "code"
    return _joined(
        [BUILDERS.get("crosstab")(view, by=name, rows=rows) for name in split], "crosstab", view.project.changed
    )


def _themes(source: Source) -> Output:
    return BUILDERS.get("themes")(source.view) if source.view.themes else _joined([], "themes", "")


def _phases(source: Source) -> Output:
    """Of a study that has themes, or works at them."""
    worked = source.view.themes or any(str(entry["what"]).startswith("theme ") for entry in source.view.log)
    return BUILDERS.get("phases")(source.view) if worked else _joined([], "phases", "")


def _typologies(source: Source) -> Output:
    changed = source.view.project.changed
    return (
        BUILDERS.get("typologies")(source.view) if source.view.codebook.typologies else _joined([], "typology", changed)
    )


def _answers(source: Source) -> Output:
    """The answers to every topic of which it is on record that it was asked."""
    view = source.view
    asked = {one.subject for journal in view.project.journals for one in journal.read().asked}
    if view.approved_only:
        raise NothingToShow("error.answers_not_approved")
    return _joined(
        [BUILDERS.get("answers")(view, subject=topic.id) for topic in view.codebook.topics if topic.id in asked],
        "answers",
        "",
    )


def _summaries(source: Source) -> Output:
    """The framework matrix of summaries: the themes that the researcher wrote any for."""
    output = BUILDERS.get("framework")(source.view, cell="summary")
    filled = tuple(
        one for one in output.report.parts if isinstance(one, Table) and any(any(row.cells[1:]) for row in one.rows)
    )
    return _without_empty_columns(replace(output, report=replace(output.report, parts=filled)))


def _figures(source: Source) -> Output:
    from qualcode.report.figures import FIGURES, HATCHES, Options

    view = source.view
    wanted = [("heatmap", Options())]
    groups = len(view.project.cases.values(view.described[0])) if view.described else 0
    wanted += [("bars", Options(by=view.described[0]))] if 1 < groups <= len(HATCHES) else []
    mapped = [(view, Options())] if any(view.members(theme) for theme in view.themes) else []
    if mapped and (first := theme_acts.before_review(source.opened, view)):
        mapped.insert(0, (first[0], Options(then=first[1])))
    coded = any(journal.read().applied for journal in view.project.journals)
    drawn = []
    for kind, options in wanted if coded else ():
        with suppress(NothingToShow):
            drawn.append(FIGURES.get(kind)(view, options))
    for seen, options in mapped:
        with suppress(NothingToShow):
            drawn.append(FIGURES.get("map")(seen, options))
    told = _joined(drawn, "figures", "")
    if groups <= len(HATCHES):
        return told
    left = Say("mind.bars_left_out", attribute=view.described[0], n=groups, most=len(HATCHES))
    return replace(told, warnings=(*told.warnings, left))


def _development(source: Source) -> Output:
    opened = source.opened
    of_codes = compare_moments(opened, None, None)
    of_themes = theme_acts.development(opened)
    return _joined([of_codes, of_themes], "development", opened.project.changed)


def _operationalisation(source: Source) -> Output:
    return matrix_of(source.view.codebook, source.view.words)


def _built(name: str) -> Section:
    return lambda source: BUILDERS.get(name)(source.view)


# What is made of more than the view, or of several tables; any other section is the builder of its name.
_OWN: dict[str, Section] = {
    "sample": _built("sample-or-respondents"),
    "operationalisation": _operationalisation,
    "codebook": _codebook,
    "groups": _groups,
    "coverage": _coverage,
    "themes": _themes,
    "typology": _typologies,
    "answers": _answers,
    "framework-table": _built("framework"),
    "summaries": _summaries,
    "figures": _figures,
    "phases": _phases,
    "development": _development,
}
SECTIONS: dict[str, Section] = {name: _OWN.get(name) or _built(name) for name in settings.SECTIONS}
