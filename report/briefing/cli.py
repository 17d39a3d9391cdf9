"""The command ``briefing``: the only module that prints and exits.

What takes long to import is imported where it is used, so that help and refusals come at once.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, NoReturn, TypeVar

import click

from briefing import errors
from briefing.commands.audit import audit
from briefing.commands.cache import cache
from briefing.commands.diff import diff
from briefing.commands.extract import extract
from briefing.commands.preview import preview
from briefing.commands.sweep import sweep
from briefing.commands.trace import trace
from briefing.commands.verify import verify
from briefing.commands.why import why
from briefing.exitcodes import ExitCode

Command = TypeVar("Command", bound=Callable[..., Any])


_CODES: Final[tuple[tuple[type[errors.BriefingError], ExitCode], ...]] = (
    (errors.DataError, ExitCode.DATA),
    (errors.ParameterError, ExitCode.PARAMETERS),
    (errors.NotebookError, ExitCode.NOTEBOOK),
    (errors.DocumentError, ExitCode.DOCUMENT),
    (errors.ExportError, ExitCode.EXPORT),
    (errors.BriefingError, ExitCode.FAILED),
)

_EPILOG: Final = (
    "Exit codes: "
    + ", ".join(f"{code.value} {code.name.lower().replace('_', ' ')}" for code in ExitCode)
    + "."
)


def _value_options(command: Command) -> Command:
    """Add the options that say with which values chapters run."""
    options = (
        click.option(
            "-p",
            "--parameter",
            "parameters",
            metavar="NAME=VALUE",
            multiple=True,
            help="Set a parameter in every chapter that declares it, or in one only with "
            "CHAPTER:NAME=VALUE. May be repeated.",
        ),
        click.option(
            "--scenario", metavar="NAME", help="Use a set of values from data/scenarios.toml."
        ),
        click.option(
            "--lexicon",
            metavar="NAME",
            help="Whose words of likelihood to use: icd203 (US, the default) or phia (UK).",
        ),
        click.option(
            "--jobs",
            type=click.IntRange(min=1),
            metavar="N",
            help="Run N chapters at a time; one on each core unless given.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.group(
    epilog=_EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 88},
)
@click.version_option(package_name="briefing", message="%(prog)s %(version)s")
def cli() -> None:
    """Test the claims of an article against evidence and publish the result.

    Run it in the project's folder, or below it.
    """


@cli.command()
@_value_options
@click.option(
    "--only",
    metavar="CHAPTER",
    multiple=True,
    help="Build this chapter and those that it needs. May be repeated.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Replace this folder; report/output unless given.",
)
@click.option(
    "--explore",
    is_flag=True,
    help="Let readers of the page move the assumptions named in data/explore.toml; the first such "
    "build runs the chapters for each of their values.",
)
@click.option("--no-cache", is_flag=True, help="Run every chapter, and keep none.")
@click.option(
    "--audit",
    "audit_cache",
    is_flag=True,
    help="Run every chapter, and name those that come out otherwise than kept.",
)
def build(
    parameters: tuple[str, ...],
    scenario: str | None,
    lexicon: str | None,
    jobs: int | None,
    only: tuple[str, ...],
    output: Path | None,
    explore: bool,
    no_cache: bool,
    audit_cache: bool,
) -> None:
    """Build the briefing as one HTML page and one PDF.

    Every chapter is run and the result put in place as a whole: a build that fails or is stopped
    leaves the last one as it was.
    """
    from briefing.build import build as build_briefing
    from briefing.paths import find_project
    from briefing.planning import Request
    from briefing.run.parameters import read_given

    if no_cache and audit_cache:
        raise click.UsageError("Give one of --no-cache and --audit.")
    request = Request(
        read_given(parameters),
        scenario,
        only,
        jobs,
        output,
        lexicon,
        cache=not no_cache,
        audit=audit_cache,
        explore=explore,
    )
    with _watching() as observer:
        folder = build_briefing(find_project(), request, observer)
    for name in ("briefing.html", "briefing.pdf"):
        click.echo(_shown(folder / name))


@cli.command()
@click.option(
    "--junit",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write every check to FILE as JUnit XML, each claim at each date as a test case.",
)
def check(junit: Path | None) -> None:
    """Check data, verdicts, chapters and scenarios; list every fault."""
    from briefing.checking import check_kept_sweeps, describe_checked, load_checked
    from briefing.exchange.junit import junit_report
    from briefing.paths import find_project

    project = find_project()
    try:
        checked = load_checked(project)
        check_kept_sweeps(project, checked[0])
    except errors.BriefingError as error:
        if junit is not None:
            junit.write_bytes(junit_report(project, error))
        raise
    if junit is not None:
        junit.write_bytes(junit_report(project))
    click.echo(describe_checked(*checked))


@cli.command()
def params() -> None:
    """List the parameters of all chapters, and the scenarios."""
    from briefing.ledger.loading import load_ledger
    from briefing.listing import list_parameters
    from briefing.paths import find_project
    from briefing.run.chapters import find_chapters

    project = find_project()
    click.echo(list_parameters(find_chapters(project), load_ledger(project).scenarios))


@cli.command()
@click.argument("chapters", nargs=-1, metavar="[CHAPTER]...")
@_value_options
@click.option(
    "--findings",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write what the chapters found to FILE, as JSON.",
)
def run(
    chapters: tuple[str, ...],
    parameters: tuple[str, ...],
    scenario: str | None,
    lexicon: str | None,
    jobs: int | None,
    findings: Path | None,
) -> None:
    """Run chapters without making documents, and list what they found.

    Without a name, every chapter is run that needs no other.
    """
    from briefing.build import run_for_findings
    from briefing.listing import list_findings
    from briefing.paths import find_project
    from briefing.planning import Request
    from briefing.run.findings import write_findings
    from briefing.run.parameters import read_given

    request = Request(read_given(parameters), scenario, chapters, jobs, lexicon=lexicon)
    with _watching() as observer:
        names, found = run_for_findings(find_project(), request, observer)
    if findings is None:
        click.echo(list_findings(found))
    else:
        write_findings(findings, names, found)
        click.echo(_shown(findings))


for _command in (trace, diff, audit, extract, verify, preview, sweep, why, cache):
    cli.add_command(_command)


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run the command and exit with an `ExitCode`."""
    signal.signal(signal.SIGTERM, _terminate)
    sys.exit(_run_command(arguments))


