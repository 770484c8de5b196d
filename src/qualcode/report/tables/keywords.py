"""The quality of keywords: a table of keywords, and a table of what they found."""

from qualcode.analysis.keywords import TOO_COMMON, CodeCount, KeywordCount, Quality
from qualcode.model.project import Project
from qualcode.report.document import Column, Data, Output, Report, Row, Table, Value
from qualcode.text import Words

COLUMNS = (
    "code", "keyword", "hits", "per_1000_words", "share_of_sentences", "accepted", "rejected", "open", "precision",
    "precision_low", "precision_high", "worst_layer", "read_references", "found_references", "recall", "candidates",
    "passed", "decided_precision",
)  # fmt: skip
_DASH = "–"


def keyword_table(project: Project, quality: Quality, words: Words) -> Output:
    """A row for every code (keyword empty), then its keywords. Recall and candidates are the code's."""
    rows = []
    for count in quality.codes.values():
        rows.append((*_data(count.total, quality), *_found(count), *_passed(count.total)))
        rows += [(*_data(keyword, quality), None, None, None, "", *_passed(keyword)) for keyword in count.keywords]
    tables = (_decisions(project, quality, words), _recall(project, quality, words))
    parts = (*tables, *_silent(project, quality, words))
    report = Report(tables[0].title, parts, project.changed)
    return Output(Data("keywords", COLUMNS, tuple(rows)), report, project.left_out())


def _data(count: KeywordCount, quality: Quality) -> tuple[Value, ...]:
    low, high = count.interval or (None, None)
    share = count.share if count.keyword else None
    return (
        count.code, count.keyword, count.hits, _rounded(_per_1000(count, quality)), _rounded(share), count.accepted,
        count.rejected, count.open, _rounded(count.precision), _rounded(low), _rounded(high), count.worst_layer,
    )  # fmt: skip


def _passed(count: KeywordCount) -> tuple[Value, ...]:
    return count.passed, _rounded(count.decided_precision)


def _found(count: CodeCount) -> tuple[Value, ...]:
    read = (count.read_references, count.found) if count.read else (None, None)
    return (*read, _rounded(count.recall), "; ".join(candidate.term for candidate in count.candidates))


def _per_1000(count: KeywordCount, quality: Quality) -> float | None:
    return 1000 * count.hits / quality.words if quality.words else None


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _decisions(project: Project, quality: Quality, words: Words) -> Table:
    """A row for every code, then one for each of its keywords with hits."""
    rows: list[Row] = []
    for code, count in quality.codes.items():
        if count.keywords:
            rows.append(Row((project.codebook.by_id[code].name, *_figures(count.total, quality, words)), group=True))
            rows += [Row((_marked(k), *_figures(k, quality, words)), level=1) for k in count.keywords if k.hits]
    shares = (
        ("keyword", 7),
        ("hits", 2),
        ("per_1000", 2),
        ("yes", 1),
        ("no", 3),
        ("passed", 2),
        ("open", 1),
        ("precision", 4),
    )
    columns = tuple(Column(words.heading(key), share, key != "keyword") for key, share in shares)
    notes = [words("keywords.note.hits"), words("keywords.note.precision")]
    if any(keyword.share > TOO_COMMON for count in quality.codes.values() for keyword in count.keywords):
        notes.append(words("keywords.note.common"))
    return Table(words("keywords.title"), columns, tuple(rows), tuple(notes))


def _marked(count: KeywordCount) -> str:
    return f"{count.keyword} !" if count.share > TOO_COMMON else count.keyword


def _figures(count: KeywordCount, quality: Quality, words: Words) -> tuple[str, ...]:
    per_1000 = _per_1000(count, quality)
    interval = count.interval
    precision = _DASH
    if interval and count.precision is not None:
        low, high = (words.decimal(bound, 2) for bound in interval)
        precision = f"{words.decimal(count.precision, 2)} [{low}–{high}]"
    shown = words.decimal(per_1000, 1) if per_1000 is not None else _DASH
    rejected = f"{count.rejected} ({words.term(count.worst_layer)})" if count.rejected else "0"
    figures = (str(count.hits), shown, str(count.accepted), rejected, str(count.passed), str(count.open))
    return (*figures, precision)


def _silent(project: Project, quality: Quality, words: Words) -> list[Table]:
    """The keywords that stand nowhere, by code."""
    rows = []
    for code, count in quality.codes.items():
        if silent := [keyword.keyword for keyword in count.keywords if not keyword.hits]:
            rows.append(Row((project.codebook.by_id[code].name, ", ".join(silent))))
    columns = (Column(words.heading("name"), 3), Column(words.heading("keyword"), 9))
    return [Table(words("keywords.silent.title"), columns, tuple(rows))] if rows else []


def _recall(project: Project, quality: Quality, words: Words) -> Table:
    rows = []
    for code, count in quality.codes.items():
        if not (count.keywords or count.read_references):
            continue
        found = words("keywords.unknown")
        if count.read:
            found = words("n_of", n=count.found, total=count.read_references) if count.read_references else _DASH
        candidates = "; ".join(f"{candidate.term} ({candidate.here})" for candidate in count.candidates)
        rows.append(Row((project.codebook.by_id[code].name, found, candidates or _DASH)))
    shares = (("name", 3), ("found_references", 2), ("candidates", 7))
    columns = tuple(Column(words.heading(key), share) for key, share in shares)
    notes = (words("keywords.note.recall"), words("keywords.note.candidates"))
    return Table(words("keywords.found.title"), columns, tuple(rows), notes)
