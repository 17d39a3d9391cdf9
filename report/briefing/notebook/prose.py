"""Sentences and findings: `say` prints a value, `record` files it."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable
from typing import Any, TypeVar

from briefing import media
from briefing.analysis.estimate import Estimate
from briefing.analysis.moment import Moment
from briefing.analysis.origins import Origin
from briefing.analysis.phrase import Phrase, Words, compose
from briefing.analysis.simulation import Sample
from briefing.analysis.unknown import Unknown
from briefing.errors import NotebookError, OriginError
from briefing.notebook.publish import citation_fields, publish
from briefing.notebook.session import current_chapter
from briefing.notebook.values import encode_origins, encode_phrase, encode_value

_FINDING_ID = re.compile(r"^[a-z][a-z0-9-]*(?:\.[a-z0-9-]+)+$")
_REFERENCE = re.compile(r"(?<![\w.-])@((?:fig|tbl|sec)-[\w-]*\w)")
F = TypeVar("F", Estimate, Moment, Words)


def phrase(template: str, /, *, otherwise: str | None = None, **values: Any) -> Phrase | Unknown:
    """Compose a passage without printing it, for a chart's headline or a table's caption.

    Parameters
    ----------
    template : str
        Markdown with ``{field}`` for each value.
    otherwise : str, optional
        What to say instead where a value was not public at the cut-off; may use only values that
        were.
    **values : Estimate, Moment, Words, Likelihood or Unknown
        One per field.
    """
    # Read whether it is needed or not: a slip in it is told at any cut-off.
    spare = None if otherwise is None else _used(otherwise, values)
    composed = compose(template, values)
    if isinstance(composed, Unknown) and otherwise is not None and spare is not None:
        return compose(otherwise, spare)
    return composed


def say(
    template: str,
    /,
    *,
    rests_on: Iterable[str] = (),
    cite: bool = True,
    label: str = "",
    otherwise: str | None = None,
    **values: Any,
) -> None:
    """Print a passage in which every number knows where it comes from.

    Parameters
    ----------
    template : str
        Markdown with ``{field}`` or ``{field:format}``; see `briefing.analysis.wording`.
    rests_on : iterable of str
        Ids of evidence, or of claims whose ruling it is, that the passage states in words only. A
        passage that rests on evidence published after the cut-off is not said.
    cite : bool
        Whether to name the sources behind the passage.
    label : str
        Label of the heading in the passage, such as ``claim-x``.
    otherwise : str, optional
        What to say where something was not public at the cut-off. Without it, nothing is said.
    **values : Estimate, Moment, Words, Likelihood or Unknown
        One per field. A bare number raises, naming its field.

    Raises
    ------
    OriginError
        If a value has no origins.
    """
    chapter = current_chapter()
    stated = [chapter.basis(name) for name in rests_on]
    unknown = next((origin for origin in stated if isinstance(origin, Unknown)), None)
    passage = phrase(template, otherwise=otherwise, **values)
    if unknown is not None and isinstance(passage, Phrase):
        passage = unknown if otherwise is None else phrase(otherwise, **_used(otherwise, values))
    if isinstance(passage, Unknown):
        return
    extra = {origin for origin in stated if isinstance(origin, Origin)}
    citation = citation_fields(chapter, passage.origins | extra)
    publish(
        {
            "text/markdown": _for_jupyter(passage.text),
            "text/plain": passage.text,
            media.PROSE: {
                "label": label,
                "pieces": encode_phrase(passage),
                "template": template,
                "origins": encode_origins(passage.origins | extra),
                **citation,
                "cite": citation["cite"] if cite else [],
            },
        }
    )


def record(
    finding_id: str,
    value: F | Sample | Unknown,
    *,
    how: str,
    claims: Iterable[str] = (),
    label: str = "",
) -> F | Estimate | Unknown:
    """File a finding, so that other chapters, the ledger and the tests can read it.

    Parameters
    ----------
    finding_id : str
        ``subject.name``, unique over the briefing.
    value : Estimate, Moment, Words, Sample or Unknown
        What was found; a sample is filed as its 90 % interval. `Unknown` files nothing.
    how : str
        How it was computed, in words.
    claims : iterable of str
        Claims it bears on.
    label : str
        What it is, in a few words; the id by default.

    Returns
    -------
    Estimate, Moment, Words or Unknown
        The same value, now resting on the finding too.
    """
    chapter = current_chapter()
    if not _FINDING_ID.match(finding_id):
        raise NotebookError(f"{finding_id!r} is no id for a finding; write subject.name")
    if isinstance(value, Unknown):
        return value
    if finding_id in chapter.recorded:
        raise NotebookError(f"finding {finding_id} is recorded already; give it another id")
    settled = value.interval() if isinstance(value, Sample) else value
    if not isinstance(settled, Estimate | Moment | Words):
        raise OriginError(
            f"finding {finding_id} is {settled!r}, which cannot be filed; file a value loaded from "
            "the ledger, a parameter or a finding, or computed from those"
        )
    bears_on = [chapter.claim(claim).id for claim in claims]
    entry = _entry(finding_id, settled, how, bears_on, label or finding_id)
    if isinstance(value, Sample):
        entry["sample"] = {"seed": value.seed, "size": value.size, "shapes": dict(value.shapes)}
    chapter.recorded[finding_id] = entry
    publish({"text/plain": f"{finding_id}: {entry['value']['text']}", media.FINDING: entry})
    # A finding rests on its inputs and, from here on, on itself.
    origin = Origin("finding", finding_id)
    match settled:
        case Estimate():
            return settled.resting_on([origin])
        case Moment():
            return Moment(settled.date, settled.origins | {origin})
        case Words():
            return Words(settled.text, settled.origins | {origin})


def _for_jupyter(text: str) -> str:
    """Write a passage as JupyterLab reads Markdown.

    It knows no cross-references, so the label itself is the pointer; and between two dollar signs
    it would set mathematics.
    """
    return _REFERENCE.sub(r"*\1*", text).replace("$", r"\$")


def _used(template: str, values: dict[str, Any]) -> dict[str, Any]:
    """Of the values given for the full passage, those that its shorter form uses."""
    names = {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}
    missing = sorted(names - set(values))
    if missing:
        raise KeyError(f"no value for {', '.join(missing)} in {template!r}")
    return {name: values[name] for name in names}


def _entry(
    finding_id: str, value: Estimate | Moment | Words, how: str, claims: list[str], label: str
) -> dict[str, Any]:
    chapter = current_chapter()
    return {
        "id": finding_id,
        "label": label,
        "chapter": chapter.name,
        "value": encode_value(value),
        "claims": claims,
        "how": how,
        "origins": encode_origins(value.origins),
        "sources": chapter.sources_of(value.origins),
    }
