"""The command ``briefing audit``."""

from __future__ import annotations

from pathlib import Path

import click

from briefing.exitcodes import ExitCode


@click.command()
@click.argument(
    "article", metavar="ARTICLE", type=click.Path(path_type=Path, exists=True, dir_okay=False)
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")
def audit(article: Path, as_json: bool) -> ExitCode:
    """Hold an article's text against the claims of the ledger.

    ARTICLE is a plain text: the title, then paragraphs parted by empty lines. Every quantity in it
    is listed with the claim that covers it, or as missing from the ledger; so are claims whose
    figure the text does not have. The text is read and not kept.
    """
    from briefing.audit.article import read_article
    from briefing.audit.finding import find_in_article
    from briefing.audit.matching import match_quantities
    from briefing.audit.reporting import audit_as_json, describe_audit
    from briefing.ledger.loading import load_ledger
    from briefing.paths import find_project

    text = read_article(article)
    claims = load_ledger(find_project()).claims
    findings = find_in_article(text)
    result = match_quantities(findings.quantities, claims.values())
    if as_json:
        import json

        shown = json.dumps(
            audit_as_json(text, result, findings.names), ensure_ascii=False, indent=1
        )
    else:
        shown = describe_audit(text, result, findings.names, claims)
    click.echo(shown)
    return ExitCode.DONE if result.is_complete else ExitCode.UNCOVERED
