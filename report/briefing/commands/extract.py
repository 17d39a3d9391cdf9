"""``briefing extract``: take the data out of a PDF."""

from __future__ import annotations

from pathlib import Path

import click

from briefing.exitcodes import ExitCode


@click.command()
@click.argument("pdf", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Replace files that are there.")
def extract(pdf: Path, folder: Path, force: bool) -> ExitCode:
    """Take what rides inside the briefing FILE out to the folder DIR.

    Its tables, notebooks, findings, the graph of what rests on what, and how it was made.
    """
    from briefing.unpacking import read_carried, write_carried

    written = write_carried(read_carried(pdf), folder, force=force)
    click.echo(f"{len(written)} files in {folder}")
    return ExitCode.DONE
