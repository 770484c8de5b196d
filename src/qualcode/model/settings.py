"""What qualcode.yaml says."""

from dataclasses import dataclass, field

from qualcode.model.keyword.keyword import LAYERS
from qualcode.text import Words

LANGUAGES = ("nl", "en")  # of documents and tables
MATCHED = (*LANGUAGES, "de")  # of interviews
VARIANTS = ("codebook", "reflexive", "coding-reliability")
QUOTE_STYLES = ("apa", "above", "inline")
QUOTE_LABELS = ("id", "group", "none")
SECTIONS = (
    "method", "account", "sources", "sample", "questions", "topics", "operationalisation", "codebook", "tree", "model",
    "sets", "scales", "frequencies", "groups", "factors", "coverage", "themes", "summary", "typology", "answers", "quotes",
    "framework-table", "summaries", "figures", "phases", "development", "rigour", "trail",
)  # fmt: skip
OLDER_SECTIONS = {"matrix": "framework-table", "framework": "summaries"}  # names they had, and are understood by
UNITS = ("sentence", "turn", "hit")


@dataclass(frozen=True)
class Matching:
    layers: tuple[str, ...] = LAYERS
    unit: str = "sentence"


@dataclass(frozen=True)
class Settings:
    title: str = ""
    language: str = "nl"
    variant: str = "codebook"
    coder: str = ""
    coders: dict[str, str] = field(default_factory=dict)  # id of a coder -> the name that is printed
    interviewers: tuple[str, ...] = ()
    analyser: str = "light"
    matching: Matching = field(default_factory=Matching)
    words: dict[str, tuple[str, ...]] = field(default_factory=dict)  # the study's own words for terms: case, barrier, …
    groups: dict[str, tuple[str, ...]] = field(default_factory=dict)  # id prefix -> (singular, plural)
    publish: tuple[str, ...] = ()  # attributes that may be printed
    themes: str = ""  # the default set of themes
    notes: str = "short"  # short | full
    widely_shared: int = 0  # 0: not set
    csv_delimiter: str = ","
    csv_bom: bool = False
    quote_style: str = ""  # one of QUOTE_STYLES; "" = the first
    quote_labels: str = ""  # one of QUOTE_LABELS; "" = the first
    quote_marks: str = ""  # an opening and a closing mark
    report_sections: tuple[str, ...] = ()
    read_in: str = ""  # the language that its reader asked for this once; nothing stores it

    @property
    def reader(self) -> Words:
        """The words of tables, documents and messages."""
        return Words(self.read_in or self.language, self.words)
