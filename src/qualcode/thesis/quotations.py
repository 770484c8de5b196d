"""The quotations in a document: what stands between quotation marks, what is set apart, and what a table of quotes holds.

Only the outermost marks count. A straight or curly single mark may be an apostrophe (*'s avonds*, *foto's*), and is one where
a word begins with it that is written so, or ends in it with a letter behind.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from qualcode.model.manuscript import Block

_CLOSES = {
    "“": "”“", "„": "“”\"", "‟": "”", "«": "»", "»": "«", "‹": "›", "›": "‹", "\"": "\"", "‘": "’'", "‚": "‘’'", "'": "'’", "”": "”",
}  # fmt: skip
_SINGLE = "‘‚'’"
_APOSTROPHE = re.compile(
    r"['’‘](?:s|t|n|k|m|r|ns|em|er|d|ie|tis|twas|til|cause|\d\d)(?![\w'’])", re.IGNORECASE
)  # words that begin with one
_BEFORE = frozenset(" \t\n\u00a0\u202f([{«„“—–-/:")
_LOW = re.compile(r"(?<!,),,(?=['’‘\[]?\w)")  # two commas for a low mark
_DOUBLED_OPEN = re.compile(r"(?<!\w)(?:''|‘‘)(?=\w)")  # two single ones for a double one
_DOUBLED_CLOSE = re.compile(r"(?<=[\w.,!?…])(?:''|’’)(?!\w)")
_REFERENCES = re.compile(
    r"(?i)^(?:\d+(?:\.\d+)*\.?\s+)?(?:literatuur(?:lijst)?|referenties|referentielijst|bibliografie|bronnen(?:lijst)?|references|"
    r"bibliography|works cited|literatur(?:verzeichnis)?|quellen(?:verzeichnis)?)\s*$"
)
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_SENTENCE = 3  # words: a cell of fewer, without marks, is a name or a number
_QUOTES = re.compile(r"(?i)citaat|citaten|quote|uitspra|fragment|zitat|extract")
_LABEL_BEHIND = re.compile(r"(?:\s*[(\[]([^()\[\]]{1,80})[)\]]|\s+[—–-]\s+([\w .,-]{1,40}))\s*[.,]?\s*$")
_NOTED = re.compile(r"^[*†‡§]+\s*|\s*[*†‡§]+$")  # the mark of a note to a table
LABEL_LINE = re.compile(
    r"\s*(?:[^\W\d_]+ ){0,2}[A-Za-z]{1,12}[-._ \u2011]?\d{1,3}\s*(?:\([^()]*\)\s*)?:?\s*"
)  # *Respondent H-2:*
_SIGNATURE = re.compile(r"\s*[—–-]\s+[^“”„\"«»‘\n]{1,80}")  # a line below a quotation: *— R1, focus group*
_LABEL_BEFORE = re.compile(r"^\s*([^\W\d_][\w .-]{0,30}):\s+(?=\S)")


@dataclass(frozen=True)
class Quotation:
    """Words that a document gives as somebody's.

    `lead`, `tail`: what stands before and behind them in the same sentence, up to other quotations; `sentence`: all of it
    without any quotation; `beside`: other words that may say whose they are: the line above, the label, the other cells of
    the row.
    """

    text: str
    block: Block
    start: int
    end: int
    kind: str  # marks | block | indented | cell
    lead: str = ""
    tail: str = ""
    beside: str = ""
    sentence: str = ""


IsLabel = Callable[[str], bool]


def quotations(blocks: Sequence[Block], is_label: IsLabel) -> Iterator[Quotation]:
    """All quotations, in reading order; of the list of literature none. `is_label`: whether a line names a respondent and no more."""
    yield from (one for one in _quotations(blocks, is_label) if _LETTERS.search(one.text))


def _quotations(blocks: Sequence[Block], is_label: IsLabel) -> Iterator[Quotation]:
    headings: dict[int, list[Block]] = {block.cell[0]: [] for block in blocks if block.cell}
    for block in blocks:
        if block.cell and block.cell[1] == 0:
            headings[block.cell[0]].append(block)
    rows: dict[tuple[int, int], list[Block]] = {}
    for block in blocks:
        if block.cell:
            rows.setdefault(block.cell[:2], []).append(block)
    above = ""
    told = list(without_references(blocks))
    for block, following in zip_longest(told, told[1:]):
        if block.kind == "heading":
            above = ""
            continue
        if _SIGNATURE.fullmatch(block.text) and not is_label(block.text):
            continue  # of the quotation above
        if block.cell:
            others = [one.text for one in rows[block.cell[:2]] if one.cell != block.cell]
            yield from _of_cell(block, headings[block.cell[0]], " | ".join(others))
            continue
        found = _of_paragraph(block, above, block.kind == "text" and is_label(above))
        if following and _SIGNATURE.fullmatch(following.text):
            found = (replace(one, beside=f"{one.beside} {following.text}".strip()) for one in found)
        yield from found
        above = block.text if len(block.text) <= 80 else block.text[-80:] if block.text.rstrip().endswith(":") else ""


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


def _of_cell(block: Block, headings: Sequence[Block], others: str) -> Iterator[Quotation]:
    found = list(marked(block))
    if found:
        yield from (replace(one, beside=others) for one in found)
        return
    named = any(
        one.cell and block.cell and one.cell[2] == block.cell[2] and _QUOTES.search(one.text) for one in headings
    )
    if named and block.cell and block.cell[1] > 0 and len(_LETTERS.findall(block.text)) >= _SENTENCE:
        whole = _whole(block, "cell")
        yield replace(whole, beside=f"{whole.beside} {others}".strip())


def _of_paragraph(block: Block, above: str, under_a_label: bool) -> Iterator[Quotation]:
    found = list(marked(block))
    if block.kind in ("quote", "indented") or under_a_label:
        spoken = sum(one.end - one.start for one in found)
        if not found or spoken < 0.6 * len(block.text.strip()):
            whole = _whole(block, "indented" if block.kind == "indented" else "block")
            yield replace(whole, beside=f"{whole.beside} {above}".strip())
            return
    for number, one in enumerate(found):
        first = number == 0 and len(one.lead.strip()) < 4
        yield replace(one, beside=above) if first else one


def _whole(block: Block, kind: str) -> Quotation:
    """A block as one quotation, its label taken off."""
    text, start, end, beside = block.text, 0, len(block.text.rstrip()), []
    if behind := _LABEL_BEHIND.search(text):
        label = behind[1] or behind[2] or ""
        if not re.fullmatch(r"\W*|\.\.\.|…", label) and len(label.split()) <= 8:
            beside.append(f"({label})")
            end = behind.start()
    if before := _LABEL_BEFORE.match(text):
        beside.append(before[1])
        start = before.end()
    words = text[start:end]
    lead = len(words) - len(words.lstrip(" \t\n“„«\"‘'"))
    trail = len(words) - len(words.rstrip(" \t\n”“»\"’'"))
    start, end = start + lead, max(end - trail, start + lead)
    return Quotation(_NOTED.sub("", text[start:end]), block, start, end, kind, beside=" ".join(beside), tail=text[end:])


def marked(block: Block) -> Iterator[Quotation]:
    """What stands between quotation marks in a block, with what stands around it in its sentence."""
    text = _LOW.sub("„\u200b", block.text)
    text = _DOUBLED_CLOSE.sub('\u200b"', _DOUBLED_OPEN.sub('"\u200b', text))
    spans = list(_pairs(text))
    bare = text
    for start, end in spans:
        bare = bare[:start] + "_" * (end - start) + bare[end:]
    for number, (start, end) in enumerate(spans):
        before = spans[number - 1][1] + 1 if number else 0
        behind = spans[number + 1][0] - 1 if number + 1 < len(spans) else len(text)
        lead = _sentence_before(text[before : start - 1], number > 0)
        tail = _sentence_behind(text[end + 1 : behind], text[start:end])
        whole = f"{_sentences(bare[: start - 1])[-1]} {_sentences(bare[end + 1 :])[0]}"
        yield Quotation(
            _NOTED.sub("", text[start:end].replace("\u200b", "")),
            block,
            start,
            end,
            "marks",
            lead,
            tail,
            sentence=whole,
        )


def _pairs(text: str) -> Iterator[tuple[int, int]]:
    """Where the words between outermost marks begin and end."""
    at = 0
    while at < len(text):
        if text[at] in _CLOSES and _opens(text, at):
            end = _closing(text, at)
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
    if not behind or behind.isspace():
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


_STOP = re.compile(r"(?<=[.!?…])[)\]”’\"']*\s+(?=[A-ZÀ-Ý“‘\"'„\[(])")
_ABBREVIATED = re.compile(
    r"(?:\b(?:e\.?a|et al|bijv|d\.w\.z|o\.a|m\.n|nl|blz|pp?|vgl|cf|dr|drs|prof|mr|ca|i\.e|e\.g|z\.d|n\.d|resp|art|nr|vs|[A-Z])\.)$"
)


def _sentences(text: str) -> list[str]:
    parts: list[str] = []
    reached = 0
    for found in _STOP.finditer(text):
        if not _ABBREVIATED.search(text[reached : found.start()].rstrip(")]”’\"' ")):
            parts.append(text[reached : found.end()])
            reached = found.end()
    return [*parts, text[reached:]]


def sentence_around(text: str, at: int) -> tuple[str, int]:
    """The sentence in which a place lies, and where in it."""
    before, behind = _sentences(text[:at])[-1], _sentences(text[at:])[0]
    return before + behind, len(before)


def _sentence_before(text: str, behind_a_quotation: bool) -> str:
    """The words of the sentence that lead to a quotation; a reference of the quotation before is none of them."""
    sentences = _sentences(text)
    last = sentences[-1]
    if len(sentences) == 1 and behind_a_quotation:
        last = re.sub(r"^[\s.,;:!?]*(?:[(\[][^()\[\]]*[)\]])?", "", last)
    return last.strip()


def _sentence_behind(text: str, quoted: str) -> str:
    """What follows a quotation in its sentence; where it ended in a full stop, what is bracketed directly behind."""
    first = re.match(r"\s*(?:[(\[][^()\[\]]*[)\]]|[¹²³⁰-⁹]+|\^\d+\^)", text)
    head = first[0] if first else ""
    if quoted.rstrip()[-1:] in ".!?…" and not re.match(r"\s*[,;]?\s*[a-zà-ÿ]", text[len(head) :]):
        return head
    return _sentences(text)[0].rstrip()
