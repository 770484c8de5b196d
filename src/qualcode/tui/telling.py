"""What the desk tells around the text: the head, the panel below, the tree of codes, a code in full."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from qualcode.acts.at_desk import Tally
from qualcode.model.codebook import Code, Codebook
from qualcode.model.suggestion import Suggestion
from qualcode.model.transcript import read_intact
from qualcode.text import Words
from qualcode.tui.actions import SYMBOLS, Action
from qualcode.tui.desk import Desk
from qualcode.tui.page import BARS, label_of
from qualcode.tui.painting import Inks, colours_of, signs
from qualcode.tui.session import Session, asked_here

if TYPE_CHECKING:
    from qualcode.text.keys import Key
    from qualcode.tui.board import Board, Fragments

_WORDS = 60  # of a question before a suggestion: its end is what was asked


def head(desk: Desk, session: Session, searching: bool) -> Text:
    """Which transcript, where in it, who codes, what is still to be judged."""
    words = desk.opened.words
    names = [handle.id for handle in desk.handles]
    place = f"{names.index(session.transcript) + 1}/{len(names)}" if session.transcript in names else ""
    turn = session.turn
    pending = len(session.pending)
    open_ones = words("desk.head.searching" if searching else "desk.head.open", n=pending)
    parts = [
        words("desk.head.transcript", transcript=session.transcript, place=place).strip(),
        words("desk.head.turn", turn=turn.number if turn else 0, of=len(session.units.transcript.turns)),
        words("desk.head.read" if not session.unread else "desk.head.unread"),
        f"{open_ones} {words('desk.head.chosen')}" if session.chosen else open_ones,
        desk.coder,
    ]
    if session.narrowed:
        parts.append(words.some("desk.head.pass", len(session.offered)))
    if desk.rereading:
        parts.append(words("desk.head.reread", code=desk.name(desk.rereading)))
    if session.only:
        parts.append(words("desk.head.only", code=desk.name(session.only)))
    if n := len(session.mine.adrift):
        parts.append(words("desk.head.adrift", n=n))
    return Text("  ".join(parts), style="bold", no_wrap=True, overflow="ellipsis")


def reading_panel(desk: Desk, session: Session, inks: Inks) -> Text:
    """The codings at the cursor, what was asked here, what a code would be applied to."""
    words, lines = desk.opened.words, []
    here, about = session.here, session.coding
    colours = colours_of(session.codebook)
    for coding in here[:4]:
        marker = "▸ " if coding is about and len(here) > 1 else "  " if len(here) > 1 else ""
        line = Text(marker)
        code = session.code_of(coding)
        line.append("■ ", inks.bar(colours.get(code, "")) if code in colours else "")
        line.append(desk.name(code), "bold")
        line.append(f" {signs(coding)}".rstrip())
        if coding.valence:
            line.append(f"  {words.term(coding.valence)}")
        if coding.note:
            line.append(f"  {coding.note}", "italic")
        lines.append(line)
    if len(here) > 4:
        lines.append(Text(words("desk.more", n=len(here) - 4), "dim"))
    for coding in session.others_here[:3]:
        lines.append(
            Text(f"{coding.coder}: {signs(coding)} {desk.name(session.code_of(coding))}".replace("  ", " "), "dim")
        )
    for asked in asked_here(session):
        lines.append(Text(words("desk.asked_here", subject=subject_name(session.codebook, asked.subject))))
    if session.selection:
        n = len(session.units.covered("word", session.selection))
        lines.append(Text(words.some("desk.selected", n)))
    elif not lines:
        lines.append(Text(words("desk.sentence"), "dim"))
    return Text("\n").join(lines)


def judging_panel(desk: Desk, session: Session, suggestion: Suggestion, inks: Inks) -> Text:
    """A suggestion: how far, for which code, why, and the question before it."""
    words = desk.opened.words
    code = session.codebook.by_id[suggestion.code]
    order = [one.id for one in session.queue if session.fits(one)]
    place = order.index(suggestion.id) + 1 if suggestion.id in order else 0
    text = Text.assemble((f"{place}/{len(order)}  ", "dim"))
    text.append("■ ", inks.bar(colours_of(session.codebook)[code.id]))
    text.append(code.name, "bold")
    if told := code.short or code.definition:
        text.append(f"  {told}")
    hit = suggestion.strongest
    text.append("\n" + words.of("desk.why", hit.layer, form=hit.form, keyword=hit.keyword))
    if more := len(suggestion.hits) - 1:
        text.append(words("desk.why.more", n=more))
    if suggestion.cue:
        text.append("  " + words("desk.cue", cue=suggestion.cue), "bold")
    if session.selection and session.selection != suggestion.span:
        n = len(session.units.covered("word", session.selection))
        text.append("  " + words.some("desk.selected", n))
    others = sorted(
        {desk.name(session.code_of(one)) for one in session.mine.applied if one.span.overlaps(suggestion.span)}
    )
    if others:
        text.append("  " + words("desk.here_already", codes=", ".join(others)), "dim")
    transcript = session.units.transcript
    if transcript.id == suggestion.transcript:
        question = transcript.question_before(transcript.turns[suggestion.turn - 1]).split()
        if question:
            cut = ["…", *question[-_WORDS:]] if len(question) > _WORDS else question
            text.append("\n" + words("desk.question", question=" ".join(cut)), inks.style("interviewer"))
    return text


def tree_rows(
    desk: Desk, session: Session, counts: Mapping[str, Mapping[str, Tally]], inks: Inks, width: int
) -> list[tuple[str, Text]]:
    """The codes of the pass with how often, and by how many cases, this coder has them."""
    colours, codebook = colours_of(session.codebook), session.codebook
    numbers = numbered(session.offered)
    rows = []
    for code in codebook.codes:
        if code.id not in numbers:
            continue
        depth = sum(1 for _ in codebook.ancestors(code.id)) - 1
        row = Text(no_wrap=True).append(f"{numbers[code.id]:>3} ", "dim")
        row.append("  " * depth)
        row.append("■ ", inks.bar(colours[code.id]))
        rows.append((code.id, _aligned(row, code.name, _figures(added(counts, code.id)), width)))
    return rows


def numbered(offered: Sequence[str]) -> dict[str, int]:
    """The number that each code is chosen with."""
    return {code: number for number, code in enumerate(offered, 1)}


def added(counts: Mapping[str, Mapping[str, Tally]], target: str) -> Tally:
    """The count of one code or theme over the transcripts: references add up, cases are pooled."""
    found = [several[target] for several in counts.values() if target in several]
    cases = frozenset(case for one in found for case in one.cases)
    return Tally(sum(one.references for one in found), cases)


def code_in_full(code: Code, words: Words) -> Text:
    """Definition, what belongs to it and what not, examples and the interview question."""
    text = Text()
    text.append(code.name + "\n", "bold")
    parts: tuple[tuple[Key | None, tuple[str, ...]], ...] = (
        (None, (code.definition or code.short,)),
        ("desk.include", (code.include,)),
        ("desk.exclude", (code.exclude,)),
        ("desk.examples", code.examples),
        ("desk.interview_question", code.interview_question),
    )
    for key, values in parts:
        told = [value for value in values if value]
        if told:
            text.append(f"{words(key)} " if key else "", "bold")
            text.append("\n".join(told) + "\n")
    return text


def in_full(session: Session, code: str, words: Words) -> Text:
    known = session.codebook.by_id.get(code)
    return code_in_full(known, words) if known else Text("")


def subject_name(codebook: Codebook, subject: str) -> str:
    """A topic of the guide, or the code whose interview question it is."""
    topic = next((one for one in codebook.topics if one.id == subject), None)
    if topic:
        return topic.text
    code = codebook.by_id.get(codebook.current.get(subject, subject))
    return code.name if code else subject


def key_line(actions: Iterable[Action], language: str, width: int) -> Text:
    """The keys of the moment, as many as fit; that of the help always."""
    shown = [action for action in actions if action.shown]
    items = {
        action.name: Text.assemble((f" {action.key} ", "reverse"), f" {action.label(language)}  ") for action in shown
    }
    room = width - items["help"].cell_len
    line = Text(no_wrap=True)
    for name, item in items.items():
        if name == "help" or line.cell_len + item.cell_len <= room:
            line.append_text(item)
            room += item.cell_len if name == "help" else 0
    return line


def key_page(groups: Mapping[str, Sequence[Action]], words: Words) -> Text:
    """The help of a mode: its keys in groups."""
    text = Text()
    for group, actions in groups.items():
        text.append(f"{words.of('desk.keys', group)}\n", "bold")
        for action in actions:
            keys = " ".join(SYMBOLS.get(key, key) for key in action.keys)
            text.append(f"  {keys:<12} ", "bold")
            text.append(f"{action.label(words.language)}\n")
        text.append("\n")
    text.append(words("desk.keys.marks", lanes=BARS))
    return text


def board_head(desk: Desk, board: "Board") -> Text:
    words = desk.opened.words
    unplaced = sum(1 for code in board.codebook.leaves & set(board.codes) if not board.numbers_of(code))
    parts = [words("desk.board.title"), board.set, words.some("desk.board.unplaced", unplaced)]
    if board.because:
        parts.append(words("desk.board.because", because=board.because))
    return Text("  ".join(filter(None, parts)), style="bold", no_wrap=True, overflow="ellipsis")


def board_codes(
    desk: Desk, board: "Board", counts: Mapping[str, Mapping[str, Tally]], inks: Inks, width: int
) -> list[tuple[str, Text]]:
    """The codes with the numbers of the themes they are in."""
    colours, rows = colours_of(board.codebook), []
    for code in board.codes:
        depth = sum(1 for _ in board.codebook.ancestors(code)) - 1
        row = Text("  " * depth, no_wrap=True).append("■ ", inks.bar(colours[code]))
        numbers = ",".join(map(str, board.numbers_of(code)))
        told = f" [{numbers}]" if numbers else ""
        rows.append((code, _aligned(row, desk.name(code), f"{_figures(added(counts, code))}{told}", width)))
    return rows


def board_themes(
    desk: Desk, board: "Board", counts: Mapping[str, Mapping[str, Tally]], width: int
) -> list[tuple[str, Text]]:
    """The themes with their number, status and how often."""
    words, rows = desk.opened.words, []
    for number, theme in enumerate(board.themes, 1):
        row = Text(no_wrap=True).append(f"{number:>2} ", "bold")
        figures = f"{words.of('status', theme.status)} {_figures(added(counts, f'theme:{theme.id}'))}"
        rows.append((theme.id, _aligned(row, theme.name, figures, width)))
    return rows


def _figures(count: Tally) -> str:
    return f"{count.references}·{len(count.cases)}" if count.references else ""


def _aligned(row: Text, name: str, figures: str, width: int) -> Text:
    """A row with its figures at the right."""
    shown = Text(name, no_wrap=True)
    shown.truncate(max(width - row.cell_len - len(figures) - 1, 6), overflow="ellipsis", pad=True)
    return row.append_text(shown).append(f" {figures}")


def board_panel(desk: Desk, board: "Board") -> Text:
    """The theme that is lit in full."""
    words, theme = desk.opened.words, board.lit
    if theme is None:
        return Text(words("desk.board.none"))
    text = Text().append(theme.name, "bold")
    for key, value in (("statement", theme.statement), ("boundary", theme.boundary)):
        text.append(f"\n{words.of('desk.board', key)} ", "bold").append(value or "–")
    codes = ", ".join(desk.name(code) for code in theme.codes)
    return text.append(f"\n{words('desk.board.holds')} ", "bold").append(codes or "–")


def fragments_head(desk: Desk, fragments: "Fragments") -> Text:
    words, codebook = desk.opened.words, desk.opened.project.codebook
    name = next((theme.name for theme in codebook.themes if theme.id == fragments.theme), fragments.theme)
    of = len(fragments.items)
    parts = [
        name,
        words("desk.fragments.place", n=fragments.at + 1 if of else 0, of=of),
        words("desk.fragments.judged", n=fragments.judged),
    ]
    if fragments.because:
        parts.append(words("desk.board.because", because=fragments.because))
    return Text("  ".join(parts), style="bold", no_wrap=True, overflow="ellipsis")


def fragment_in_context(desk: Desk, fragments: "Fragments", inks: Inks) -> Text:
    """A fragment with the question before it and the turns it lies in. Raises QualcodeError where the text changed."""
    coding = fragments.coding
    if coding is None:
        return Text(desk.opened.words("desk.no_fragments"))
    transcript = read_intact(desk.opened.project.transcript(coding.transcript))
    turns = transcript.turns_touched(coding.span)
    text = Text().append(coding.transcript, "bold")
    if turns:
        text.append(f", {desk.opened.words('desk.fragments.turn', turn=turns[0].number)}\n")
        if question := transcript.question_before(turns[0]):
            text.append(f"\n{question}\n", inks.style("interviewer"))
    for turn in turns:
        text.append(f"\n{label_of(turn, transcript)}", "bold")
        at = len(text)
        text.append(turn.span.of(transcript.text) + "\n")
        start, end = max(coding.span.start, turn.span.start), min(coding.span.end, turn.span.end)
        text.stylize(inks.style("fragment"), at + start - turn.span.start, at + end - turn.span.start)
    return text


def fragment_panel(desk: Desk, fragments: "Fragments", inks: Inks) -> Text:
    """Its code, marks and note, and whether it fits."""
    words, coding = desk.opened.words, fragments.coding
    if coding is None:
        return Text("")
    colours = colours_of(desk.opened.project.codebook)
    code = desk.opened.project.codebook.current.get(coding.code, coding.code)
    text = Text().append("■ ", inks.bar(colours[code]) if code in colours else "")
    text.append(desk.name(code), "bold").append(f" {signs(coding)}".rstrip())
    verdict = words.of("fit", fragments.verdict) if fragments.verdict else words("desk.fragments.open")
    text.append(f"\n{words('desk.fragments.fits')} ").append(verdict, "bold")
    if coding.note:
        text.append(f"\n{coding.note}", "italic")
    return text
