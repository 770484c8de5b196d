"""corpus: what keywords find in texts past a study."""

import os
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.here import named, typed
from qualcode.cli.lazy import group
from qualcode.cli.options import OutputOptions, expanded
from qualcode.cli.printing import check_output, emit, mind, progress, say
from qualcode.cli.speaking import speak
from qualcode.cli.state import state_of
from qualcode.errors import QualcodeError
from qualcode.report.formats import TERMINAL, printed_as
from qualcode.text import Say

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualcode.model.codebook import Codebook
    from qualcode.report.document import Output
    from qualcode.text import Words
    from qualcode.usecases.corpus.books import Book
    from qualcode.usecases.corpus.data import Corpus
    from qualcode.usecases.corpus.run import Run
    from qualcode.usecases.corpus.sweep import Sweep
    from qualcode.usecases.corpus.task import Tally

app = group("command.corpus")
_Data = Annotated[list[str], typer.Argument(metavar="DATA…", help="option.corpus.data")]
_Target = Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="option.corpus.output")]


@dataclass(frozen=True)
class DataOptions:
    """What is read of the data, and by how many processes."""

    text: Annotated[str, typer.Option("--text", metavar="COLUMN", help="option.corpus.text")] = ""
    id: Annotated[str, typer.Option("--id", metavar="COLUMN", help="option.corpus.id")] = ""
    workers: Annotated[int, typer.Option("--workers", metavar="N", min=0, help="option.corpus.workers")] = 0
    cluster: Annotated[
        str, typer.Option("--cluster", metavar="ADDRESS", envvar="QUALCODE_CLUSTER", help="option.corpus.cluster")
    ] = ""
    tls_ca: Annotated[str, typer.Option("--tls-ca", metavar="FILE", help="option.corpus.tls-ca")] = ""
    tls_cert: Annotated[str, typer.Option("--tls-cert", metavar="FILE", help="option.corpus.tls-cert")] = ""
    tls_key: Annotated[str, typer.Option("--tls-key", metavar="FILE", help="option.corpus.tls-key")] = ""


_By = Annotated[str, typer.Option("--by", metavar="COLUMN", help="option.corpus.by")]
_Book = Annotated[str, typer.Option("--codebook", metavar="FILE", help="option.corpus.codebook")]
_Study = Annotated[Path | None, typer.Option("--study", metavar="STUDY", help="option.corpus.study")]


@dataclass(frozen=True)
class CorpusOptions(DataOptions):
    """The same, by groups and by a codebook."""

    by: _By = ""
    codebook: _Book = ""


@app.command()
@expanded
def suggest(ctx: typer.Context, data: _Data, options: CorpusOptions, output: _Target) -> None:
    """Every hit, with its reasons and the words proposed."""
    from qualcode.usecases.corpus.task import HITS

    book = _book(ctx, options)
    tally = _run(ctx, data, options, book).write(HITS, output)
    _tell_written(output, tally)


@app.command()
@expanded
def search(
    ctx: typer.Context,
    query: Annotated[str, typer.Argument(metavar="QUERY", help="option.query")],
    data: _Data,
    options: CorpusOptions,
    output: Annotated[
        list[Path] | None, typer.Option("-o", "--output", metavar="FILE", help="option.corpus.output")
    ] = None,
    format_: Annotated[str, typer.Option("--format", metavar="|".join(printed_as()), help="option.format")] = TERMINAL,
) -> None:
    """Every place where a query stands, with the words around it."""
    from qualcode.usecases.corpus import tables
    from qualcode.usecases.corpus.sinks import check_sink
    from qualcode.usecases.corpus.task import PLACES

    for target in output or ():
        check_sink(target)
    printed = OutputOptions(format=format_)
    check_output(printed)
    book = _book(ctx, options, query)
    run = _run(ctx, data, options, book)
    for target in output or ():
        _tell_written(target, run.write(PLACES, target))
    if not output:
        emit(book.settings, tables.search(run, query, book.settings.reader), printed)


@app.command()
@expanded
def frequencies(ctx: typer.Context, data: _Data, options: CorpusOptions, output: OutputOptions) -> None:
    """How often each code is found, and in how many units."""
    from qualcode.usecases.corpus import tables

    _print(ctx, data, options, output, tables.frequencies)


@app.command()
@expanded
def crosstab(ctx: typer.Context, data: _Data, options: CorpusOptions, output: OutputOptions) -> None:
    """In how many units of each group every code is found."""
    from qualcode.usecases.corpus import tables

    _print(ctx, data, options, output, tables.crosstab)


@app.command()
@expanded
def keywords(ctx: typer.Context, data: _Data, options: CorpusOptions, output: OutputOptions) -> None:
    """How often each keyword is found, and in how many units."""
    from qualcode.usecases.corpus import tables

    _print(ctx, data, options, output, tables.keywords)


