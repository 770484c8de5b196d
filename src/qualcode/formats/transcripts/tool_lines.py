"""Lines that programs write into transcripts and nobody said: banners, footers, page numbers, running heads. Data first."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

from qualcode.formats.transcripts.openers import ZERO, TextLine

# A whole line, wherever it stands. Each was seen in files of the program named, or is the form of it in another language.
ANYWHERE = (
    # Otter, TurboScribe, Sonix, Rev, noScribe, Amberscript, Happy Scribe
    r".{1,80} \(completed \d{1,2}/\d{1,2}/\d{2,4}\)",
    r"\(?(?:automatically )?(?:transcribed|transcript|transcription) (?:by|with)\b.{1,120}",
    r"\(?(?:getranscribeerd|transcriptie|ondertiteld|ondertiteling|ondertitels ingediend) (?:door|met)\b.{1,100}",
    r"\(?(?:transkribiert|transkription|untertitel) (?:von|mit|der|im auftrag)\b.{1,100}",
    r"subtitles by the amara\.org community",
    r".{1,80} was automatically transcribed by .{1,120}",
    r"this transcript (?:was (?:exported|automatically|generated)|may contain).{0,120}",
    r"\(language: .{1,40}\|.{1,200}\)|\((?:sprache|taal): .{1,40}\|.{1,200}\)",
    # Teams
    r"(?:[^:]{1,60} )?(?:started|stopped) (?:the )?transcription",
    r"(?:[^:]{1,60} )?(?:heeft|is)? ?(?:de |met (?:de )?)?transcri\w+ (?:gestart|gestopt|begonnen|beëindigd|stopgezet)",
    r"(?:[^:]{1,60} )?(?:is )?(?:gestart|begonnen|gestopt) met (?:de )?transcri\w+",
    r"(?:[^:]{1,60} )?(?:hat )?(?:die )?transkription (?:gestartet|beendet|gestoppt)",
    r"[^:]{1,60} a (?:commencé|démarré|arrêté|arrêt de) la transcription",
    # Google Meet
    r"(?:meeting|transcription) ended after [\d:]+.{0,6}",
    r"(?:de )?(?:vergadering|transcriptie|meeting) (?:is )?(?:beëindigd|geëindigd|afgelopen) na [\d:]+.{0,6}",
    r"(?:besprechung|transkription|videokonferenz) (?:wurde )?(?:nach|endete nach) [\d:]+.{0,20}",
    r"this editable transcript was computer generated.{0,200}",
    r"dit bewerkbare transcript is door (?:de|een) computer gegenereerd.{0,200}",
    r"deze bewerkbare transcriptie is .{1,200}",
    # Microsoft Stream
    r"ki-generierte inhalte können fehlerhaft sein|ai-generated content may be incorrect|door ai gegenereerde inhoud kan onjuist zijn",
    # ends
    r"[\[(]?(?:einde|eind|end|ende) (?:van |of |der |des )?(?:de |het |the )?(?:interviews?|opname|gesprek|recording|aufnahme|transcript\w*)\b.{0,20}",
    r"(?:aantal woorden|word count|wortzahl): ?[\d.,]+",
    # pages
    r"(?:pagina|page|seite|blz\.?|p\.) ?\d{1,4}(?: ?(?:van|of|von|/) ?\d{1,4})?",
    r"[-–—] ?\d{1,4} ?[-–—]",
    r"\d{1,4} ?/ ?\d{1,4}",
)  # fmt: skip
# A line of the first lines of a file only.
FIRST = (
    r"(?:summary keywords|speakers|keywords|attendees|deelnemers|teilnehmer|transcript|transcriptie|transkript|audio file|audiobestand|audiodatei)",
    r"transcription for .{1,200}",
    r"(?:audio file|audiobestand|audiodatei|audio): .{1,200}",
)  # fmt: skip
# … and the line or lines below it, to the next empty line.
FIRST_BLOCK = r"(?:summary keywords|speakers|keywords|attendees|deelnemers|teilnehmer)"
_FIRST_LINES = 12
_LONGEST_HEAD = 100  # characters

# Microsoft Stream's pane, copied: `3 seconds0:03` above `Name 3 seconds`; only with the first is the second one too.
_LENGTH = r"(?:\d+ (?:uur|hours?|stunden?) )?(?:\d+ (?:minuut|minuten|minutes?) )?\d+ (?:second(?:e|en|s)?|sekunden?)"
_PANE = re.compile(rf"{_LENGTH}\d+:\d\d(?::\d\d)?", re.IGNORECASE)
_PANE_NAME = re.compile(rf".{{1,60}} {_LENGTH}", re.IGNORECASE)

_ANYWHERE = re.compile("|".join(f"(?:{one})" for one in ANYWHERE), re.IGNORECASE)
_FIRST = re.compile("|".join(f"(?:{one})" for one in FIRST), re.IGNORECASE)
_FIRST_BLOCK = re.compile(FIRST_BLOCK, re.IGNORECASE)
_AROUND = f" \t#*_{ZERO}"  # blanks, and the marks of Markdown
_PAGE = re.compile(
    r"\d{1,4}|[-–—] ?\d{1,4} ?[-–—]|(?:pagina|page|seite|blz\.?|p\.) ?\d{1,4}.{0,10}|\d{1,4} ?/ ?\d{1,4}", re.IGNORECASE
)
_NUMBER = re.compile(rf"[ \t{ZERO}]*\d{{1,5}}[ \t{ZERO}]*")  # of a page or a paragraph, alone between empty lines
_DIGITS = re.compile(r"\d+")
_NUMBERED = re.compile(rf"[ \t{ZERO}]*(\d{{1,5}})[.)]?(?:[ \t]+|$)")


def tool_lines(text: str, lines: Sequence[TextLine], original: str) -> frozenset[int]:
    """The numbers of the lines that nobody said. `text` is folded; `original` has the form feeds."""
    found: set[int] = set()
    below = False
    pane = any(_PANE.fullmatch(text[line.start : line.end].strip()) for line in lines)
    for line in lines:
        words = text[line.start : line.end].strip(_AROUND)
        first = line.number < _FIRST_LINES
        below = first and (bool(_FIRST_BLOCK.fullmatch(words)) or (below and not line.paragraph and ":" not in words))
        if pane and (_PANE.fullmatch(words) or _PANE_NAME.fullmatch(words)):
            found.add(line.number)
        if len(words) < 260 and (_ANYWHERE.fullmatch(words) or below or (first and _FIRST.fullmatch(words))):
            found.add(line.number)
    found |= _numbers_alone(text, lines)
    return frozenset(found | _running_heads(text, lines, original))


def _numbers_alone(text: str, lines: Sequence[TextLine]) -> set[int]:
    """Numbers alone between empty lines, as of pages and paragraphs: they rise. Below a label a number is an answer."""
    alone = [line for line in lines if line.paragraph and line.last and _NUMBER.fullmatch(text, line.start, line.end)]
    counts = [int(text[line.start : line.end].strip(f" \t{ZERO}")) for line in alone]
    below = any(
        line.number and text[lines[line.number - 1].start : line.start].rstrip().endswith(":") for line in alone
    )
    rising = all(one < two for one, two in pairwise(counts))
    return {line.number for line in alone} if rising and not below else set()


def _running_heads(text: str, lines: Sequence[TextLine], original: str) -> set[int]:
    """Short lines that come back with every page, whatever number is in them.

    They stand beside a page break or a page number; or they end in a number that goes up by one, some lines apart.
    """
    masked = {line.number: _masked(text, line) for line in lines if line.end - line.start < _LONGEST_HEAD}
    breaks = {line.number for line in lines if "\f" in original[max(line.start - 2, 0) : line.start + 1]}
    breaks |= {number for number, mask in masked.items() if mask and _PAGE.fullmatch(mask)}
    near = [number for number in masked if {number - 1, number, number + 1} & breaks]
    same = Counter(masked[number] for number in near)
    found = {
        number for number in near if same[masked[number]] > 1 and re.fullmatch(r"[^:]*[^\W\d][^:]*", masked[number])
    }
    by_mask: dict[str, list[int]] = defaultdict(list)
    for number, mask in masked.items():
        by_mask[mask].append(number)
    for mask, numbers in by_mask.items():
        label = mask.partition(":")[0] + ":"  # of a speaker, where it opens other lines too
        talk = ":" in mask and any(other.startswith(label) for other in by_mask if other != mask)
        if len(numbers) > 2 and re.search(r"[^\W\d]", mask) and not re.search(r"[.?!…]$", mask) and not talk:
            apart = min(two - one for one, two in pairwise(numbers)) > 2
            counts = [re.search(r"(\d+)\D*$", text[lines[number].start : lines[number].end]) for number in numbers]
            if apart and all(counts) and _one_up([int(count[1]) for count in counts if count]):
                found |= set(numbers)
    return found


def _one_up(numbers: Sequence[int]) -> bool:
    return all(two - one == 1 for one, two in pairwise(numbers))


def _masked(text: str, line: TextLine) -> str:
    return _DIGITS.sub("0", text[line.start : line.end].strip(f" \t{ZERO}"))


def line_numbers(text: str, lines: Sequence[TextLine]) -> list[tuple[int, int]]:
    """Where numbers stand that count the lines or paragraphs of a text, as theses print them: (start, end) with the blanks."""
    found = [(match, line) for line in lines if (match := _NUMBERED.match(text, line.start, line.end))]
    if len(found) < 2:
        return []
    steps = [int(two[0][1]) - int(one[0][1]) for one, two in pairwise(found)]
    step, times = Counter(steps).most_common(1)[0]
    every = times >= 0.8 * len(steps) and step == 1 and len(found) >= 0.8 * len(lines) and len(found) > 3
    some = step in (5, 10) and len({int(match[1]) - line.number for match, line in found}) == 1
    return [match.span() for match, _ in found] if every or some else []


def between_numbers(text: str, lines: Sequence[TextLine], numbers: Sequence[tuple[int, int]]) -> frozenset[int]:
    """Where every line is numbered: paragraphs without a line's number that hold a page's, which are heads and feet."""
    ends = dict(numbers)
    numbered = {line.start for line in lines if ends.get(line.start, line.end) < line.end}
    if len(numbers) <= len(lines) / 2:
        return frozenset()
    found: set[int] = set()
    block: list[TextLine] = []
    for line in lines:
        block = [line] if line.paragraph else [*block, line]
        paged = any(_PAGE.fullmatch(text[one.start : one.end].strip(_AROUND)) for one in block)
        if line.last and paged and not any(one.start in numbered for one in block):
            found |= {one.number for one in block}
    return frozenset(found)
