"""What the cover says of a build: of which state, up to which day, with which values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from briefing.analysis.wording import format_date
from briefing.ledger.dates import PartialDate
from briefing.ledger.ledger import Ledger
from briefing.notebook.citing import reference
from briefing.notebook.parameters import ParameterValue
from briefing.run.provenance import Edition

_SHORT: Final = 10
"""Length of a shown commit: unambiguous in a repository of any likely size."""

Values = Mapping[str, Mapping[str, ParameterValue]]


def describe_cover(
    ledger: Ledger, edition: Edition, command: str, settled: Values, given: Values
) -> dict[str, Any]:
    """Put together what `briefing.document.merge_notebooks` wants to know.

    Parameters
    ----------
    ledger : Ledger
        For the words of the cover, and the sources that chapters may cite.
    edition : Edition
        Commit and moment.
    command : str
        Builds the same again.
    settled, given : mapping of str to mapping
        For each chapter, all values it ran with; and those that were passed to it.
    """
    words = ledger.settings.document
    facts = {
        "Article": f"“{ledger.settings.article.title}”, {ledger.settings.article.written}",
        "Evidence up to": _cutoffs(settled),
        "Parameters": _given(given),
        "Edition": _commit(edition),
        "Built with": command,
    }
    return {
        "title": words.title,
        "subtitle": words.subtitle,
        "kicker": words.kicker,
        "description": words.description,
        "licence": words.licence,
        "authors": list(words.authors),
        "keywords": list(words.keywords),
        "language": words.language,
        "date": edition.moment.date().isoformat(),
        "footer": f"{words.title} · {_commit(edition)}",
        "facts": [[label, value] for label, value in facts.items() if value],
        "sources": {name: reference(source) for name, source in ledger.sources.items()},
    }


def _commit(edition: Edition) -> str:
    if edition.commit is None:
        return "not under version control"
    short = f"commit {edition.commit[:_SHORT]}"
    return f"{short}, with changes not committed" if edition.dirty else short


def _cutoffs(settled: Values) -> str:
    days = sorted({str(values["cutoff"]) for values in settled.values() if "cutoff" in values})
    return " and ".join(format_date(PartialDate.parse(day)) for day in days)


def _given(given: Values) -> str:
    pairs: dict[str, set[str]] = {}
    for values in given.values():
        for name, value in values.items():
            pairs.setdefault(name, set()).add(str(value))
    return ", ".join(f"{name} = {' or '.join(sorted(pairs[name]))}" for name in sorted(pairs)) or (
        "as stored in the chapters"
    )
