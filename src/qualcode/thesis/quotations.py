"""The quotations in a document: what stands between quotation marks, what is set apart, and what a table of quotes holds.

Only the outermost marks count. A straight or curly single mark may be an apostrophe (*'s avonds*, *foto's*), and is one where
a word begins with it that is written so, or ends in it with a letter behind.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Protocol

from qualcode.model.manuscript import Block
from qualcode.thesis.sentences import Sentences, masked

_CLOSES = {
    "“": "”“", "„": "“”\"", "‟": "”", "«": "»", "»": "«", "‹": "›", "›": "‹", "\"": "\"", "‘": "’'", "‚": "‘’'", "'": "'’", "”": "”",
}  # fmt: skip
_SINGLE = "‘‚'’"
_SHORTENED = "(?:s|t|n|k|m|r|ns|em|ie|tis|twas|til|cause)"  # in small letters: ‘Em begins what is quoted
_APOSTROPHE = re.compile(rf"['’‘](?:{_SHORTENED}|\d\ds?)(?![\w'’])")  # words that begin with one
_BEFORE = frozenset(" \t\n\u00a0\u202f([{«„“—–-/:")
_LOW = re.compile(r"(?<!,),,(?=['’‘\[]?\w)")  # two commas for a low mark
_DOUBLED_OPEN = re.compile(rf"(?<!\w)(?:''|‘‘)(?!{_SHORTENED}\b)(?=\w)")  # two single ones for a double one
_DOUBLED_CLOSE = re.compile(r"(?<=[\w.,!?…])(?:''|’’)(?!\w)")
_REFERENCES = re.compile(
    r"(?i)^(?:\d+(?:\.\d+)*\.?\s+)?(?:literatuur(?:lijst)?|referenties|referentielijst|bibliografie|bronnen(?:lijst)?|references|"
    r"bibliography|works cited|literatur(?:verzeichnis)?|quellen(?:verzeichnis)?)\s*$"
)
_NEAR = 800  # characters: words further off say nothing of a quotation
_BRACKETED = re.compile(r"^[\s.,;:!?]*[(\[][^()\[\]]*[)\]]")  # behind the quotation before
_BEHIND = re.compile(r"[\w.!?…][”’\"'»“]\s*[(\[][^()\[\]]*[)\]]")
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_SENTENCE = 3  # words: a cell of fewer, without marks, is a name or a number
_QUOTES = re.compile(r"(?i)citaat|citaten|quot|uitspra|fragment|zitat|extract|illustrat|voorbeeld|example|beispiel")
_LABEL_BEHIND = re.compile(r"(?:\s*[(\[]([^()\[\]]{1,80})[)\]]|\s+[—–-]\s+([\w .,-]{1,40}))\s*[.,]?\s*$")
_NOTED = re.compile(r"^[*†‡§]+\s*|\s*[*†‡§]+$")  # the mark of a note to a table
LABEL_LINE = re.compile(
    r"\s*(?:[^\W\d_]+ ){0,2}[A-Za-z]{1,12}[-._ \u2011]?\d{1,3}\s*(?:\([^()]*\)\s*)?:?\s*"
)  # *Respondent H-2:*
_SIGNATURE = re.compile(  # a line below a quotation: *— R1, focus group*, *(P-2)*
    r"\s*[—–-]\s+[^“”„\"«»‘\n]{1,80}|\s*[(\[][^()\[\]\n]{1,80}[)\]]\s*[.,]?\s*"
)
_LABEL_BEFORE = re.compile(r"^\s*([^\W\d_][\w .-]{0,30}):\s+(?=\S)")


@dataclass(frozen=True)
class Quotation:
    """Words that a document gives as somebody's.

    `lead`, `tail`: what stands before and behind them in the same sentence, up to other quotations; `sentence`: all of it
    without any quotation, `before` the one before it; `last`: no other quotation follows in the sentence; `beside`: other
    words that may say whose they are: the line above, the label, the other cells of the row; `heading`: what they stand below.
    """

    text: str
    block: Block
    start: int
    end: int
    kind: str  # marks | block | indented | cell | heading
    lead: str = ""
    tail: str = ""
    beside: str = ""
    sentence: str = ""
    before: str = ""
    last: bool = True
    heading: str = ""


class Sources(Protocol):
    """Who may be quoted."""

    def is_label(self, line: str) -> bool:
        """Whether a line names a respondent and no more."""

    def is_source(self, label: str) -> bool:
        """Whether a label says whose words they are: a respondent's, the interviewer's, or an author's."""


_Cells = Mapping[tuple[int, int, int] | None, Block]


def quotations(blocks: Sequence[Block], sources: Sources) -> Iterator[Quotation]:
    """All quotations, in reading order; of the list of literature none."""
    yield from (one for one in _quotations(blocks, sources) if _LETTERS.search(one.text))