@app.command()
@expanded
def sample(
    ctx: typer.Context,
    data: _Data,
    options: DataOptions,
    n: Annotated[int, typer.Option("--n", metavar="N", min=1, help="option.corpus.n")],
    into: Annotated[Path, typer.Option("--into", metavar="STUDY", help="option.corpus.into")],
    codebook: _Book = "",
    strata: Annotated[str, typer.Option("--strata", metavar="COLUMN", help="option.corpus.strata")] = "",
    seed: Annotated[int | None, typer.Option("--seed", metavar="N", min=0, help="option.corpus.seed")] = None,
) -> None:
    """A random sample, as a study to code by hand."""
    from qualcode.usecases.corpus.books import start_for
    from qualcode.usecases.corpus.data import corpus
    from qualcode.usecases.corpus.drawing import any_seed, draw
    from qualcode.usecases.corpus.into import check_into, make_study

    state, into = state_of(ctx), Path(os.path.normpath(into))
    found = corpus(data, options.text, options.id, strata)
    check_into(into, found.chosen)
    start = start_for(into, codebook, state.root, state.language)
    drawn = draw(_sweep(ctx, found, options), n, any_seed() if seed is None else seed)
    make_study(start, found, drawn)
    made = replace(state, root=into)
    made.open()  # from here on it speaks as the study does
    say(Say("units.sampled", n=len(drawn.units), of=sum(drawn.sizes.values()), folder=into, seed=drawn.seed))
    if drawn.silent:
        mind(Say.some("units.note.silent", drawn.silent))
    say(Say("units.read_first", command=typed([*named(made), "code"])))


@app.command()
@expanded
def quality(
    ctx: typer.Context,
    output: OutputOptions,
    study: _Study = None,
) -> None:
    """How good the hits are, estimated from a coded sample."""
    from qualcode.usecases.corpus.sample_quality import sample_quality

    check_output(output)
    state = state_of(ctx)
    state = replace(state, root=study or state.root)
    opened = state.open()
    emit(opened.project.settings, sample_quality(opened, state.coder(opened), progress), output)


@app.command()
@expanded
def rank(
    ctx: typer.Context,
    data: _Data,
    options: DataOptions,
    output: OutputOptions,
    by: _By = "",
    study: _Study = None,
    n: Annotated[int, typer.Option("--n", metavar="N", min=1, help="option.corpus.likest")] = 20,
) -> None:
    """The texts that are likest to what was coded in a study."""
    from qualcode.usecases.corpus.data import corpus
    from qualcode.usecases.corpus.likeness import likest

    check_output(output)
    state = state_of(ctx)
    opened = replace(state, root=study or state.root).open()
    sweep = _sweep(ctx, corpus(data, options.text, options.id, by), options)
    emit(opened.project.settings, likest(opened, state.coder(opened), sweep, n, progress), output)


def _print(
    ctx: typer.Context,
    data: list[str],
    options: CorpusOptions,
    output: OutputOptions,
    table: "Callable[[Run, Codebook, Words], Output]",
) -> None:
    check_output(output)
    book = _book(ctx, options)
    emit(book.settings, table(_run(ctx, data, options, book), book.codebook, book.settings.reader), output)


def _book(ctx: typer.Context, options: CorpusOptions, query: str | None = None) -> "Book":
    """The codebook that was named, else the study's; from here on its words are spoken."""
    from qualcode.usecases.corpus.books import book_for

    state = state_of(ctx)
    book = book_for(state.root, options.codebook, state.language, query)
    speak(book.settings.reader)
    return book


def _run(ctx: typer.Context, data: list[str], options: CorpusOptions, book: "Book") -> "Run":
    from qualcode.usecases.corpus.data import corpus
    from qualcode.usecases.corpus.run import Run

    found = corpus(data, options.text, options.id, options.by)
    return Run(_sweep(ctx, found, options), book.query(found.chosen))


def _sweep(ctx: typer.Context, found: "Corpus", options: DataOptions) -> "Sweep":
    from qualcode.usecases.corpus.sweep import Sweep
    from qualcode.usecases.workers import engine

    if not options.cluster:
        return Sweep(found, partial(engine, options.workers), progress)
    if options.workers:
        raise QualcodeError("error.cluster_or_workers")
    from qualcode.usecases.cluster import Tls, cluster, is_open

    there = ctx.with_resource(cluster(options.cluster, Tls(options.tls_ca, options.tls_cert, options.tls_key)))
    if is_open(options.cluster):
        mind(Say("units.cluster.open"))
    return Sweep(found, lambda _: there, progress, say)


def _tell_written(target: Path, tally: "Tally") -> None:
    found = sum(tally.of_keyword.values())
    say(Say("tell.written", files=target))
    say(Say("units.found", hits=Say.some("units.hits", found), units=Say.some("units.units", tally.units.total())))
    if tally.silent:
        mind(Say.some("units.note.silent", tally.silent))
