"""What a corpus holds, by the keywords of a codebook: as tables."""

from qualcode.errors import QualcodeError
from qualcode.model.codebook import Codebook
from qualcode.model.keyword.keyword import show_keyword
from qualcode.report.document import Output
from qualcode.report.tables.units import Counts, unit_crosstab, unit_frequencies, unit_keywords, unit_places
from qualcode.text import Say, Words
from qualcode.usecases.corpus.run import MOST_ROWS, Run
from qualcode.usecases.corpus.task import PLACES, Tally


def frequencies(run: Run, codebook: Codebook, words: Words) -> Output:
    return unit_frequencies(_counts(run.count()), codebook, words, run.query.chosen.by)


def crosstab(run: Run, codebook: Codebook, words: Words) -> Output:
    if not run.query.chosen.by:
        raise QualcodeError("error.say_by_which")
    return unit_crosstab(_counts(run.count()), codebook, words, run.query.chosen.by)


def keywords(run: Run, codebook: Codebook, words: Words) -> Output:
    tally = run.count()
    counts = Counts(tally.units, tally.of_keyword, tally.with_keyword, tally.silent)
    shown = dict.fromkeys((code.id, show_keyword(one)) for code in run.query.codes for one in code.keywords)
    return unit_keywords(counts, list(shown), codebook, words)


def search(run: Run, query: str, words: Words) -> Output:
    """Where the query stands, as far as anybody reads."""
    columns, rows, tally = run.list(PLACES)
    told = (Say("units.first_places", n=MOST_ROWS),) if len(rows) > MOST_ROWS else ()
    return unit_places(query, columns, rows[:MOST_ROWS], _counts(tally), words, told)


def _counts(tally: Tally) -> Counts:
    return Counts(tally.units, tally.hits, tally.holding, tally.silent)
