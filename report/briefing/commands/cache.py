"""The command ``briefing cache``."""

from __future__ import annotations

import click

_DAY = 24 * 3600.0
_MEGABYTE = 1 << 20


@click.group()
def cache() -> None:
    """Look at the executed chapters that are kept, or remove them."""


@cache.command()
def info() -> None:
    """Say how much is kept, where, and within which bounds."""
    from briefing.paths import find_project
    from briefing.run.cache import LARGEST, OLDEST, Cache

    kept = Cache(find_project())
    size = kept.size()
    oldest = "" if size.oldest is None else f", unused for {_ago(size.oldest)} at most"
    click.echo(
        f"{kept.folder}\n"
        f"{size.entries} executed chapters, {size.size / _MEGABYTE:.1f} MB{oldest}\n"
        f"bounds: {LARGEST // _MEGABYTE} MB, and {OLDEST / _DAY:.0f} days without use"
    )


@cache.command()
def clear() -> None:
    """Remove everything that is kept; the next build runs every chapter."""
    from briefing.paths import find_project
    from briefing.run.cache import Cache

    gone = Cache(find_project()).clear()
    click.echo(f"removed {gone.entries} executed chapters, {gone.size / _MEGABYTE:.1f} MB")


def _ago(seconds: float) -> str:
    if seconds < _DAY:
        return f"{seconds / 3600:.0f} hours"
    return f"{seconds / _DAY:.0f} days"