def _run_command(arguments: list[str] | None) -> ExitCode:
    try:
        code = cli.main(arguments, prog_name="briefing", standalone_mode=False)
    except errors.BriefingError as error:
        _complain(_in_full(error))
        return next(code for kind, code in _CODES if isinstance(error, kind))
    except click.UsageError as error:
        error.show()
        return ExitCode.USAGE
    except click.ClickException as error:
        error.show()
        return ExitCode.FAILED
    except OSError as error:
        _complain(f"{error.strerror or error}{f': {error.filename}' if error.filename else ''}")
        return ExitCode.FAILED
    except (click.Abort, KeyboardInterrupt) as error:
        # click turns the exception of either signal into its own.
        if isinstance(error.__cause__ or error, _Terminated):
            _complain("terminated; the last output is as it was")
            return ExitCode.TERMINATED
        _complain("interrupted; the last output is as it was")
        return ExitCode.INTERRUPTED
    return code if isinstance(code, ExitCode) else ExitCode.DONE


def _in_full(error: errors.BriefingError) -> str:
    if isinstance(error, errors.DataError) and len(error.faults) > 1:
        return f"{len(error.faults)} faults\n{error}"
    return str(error)


def _complain(message: str) -> None:
    from briefing.export.characters import clean

    # Data and cells are quoted in messages, and a terminal would obey what they hold.
    click.echo(f"{click.style('error', fg='red', bold=True)}: {clean(message)}", err=True)


def _watching() -> Any:
    from briefing.progress import watch_run

    return watch_run(sys.stdout)


class _Terminated(KeyboardInterrupt):
    """The system, or somebody by it, asks the process to end."""


def _terminate(*_: object) -> None:
    raise _Terminated


def _shown(path: Path) -> str:
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)
