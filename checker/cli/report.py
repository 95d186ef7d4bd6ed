"""`copydesk report`."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import click

from checker.cli.completing import completed
from checker.cli.listed import names
from checker.cli.telling import installed_tiers, note, note_beside_a_bar
from checker.errors import UsageError
from checker.printable import printable

if TYPE_CHECKING:
    from checker.batch.judging import Job, Runner
    from checker.batch.planning import Corpus
    from checker.batch.running import FindSiblings
    from checker.batch.shards import Columns, Shard
    from checker.batch.sibling_steps import Spread
    from checker.batch.store import Store
    from checker.config.per_path import Configurations
    from checker.settings import Settings

_NEEDS = ("pyarrow", "duckdb", "fsspec")
_COMPARED = ("run.json", "articles.parquet", "findings.parquet", "rejected.parquet")
_TIERS_HELP = "Exactly these tiers, of local, noise, grammar, siblings. [default: all that are installed]"

_Function = TypeVar("_Function", bound=Callable[..., Any])


def _column(field: str, what: str) -> Callable[[_Function], _Function]:
    return click.option(f"--{field}-column", default=field, show_default=True, metavar="NAME", help=what)


@click.command("report")
@click.argument("corpus", nargs=-1, metavar="CORPUS…")
@click.option("--output", "-o", metavar="DIR", help="The folder of the report; a run that was cut short goes on in it.")
@click.option("--compare", nargs=2, metavar="OLD NEW", help="Say what is otherwise in the report NEW than in OLD.")
@click.option("--format", "format_", type=click.Choice(["text", "json", "html"]),
              help="How --compare answers. [default: text]")  # fmt: skip
@_column("text", "Where a record has its text.")
@_column("id", "Where a record has its id.")
@_column("title", "Where a record has its headline.")
@_column("source", "Where a record has its outlet.")
@_column("date", "Where a record has its day.")
@_column("language", "Where a record has its language.")
@_column("siblings", "Where a record names its siblings.")
@click.option("--select", multiple=True, callback=names, shell_complete=completed, metavar="RULES",
              help="Rules or categories to run, split by commas; may be repeated.")  # fmt: skip
@click.option("--ignore", multiple=True, callback=names, shell_complete=completed, metavar="RULES",
              help="Rules or categories to leave out.")  # fmt: skip
@click.option("--tiers", multiple=True, callback=names, metavar="LIST", help=_TIERS_HELP)
@click.option("--siblings", type=click.Choice(["auto"]),
              help="auto: compare articles with those that they name, or that are found on their event.")  # fmt: skip
@click.option("--exclude", multiple=True, metavar="GLOB", help="Leave out files that match; may be repeated.")
@click.option("--jobs", "-j", type=click.IntRange(0), default=0, help="Processes. [default: one a core]")
@click.option("--runner", type=click.Choice(["local", "ray"]), default="local", show_default=True,
              help="Judge on this machine, or on a Ray cluster.")  # fmt: skip
@click.option("--ray-address", metavar="ADDRESS", default="", envvar="RAY_ADDRESS",
              help="Where the Ray cluster is. [default: one on this machine, or a new one]")  # fmt: skip
@click.option("--rules-as-of", metavar="VERSION", help="Run rules newer than this only where selected by name.")
@click.option("--offline", is_flag=True, help="Never use the network, not even to install what is missing.")
@click.option("--config", metavar="FILE", envvar="COPYDESK_CONFIG",
              help="Take the configuration from this file alone. [env: COPYDESK_CONFIG]")  # fmt: skip
@click.option("--no-config", is_flag=True, help="Ignore configuration files.")
def command(
    corpus: tuple[str, ...], output: str | None, compare: tuple[str, str] | None, format_: str | None, **options: Any
) -> int:
    """Make a report on a corpus: which articles and sources are unfit, and why.

    CORPUS is JSON lines (also .gz and .zst), Parquet, a folder of articles, or a glob; on the disk, or an address such
    as s3://bucket/folder. What a run has judged is not judged again: a run that was cut short goes on.
    """
    _check_installed()
    if compare:
        if corpus or output:
            raise UsageError("--compare takes two reports and nothing else")
        return _compare(*compare, format_ or "text")
    if format_:
        raise UsageError("--format says how --compare answers; a report is always a page, tables and summary.json")
    if not corpus:
        raise UsageError("name the corpus: files of JSON lines or Parquet, folders, globs")
    if "-" in corpus:
        raise UsageError("standard input: a corpus is read more than once; save it in a file, and name that")
    if not output:
        raise UsageError("name the folder of the report with -o")
    return _report(corpus, output, **options)


def _check_installed() -> None:
    from importlib.util import find_spec

    if absent := [name for name in _NEEDS if find_spec(name) is None]:
        raise UsageError(
            f"reports on a corpus are not installed ({absent[0]} is missing): pip install 'copydesk[report]'"
        )


def _compare(old: str, new: str, format_: str) -> int:
    from checker.batch.files import is_remote
    from checker.batch.store import Store
    from checker.registry import corpus_report

    with ExitStack() as stack:
        folders = [stack.enter_context(Store(report).at_hand(*_COMPARED)) for report in (old, new)]
        found = corpus_report().compare(*folders)
    for side, report in ((found.old, old), (found.new, new)):
        side.path = report if is_remote(report) else side.path
    if format_ == "text":
        click.echo(printable(str(found)))
    else:
        click.echo(found.json() if format_ == "json" else found.html())
    return 0


def _report(
    paths: tuple[str, ...],
    output: str,
    *,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    tiers: tuple[str, ...],
    siblings: str | None,
    exclude: tuple[str, ...],
    jobs: int,
    runner: str,
    ray_address: str,
    rules_as_of: str | None,
    offline: bool,
    config: str | None,
    no_config: bool,
    **columns: str,
) -> int:
    from checker.batch.facts import code_digests, installed_code, told_settings
    from checker.batch.files import is_remote
    from checker.batch.judging import Job
    from checker.batch.progress import Progress
    from checker.batch.running import run
    from checker.batch.shards import Columns
    from checker.batch.store import Store
    from checker.batch.tables import leave_pandas_out
    from checker.cli.report_summary import tell
    from checker.config.per_path import Configurations
    from checker.engine import spare_the_collector
    from checker.registry import corpus_report
    from checker.results import code_digest

    spare_the_collector()
    if runner == "local":
        leave_pandas_out()
    store = Store(output)
    _refuse_what_is_not_ours(store)
    flags = {"select": list(select), "ignore": list(ignore), "offline": offline, "rules-as-of": rules_as_of}
    configurations = Configurations(config, none=no_config, flags={k: v for k, v in flags.items() if v})
    whole = configurations.run_settings([path for path in paths if not is_remote(path)] or ["."])
    asked = tiers or whole.tiers
    configurations.tiers = asked or installed_tiers()
    found = _corpus(paths, exclude, configurations, store)
    named = Columns(**{name.removesuffix("_column"): value for name, value in columns.items()})
    _refuse_what_is_not_there(found, named)
    _tell_of_absent_columns(found, named)
    settings = _number(found, configurations)
    for each in settings:
        each.some_rules()
    job = Job(
        out=output,
        settings=tuple(settings),
        digests=code_digests(settings, whole.services),
        services=whole.services,
        columns=named,
        workers=jobs or os.cpu_count() or 1,
    )
    for told in found.notes:
        note(str(told))
    report = corpus_report()
    progress = Progress(found.size, note_beside_a_bar)
    try:
        with _machinery(runner, job, jobs, ray_address) as (judges, steps):
            done = run(
                lambda: found.shards(job.columns),
                job,
                judges,
                write_page=report.write,
                page_code=code_digest("reports"),
                told=told_settings(settings[0], job.services, job.columns) | installed_code(settings[0].tiers),
                progress=progress,
                note=note_beside_a_bar,
                must=asked,
                siblings=_siblings(siblings, settings[0], job, steps),
            )
    except KeyboardInterrupt:
        progress.end()
        note("what is judged is kept: the same command goes on from there")
        raise
    finally:
        progress.end()
    return tell(store, done, found.inputs if found.size else (), named)


def _refuse_what_is_not_ours(store: Store) -> None:
    """A folder that holds something else stays as it is."""
    from checker.batch.store import STATE

    if store.is_local and os.path.isfile(store.out):
        raise UsageError(f"{store.out}: is a file; name a folder for the report with -o")
    there = store.names("")
    if there and STATE not in there:
        raise UsageError(f"{store.out}: holds files, and no report; name a new folder for the report")


def _refuse_what_is_not_there(corpus: Corpus, columns: Columns) -> None:
    """A mistyped name is no reason to replace a report by one on less, or on nothing."""
    from checker.batch.first_look import why_shut

    if corpus.astray:
        more = f" (and {len(corpus.astray) - 1:,} more)" if len(corpus.astray) > 1 else ""
        raise UsageError(f"{corpus.astray[0]}{more}")
    if reason := why_shut(corpus.inputs, columns):
        raise UsageError(reason)


def _tell_of_absent_columns(corpus: Corpus, columns: Columns) -> None:
    """A column that was named, and that the first record has not, is mistyped, or is in few records."""
    from checker.batch.first_look import first_fields
    from checker.batch.rows import listed

    asked = {field: name for field, name in columns.names().items() if name != field}
    there = first_fields(corpus.inputs, columns) if asked else []
    for field, name in asked.items() if there else ():
        if field != "text" and name not in there:
            note(f"the first record has no “{name}” (--{field}-column), but {listed(there)}")


def _corpus(paths: tuple[str, ...], exclude: tuple[str, ...], configurations: Configurations, store: Store) -> Corpus:
    from checker.batch.planning import Corpus

    own = os.path.realpath(store.out) if store.is_local else None

    def excluded(path: str, folder: bool) -> bool:
        return os.path.realpath(path) == own or configurations.excluded(path, folder)

    return Corpus(paths, exclude, excluded)


def _number(corpus: Corpus, configurations: Configurations) -> list[Settings]:
    """Numbers the settings of the files of the corpus; those of the working folder where it has no files."""
    from checker.batch.files import is_remote

    settings: list[Settings] = []
    numbers: dict[int, int] = {}
    for at, each in enumerate(corpus.inputs):
        its = configurations.settings("-" if is_remote(each.path) else each.path)
        number = numbers.setdefault(id(its), len(settings))
        if number == len(settings):
            settings.append(its)
        corpus.inputs[at] = each._replace(settings=number)
    return settings or [configurations.settings("-")]


@contextmanager
def _machinery(name: str, job: Job, jobs: int, address: str) -> Iterator[tuple[Runner, AbstractContextManager[Spread]]]:
    """What has shards judged, and what does the steps of finding siblings: here, or on a cluster."""
    if name == "ray":
        from checker.batch.ray_runner import RayRunner, RaySteps
        from checker.batch.ray_session import ray_session

        with ray_session(address):
            yield RayRunner(jobs, note_beside_a_bar), RaySteps(job, jobs, note_beside_a_bar)
        return
    from checker.batch.local_runner import LocalRunner
    from checker.batch.local_steps import LocalSteps

    yield LocalRunner(job.workers, note_beside_a_bar), LocalSteps(job, job.workers, note_beside_a_bar)


def _siblings(
    asked: str | None, settings: Settings, job: Job, steps: AbstractContextManager[Spread]
) -> FindSiblings | None:
    """The first pass over the corpus that finds the articles on one event, if it was asked for."""
    if not asked:
        return None
    if "siblings" not in settings.tiers:
        from checker.tiers import missing

        raise UsageError(
            missing("siblings") or "--siblings needs the tier siblings, which is not among those of --tiers"
        )
    from checker.batch.corpus_siblings import with_siblings

    def found(shards: Iterable[Shard]) -> Iterable[Shard]:
        with steps as spread:
            return with_siblings(shards, job, spread)

    return found