def _quotations(blocks: Sequence[Block], sources: Sources) -> Iterator[Quotation]:
    cells: _Cells = {block.cell: block for block in blocks if block.cell}
    above = heading = ""
    told = list(without_references(blocks))
    for number, block in enumerate(told):
        if block.kind == "heading":
            above, heading = "", block.text
            yield from (replace(one, kind="heading") for one in marked(block))
            continue
        if block.cell:
            yield from _of_cell(block, cells, sources)
            continue
        if block.kind in ("quote", "indented") and sources.is_label(block.text):
            above = block.text
            continue
        if _SIGNATURE.fullmatch(block.text) and not sources.is_label(block.text):
            continue  # of the quotation above
        below = _below(told, number, sources)
        for one in _of_paragraph(block, above, sources):
            beside = one.beside if not below or sources.is_source(one.beside) else f"{one.beside} {below}".strip()
            yield replace(one, beside=beside, heading=heading)
        above = block.text if len(block.text) <= 80 else block.text[-80:] if block.text.rstrip().endswith(":") else ""


def _below(blocks: Sequence[Block], number: int, sources: Sources) -> str:
    """What is said below a quotation that is set apart of whose it is: on a line of its own, or at its last paragraph's end."""
    own = blocks[number]
    for block in blocks[number + 1 :]:
        if _SIGNATURE.fullmatch(block.text) and block.kind in (own.kind, "text", "caption"):
            return block.text
        if own.kind not in ("quote", "indented") or block.kind != own.kind or _is_labelled(block, sources):
            return ""
        if (behind := _LABEL_BEHIND.search(block.text)) and sources.is_source(behind[1] or behind[2]):
            return behind[0]
    return ""


def _is_labelled(block: Block, sources: Sources) -> bool:
    before = _LABEL_BEFORE.match(block.text)
    return bool(before and sources.is_source(before[1]))


