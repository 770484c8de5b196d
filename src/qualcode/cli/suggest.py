"""suggest, search and keywords."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.here import named, say_next, typed
from qualcode.cli.options import FilterOptions, OutputOptions, expanded
from qualcode.cli.printing import check_output, emit, mind, out, progress, say, warn
from qualcode.cli.speaking import told
from qualcode.cli.state import state_of
from qualcode.errors import QualcodeError, unknown
from qualcode.report.document import Output
from qualcode.report.formats import printed_format
from qualcode.report.tables.suggestions import suggestion_data, suggestion_table
from qualcode.text import Say
from qualcode.usecases.keywords import review_back as reviewed
from qualcode.usecases.keywords.decide import decide_all
from qualcode.usecases.keywords.finder import Finder, KeywordTally, by_id, explain, find_all
from qualcode.usecases.keywords.quality import keyword_table
from qualcode.usecases.keywords.quality import prune as pruned
from qualcode.usecases.keywords.rank import learn, ranked
from qualcode.usecases.keywords.review_out import write_review
from qualcode.usecases.keywords.search import search_table

if TYPE_CHECKING:
    from qualcode.cli.state import State
    from qualcode.text.keys import Key
    from qualcode.usecases.keywords.finder import Finder
    from qualcode.usecases.study import Opened


@expanded
def suggest(
    ctx: typer.Context,
    filters: FilterOptions,
    output: OutputOptions,
    apply: Annotated[Path | None, typer.Option("--apply", metavar="FILE", help="option.suggest.apply")] = None,
    accept: Annotated[str | None, typer.Option("--accept", metavar="all", help="option.accept")] = None,
    reject: Annotated[str | None, typer.Option("--reject", metavar="all", help="option.reject")] = None,
    because: Annotated[str, typer.Option("--because", metavar="TEXT", help="option.suggest.because")] = "",
    again: Annotated[bool, typer.Option("--again", help="option.suggest.again")] = False,
    why: Annotated[str | None, typer.Option("--why", metavar="ID", help="option.why")] = None,
    interviewer: Annotated[
        bool, typer.Option("--include-interviewer", help="option.suggest.include-interviewer")
    ] = False,
    cue: Annotated[
        list[str] | None,
        typer.Option("--cue", metavar="any|none|WORDS", help="option.cue"),
    ] = None,
    per_code: Annotated[bool, typer.Option("--per-code", help="option.per-code")] = False,
    rank: Annotated[bool, typer.Option("--rank", help="option.rank")] = False,
    beyond: Annotated[bool, typer.Option("--beyond-keywords", help="option.beyond-keywords")] = False,
) -> None:
    """Propose segments by keyword, and decide on them."""

    check_output(output)
    state = state_of(ctx)
    opened = state.open()
    coder = _whose(state, opened, filters, writes=bool(apply or accept or reject))
    if apply:
        if output != OutputOptions():
            raise QualcodeError("error.apply_and_output")
        result = reviewed.apply_review(opened, coder, apply, filters.filters(opened, part=False))
        for message in result.told:
            mind(message)
        say(
            Say(
                "tell.sheet_applied",
                decided=Say.some("count.decisions", result.decided),
                written=Say.some("count.events", result.written),
                empty=Say.some("count.rows", result.empty),
            )
        )
        say_next(state)
        return
    if per_code and not output.output:
        raise QualcodeError("error.per_code_without_sheet")
    if beyond and not rank:
        raise QualcodeError("error.beyond_without_rank")
    finder = Finder.make(
        opened,
        filters.filters(opened, part=not (accept or reject)),
        coder,
        interviewer=interviewer,
        cues=tuple(cue or ()),
        needs_keywords=not beyond,
    )
    if proposed := sum(len(code.keywords_proposed) for code in opened.project.codebook.codes):
        mind(Say.some("mind.proposed", proposed, command=typed([*named(state), "codebook", "keywords", "list"])))
    if accept or reject:
        _decide_all(finder, accept, reject, because)
    elif why is not None:
        _explain(finder, why)
    else:
        _propose(finder, again, output, state, rank=rank, beyond=beyond, per_code=per_code)


def _whose(state: "State", opened: "Opened", filters: FilterOptions, writes: bool = False) -> str:
    """Whose decisions count: --coder's to look at, else those of who codes."""
    named = filters.coder or []
    if not named:
        return state.coder(opened)
    if writes or len(named) > 1 or "all" in named:
        raise QualcodeError("error.one_coder_decides")
    if named[0] not in opened.project.coders:
        raise unknown("thing.coder_with_codings", named[0], opened.project.coders)
    return named[0]


