"""Everything that is made of a study: one line each. Commands and sections reach them here.

To add a table: a file with `name(view, **options) -> Output`, whose numbers are Counts, and a line below. The law test in
`tests/report/test_zeros.py` then holds its zeros against a study that nobody read; there too stands what a table must be told.
"""

from collections.abc import Callable

from qualcode.registry import Registry
from qualcode.report.document import Output

Builder = Callable[..., Output]  # of a View, and options of its own

BUILDERS: Registry[Builder] = Registry(
    "thing.table",
    {
        "method": "qualcode.report.prose.method:method",
        "account": "qualcode.report.prose.method:account",
        "sources": "qualcode.report.tables.appendix:sources",
        "sample": "qualcode.report.tables.sample:sample",
        "sample-or-respondents": "qualcode.report.tables.sample:sample_or_respondents",
        "questions": "qualcode.report.tables.appendix:questions",
        "topics": "qualcode.report.tables.appendix:topics",
        "tree": "qualcode.report.tables.appendix:coding_tree",
        "model": "qualcode.report.tables.appendix:model",
        "sets": "qualcode.report.tables.appendix:item_sets",
        "scales": "qualcode.report.tables.appendix:scales",
        "frequencies": "qualcode.report.tables.frequencies:frequency_table",
        "crosstab": "qualcode.report.tables.crosstab:crosstab",
        "factors": "qualcode.report.tables.factors:factors",
        "coverage": "qualcode.report.tables.coverage:coverage",
        "themes": "qualcode.report.tables.themes:theme_table",
        "phases": "qualcode.report.tables.phases:phases",
        "theme-fragments": "qualcode.report.tables.theme_reading:theme_fragments",
        "unplaced": "qualcode.report.tables.theme_reading:unplaced",
        "summary": "qualcode.report.prose.summary:summary",
        "typologies": "qualcode.report.tables.typology:typologies",
        "answers": "qualcode.report.tables.answers:answers",
        "quotes": "qualcode.report.tables.quotes:quote_table",
        "chosen-quotes": "qualcode.report.tables.quotes:chosen_quotes",
        "letter": "qualcode.report.prose.letters:letter",
        "framework": "qualcode.report.tables.framework:framework",
        "rigour": "qualcode.report.tables.rigour:rigour",
        "trail": "qualcode.report.tables.trail:trail",
    },
)