def without_references(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks but for the list of literature, which ends at the next heading that is no lower."""
    level = 0
    for block in blocks:
        opens = len(block.text) < 60 and bool(_REFERENCES.match(block.text.strip()))
        if block.kind == "heading" and level and block.level <= level:
            level = 0
        if opens and block.kind in ("heading", "text"):
            level = block.level or 9
        if not level:
            yield block


def _of_cell(block: Block, cells: _Cells, sources: Sources) -> Iterator[Quotation]:
    beside = _beside(block, cells, sources)
    if found := list(marked(block)):
        yield from (replace(one, beside=beside) for one in found)
        return
    table, row, column = block.cell or (0, 0, 0)
    heading = cells.get((table, 0, column))
    if row > 0 and heading and _QUOTES.search(heading.text) and len(_LETTERS.findall(block.text)) >= _SENTENCE:
        for one in _spoken(block, "cell", sources):
            yield replace(one, beside=f"{one.beside} {beside}".strip())


def _beside(block: Block, cells: _Cells, sources: Sources) -> str:
    """The other cells of the row; where none says whose words they are, what is above an empty one
    to the left (cells are merged so), or the heading of the column."""
    table, row, column = block.cell or (0, 0, 0)
    columns = sorted({at[2] for at in cells if at and at[0] == table} - {column})
    here = [cells[table, row, one].text for one in columns if (table, row, one) in cells]
    if not any(map(sources.is_source, here)):
        for one in (one for one in columns if one < column and (table, row, one) not in cells):
            above = next((cells[table, up, one].text for up in range(row - 1, 0, -1) if (table, up, one) in cells), "")
            here += [above] if sources.is_source(above) else []
    heading = cells.get((table, 0, column))
    if row and heading and not any(map(sources.is_source, here)) and sources.is_label(heading.text):
        here.append(heading.text)
    return " | ".join(here)


def _of_paragraph(block: Block, above: str, sources: Sources) -> Iterator[Quotation]:
    found = list(marked(block))
    if block.kind in ("quote", "indented") or (block.kind == "text" and sources.is_label(above)):
        spoken = sum(one.end - one.start for one in found)
        if not found or spoken < 0.6 * len(block.text.strip()):
            for one in _spoken(block, "indented" if block.kind == "indented" else "block", sources):
                yield replace(one, beside=f"{one.beside} {above}".strip())
            return
    for number, one in enumerate(found):
        first = number == 0 and len(one.lead.strip()) < 4
        yield replace(one, beside=above) if first else one


def _spoken(block: Block, kind: str, sources: Sources) -> Iterator[Quotation]:
    """A block as one quotation; where its lines say whose they are, as one for each."""
    starts = [0]
    for line in re.finditer(r"\n", block.text):
        before = _LABEL_BEFORE.match(block.text[line.end() :])
        behind = _LABEL_BEHIND.search(block.text, starts[-1], line.start())
        if (before and sources.is_source(before[1])) or (behind and sources.is_source(behind[1] or behind[2])):
            starts.append(line.end())
    for start, end in pairwise([*starts, len(block.text)]):
        if block.text[start:end].strip():
            yield _whole(block, start, end, kind, sources)


def _whole(block: Block, start: int, end: int, kind: str, sources: Sources) -> Quotation:
    """A stretch of a block as one quotation, the label taken off that says whose it is."""
    text, beside = block.text, []
    first, broken, _ = text[start:end].partition("\n")
    if broken and sources.is_label(first):
        beside.append(first)
        start += len(first) + 1
    tail = line = end
    if (behind := _LABEL_BEHIND.search(text, start, end)) and sources.is_source(label := behind[1] or behind[2]):
        beside.append(f"({label})")
        end = tail = behind.start()
    if (before := _LABEL_BEFORE.match(text[start:end])) and sources.is_source(before[1]):
        beside.append(before[1])
        start += before.end()
    words = text[start:end]
    start += len(words) - len(words.lstrip(" \t\n“„«\"‘'"))
    end = max(end - len(words) + len(words.rstrip(" \t\n”“»\"’'")), start)
    return Quotation(
        _NOTED.sub("", text[start:end]), block, start, end, kind, beside=" ".join(beside), tail=text[tail:line]
    )


def marked(block: Block) -> Iterator[Quotation]:
    """What stands between quotation marks in a block, with what stands around it in its sentence."""
    text = _LOW.sub("„\u200b", block.text)
    text = _DOUBLED_CLOSE.sub('\u200b"', _DOUBLED_OPEN.sub('"\u200b', text))
    spans = list(_pairs(text))
    bare = masked(text, spans)
    sentences = Sentences(bare)
    for number, (start, end) in enumerate(spans):
        first, last = sentences.around(start - 1)
        reached = spans[number - 1][1] + 1 if number else 0
        following = spans[number + 1][0] - 1 if number + 1 < len(spans) else len(text)
        lead = text[max(first, reached) : start - 1][-_NEAR:]
        tail = text[end + 1 : max(min(last, following), end + 1)][:_NEAR]
        yield Quotation(
            _NOTED.sub("", text[start:end].replace("\u200b", "")),
            block,
            start,
            end,
            "marks",
            _BRACKETED.sub("", lead).strip() if first < reached else lead.strip(),
            tail.rstrip(),
            sentence=f"{bare[max(first, start - _NEAR) : start - 1]} {bare[end + 1 : last][:_NEAR]}",
            before=_BEHIND.sub("", sentences.before(start - 1))[-_NEAR:],
            last=following >= last,
        )


def _pairs(text: str) -> Iterator[tuple[int, int]]:
    """Where the words between outermost marks begin and end."""
    at = 0
    unclosed: set[str] = set()  # single marks that nothing further on closes
    while at < len(text):
        if text[at] in _CLOSES and text[at] not in unclosed and _opens(text, at):
            end = _closing(text, at)
            if end is None and text[at] in _SINGLE:
                unclosed.add(text[at])
            if end is not None and text[at + 1 : end].strip():
                yield at + 1, end
                at = end + 1
                continue
        at += 1


def _opens(text: str, at: int) -> bool:
    mark, before, behind = text[at], text[at - 1 : at], text[at + 1 : at + 2]
    if mark == "’" or (mark == "”" and before not in ("", " ", "\n", "(")):
        return False
    if before and before not in _BEFORE:
        return False
    if not behind or behind.isspace() or (behind in ")].,;:" and not text.startswith("...", at + 1)):
        return False
    return not (mark in _SINGLE and _APOSTROPHE.match(text, at))


def _closing(text: str, at: int) -> int | None:
    """The mark that closes the one at `at`; the end of the block where a double one stays open from its beginning on."""
    mark = text[at]
    closing = _CLOSES[mark]
    depth = 0
    for place in range(at + 1, len(text)):
        one = text[place]
        if mark in _SINGLE:
            if one in closing and _closes_single(text, place):
                return place
        elif one == mark and mark not in closing and _opens(text, place):
            depth += 1
        elif one in closing and not (mark == "“" and one == "“" and _opens(text, place)):
            if depth == 0:
                return place
            depth -= 1
    opens_block = not text[:at].strip()
    return len(text) if opens_block and mark in "“„«" else None


def _closes_single(text: str, at: int) -> bool:
    before, behind = text[at - 1 : at], text[at + 1 : at + 2]
    if not before or before.isspace() or behind.isalnum():
        return False
    return not (_APOSTROPHE.match(text, at) and text[at + 1 : at + 2].isalpha())
