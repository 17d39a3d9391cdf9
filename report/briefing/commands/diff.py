"""``briefing diff``: what changed between two builds."""

from __future__ import annotations

import click

from briefing.exitcodes import ExitCode


@click.command()
@click.argument("old")
@click.argument("new")
@click.option("--json", "form", flag_value="json", help="Print every change as JSON.")
@click.option(
    "--markdown", "form", flag_value="markdown", help="Print Markdown, for a pull request."
)
def diff(old: str, new: str, form: str | None) -> ExitCode:
    """Say what changed from OLD to NEW, by claim, and the input that caused it.

    Each is an output folder, such as report/output, or a git revision, which is built the first
    time that it is asked for. The exit code tells whether nothing changed, something, or a verdict.
    """
    from briefing.diff.diffing import compare_graphs
    from briefing.paths import find_project
    from briefing.revisions import find_built

    project = find_project()
    before, after = (find_built(project, name, _tell) for name in (old, new))
    difference = compare_graphs(before.graph, after.graph)
    match form:
        case "json":
            from briefing.diff.as_json import write_json as write
        case "markdown":
            from briefing.diff.as_markdown import write_markdown as write
        case _:
            from briefing.diff.as_text import write_text as write
    click.echo(write(difference, before.name, after.name))
    if difference.has_new_verdict:
        return ExitCode.VERDICT_CHANGED
    return ExitCode.DONE if difference.is_empty else ExitCode.CHANGED


def _tell(message: str) -> None:
    click.echo(message, err=True)