def _propose(
    finder: "Finder", again: bool, output: OutputOptions, state: "State", *, rank: bool, beyond: bool, per_code: bool
) -> None:

    learned = learn(finder, progress, beyond=beyond) if rank else None
    tally = KeywordTally()
    found = tally.count(progress(find_all(finder, again=again), len(finder.selection.transcripts), "matching"))
    if learned:
        found = ranked(finder, learned, found)
    if output.output:
        write_review(finder.opened, finder.coder, found, output.output, per_code)
        warn(finder.opened)
        files = ", ".join(map(str, output.output))
        command = typed([*named(state), "suggest", "--apply", str(output.output[0])])
        say(Say("tell.sheet_written", files=files, command=command))
    else:
        data = suggestion_data(finder.opened.view(), found)
        format_ = printed_format(output.format)
        for_people = not (format_ and format_.data)  # of many thousands, what is printed takes most memory
        emit(
            finder.opened.project.settings,
            suggestion_table(finder.opened.view(), data)
            if for_people
            else Output(data, warnings=finder.opened.project.left_out()),
            output,
        )
    for warning in tally.warnings():
        mind(warning)


def _decide_all(finder: "Finder", accept: str | None, reject: str | None, because: str) -> None:

    if [accept, reject].count("all") != 1 or (accept and reject):
        raise QualcodeError("error.all_and_nothing_else")
    count, code = decide_all(finder, "accept" if accept else "reject", because)
    key: Key = "tell.accepted_in_bulk" if accept else "tell.rejected_in_bulk"
    say(Say(key, n=count, code=code) if count else Say("tell.nothing_open"))


def _explain(finder: "Finder", why: str) -> None:

    proposed, suggestion = by_id(finder, why)
    say(
        Say(
            "tell.suggestion",
            id=suggestion.id,
            transcript=suggestion.transcript,
            turn=suggestion.turn,
            code=suggestion.code,
        )
    )
    out(suggestion.span.of(proposed.transcript.text))
    out("\n".join(map(told, explain(suggestion, finder))))


@expanded
def search(
    ctx: typer.Context,
    filters: FilterOptions,
    output: OutputOptions,
    query: Annotated[str, typer.Argument(metavar="QUERY", help="option.query")],
    interviewer: Annotated[
        bool, typer.Option("--include-interviewer", help="option.search.include-interviewer")
    ] = False,
) -> None:
    """Print a keyword in its context."""

    check_output(output)
    state = state_of(ctx)
    opened = state.open()
    emit(
        opened.project.settings,
        search_table(opened, query, filters.filters(opened), interviewer=interviewer, watch=progress),
        output,
    )


@expanded
def keywords(
    ctx: typer.Context,
    filters: FilterOptions,
    output: OutputOptions,
    prune: Annotated[bool, typer.Option("--prune", help="option.prune")] = False,
) -> None:
    """How good each keyword is by your own decisions, and what no keyword found."""

    check_output(output)
    state = state_of(ctx)
    opened = state.open()
    finder = Finder.make(opened, filters.filters(opened), _whose(state, opened, filters))
    if prune:
        out(pruned(finder, progress))
        warn(opened)
    else:
        emit(opened.project.settings, keyword_table(finder, progress), output)
