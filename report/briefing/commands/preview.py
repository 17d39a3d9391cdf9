"""``briefing preview``: the page in a browser, new on every save."""

from __future__ import annotations

import click

from briefing.exitcodes import ExitCode
from briefing.preview.wishes import PAPER, Wish

PORT = 8350


@click.command()
@click.option(
    "-p",
    "--parameter",
    "parameters",
    metavar="NAME=VALUE",
    multiple=True,
    help="Set a parameter, as for build. May be repeated.",
)
@click.option("--scenario", metavar="NAME", help="Use a set of values from data/scenarios.toml.")
@click.option(
    "--only",
    metavar="CHAPTER",
    multiple=True,
    help="Show this chapter and those that it needs. May be repeated.",
)
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="Run N chapters at a time; one on each core unless given.",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=PORT,
    metavar="N",
    help=f"Serve on this port; {PORT} unless given, 0 for any that is free.",
)
@click.option("--pdf", is_flag=True, help=f"Make the PDF anew, too, and serve it as {PAPER}.")
@click.option("--open", "opens", is_flag=True, help="Open the page in a browser.")
def preview(
    parameters: tuple[str, ...],
    scenario: str | None,
    only: tuple[str, ...],
    jobs: int | None,
    port: int,
    pdf: bool,
    opens: bool,
) -> ExitCode:
    """Show the page in a browser and renew it whenever a file is saved.

    Chapters, data, the package and its templates are watched; what changed runs, and the page comes
    anew at the place where you read. What is wrong is shown over the last good page. Only programs
    on this machine can reach it. End it with Ctrl-C.
    """
    import asyncio

    from briefing.paths import find_project
    from briefing.planning import Request
    from briefing.preview.previewing import preview as keep_page
    from briefing.run.parameters import read_given

    def say(line: str) -> None:
        click.echo(line)
        if opens and line.startswith("http://"):
            click.launch(line)

    request = Request(read_given(parameters), scenario, only, jobs)
    wish = Wish.PAGE_AND_PDF if pdf else Wish.PAGE
    asyncio.run(keep_page(find_project(), request, port, say, wish))
    return ExitCode.DONE
