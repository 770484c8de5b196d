"""Everything that is made of a study: one line each. Commands and sections reach them here.

To add a table: a file with `name(view, **options) -> Output`, whose numbers are Counts, and a line below. The law test in
`tests/report/test_zeros.py` then asks for the options to try it with, and holds its zeros against a study that nobody read.
"""

from collections.abc import Callable

from qualcode.registry import Registry
from qualcode.report.tree import Output

Builder = Callable[..., Output]  # of a View, and options of its own

BUILDERS: Registry[Builder] = Registry(
    "thing.table",
    {
        "method": "qualcode.report.method:method",
        "account": "qualcode.report.method:account",
        "sources": "qualcode.report.appendix:sources",
        "sample": "qualcode.report.sample:sample",
        "sample-or-respondents": "qualcode.report.sample:sample_or_respondents",
        "questions": "qualcode.report.appendix:questions",
        "topics": "qualcode.report.appendix:topics",
        "tree": "qualcode.report.appendix:coding_tree",
        "model": "qualcode.report.appendix:model",
        "sets": "qualcode.report.appendix:item_sets",
        "scales": "qualcode.report.appendix:scales",
        "frequencies": "qualcode.report.frequencies:frequency_table",
        "crosstab": "qualcode.report.crosstab:crosstab",
        "factors": "qualcode.report.factors:factors",
        "coverage": "qualcode.report.coverage:coverage",
        "themes": "qualcode.report.themes:theme_table",
        "phases": "qualcode.report.phases:phases",
        "theme-fragments": "qualcode.report.theme_reading:theme_fragments",
        "unplaced": "qualcode.report.theme_reading:unplaced",
        "summary": "qualcode.report.summary:summary",
        "typologies": "qualcode.report.typology:typologies",
        "answers": "qualcode.report.answers:answers",
        "quotes": "qualcode.report.quotes:quote_table",
        "chosen-quotes": "qualcode.report.quotes:chosen_quotes",
        "letter": "qualcode.report.letters:letter",
        "framework": "qualcode.report.framework:framework",
        "rigour": "qualcode.report.rigour:rigour",
        "trail": "qualcode.report.trail:trail",
    },
)
