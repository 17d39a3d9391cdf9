"""``briefing verify``: make a briefing again and compare."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing.exitcodes import ExitCode

if TYPE_CHECKING:
    from briefing.verifying import Verified


@click.command()
@click.argument("pdf", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--tree", is_flag=True, help="Compare with the project as it lies here, not with its commit."
)
def verify(pdf: Path, tree: bool) -> ExitCode:
    """Make the briefing FILE again from the commit and command it names, and compare.

    Says claim by claim whether verdicts, findings and sentences come out the same, and whether the
    two files are equal to the last byte. The exit code tells whether nothing came out otherwise,
    something, or a verdict.
    """
    from briefing.diff.as_text import write_text
    from briefing.paths import find_project
    from briefing.verifying import verify_briefing

    found = verify_briefing(
        find_project(), pdf, tree=tree, tell=lambda words: click.echo(words, err=True)
    )
    click.echo("\n".join(tell_verified(found, pdf.name)))
    if not found.difference.is_empty:
        click.echo("\n" + write_text(found.difference, pdf.name, found.name))
    if found.difference.has_new_verdict:
        return ExitCode.VERDICT_CHANGED
    same = found.difference.is_empty and not found.altered
    return ExitCode.DONE if same else ExitCode.CHANGED


def tell_verified(found: Verified, name: str) -> Iterator[str]:
    """Say in a few lines what making a briefing again showed."""
    changed = set(found.changed)
    for claim in found.claims:
        yield f"  {claim}  {'came out otherwise' if claim in changed else 'matches'}"
    matching = sum(claim not in changed for claim in found.claims)
    yield f"{matching} of {len(found.claims)} claims match what {found.name} gives"
    for path in found.altered:
        yield f"{path} inside the file is not what the file says it was made from"
    if found.same_bytes:
        yield f"{name} is equal to the file made now, to the last byte"
        return
    yield f"{name} is not equal to the file made now"
    for package, (then, now) in found.versions.items():
        yield f"  {package} {then} then, {now} now"
