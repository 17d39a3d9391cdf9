"""The sieve over the ledger: which topic, which verdict, as known on which day.

Radio buttons say what is wanted and rules of the style sheet hide the rest, so it works without a
script. Where a browser does not know ``:has()``, and on paper, every claim is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from briefing import tokens
from briefing.export.entries import Claim, Entries
from briefing.export.escaping import escape
from briefing.export.hindsight import hindsight_rules, write_limits

ALL_DAYS: Final = "show-day-all"


def write_sieve(entries: Entries) -> str:
    """Write the groups of choices, each choice with the claims it leaves, and the state."""
    total = len(entries.claims)
    days = [(ALL_DAYS, "Both days" if len(entries.vintages) > 1 else "All", "")]
    days += [(f"show-day-{i}", escape(v), "") for i, v in enumerate(entries.vintages)]
    verdicts = [("show-all", "All", _tallies(entries, ""))]
    verdicts += [
        (f"show-{tone}", _mark(tone) + escape(words), _tallies(entries, tone))
        for tone, words in entries.verdicts.items()
    ]
    topics = [("show-topic-all", "All", _tally(total))]
    topics += [
        (f"show-topic-{topic.id}", escape(topic.name), _tally(len(topic.claims)))
        for topic in entries.topics
    ]
    changed = sum(map(has_changed, entries.claims))
    return (
        '<section class="sieve" id="show" aria-label="Choose claims">'
        + _group("Ruling", "show-day", days)
        + _group("Verdict", "show-verdict", verdicts)
        + _group("Topic", "show-topic", topics)
        + (
            '<p class="choice"><input type="checkbox" id="show-changed" autocomplete="off">'
            '<label for="show-changed">Only where the verdict changed '
            f"{_tally(changed)}</label></p>"
            if changed
            else ""
        )
        + f'<div class="state" role="status">{write_limits(entries.days)}'
        f'<p class="count"><span class="shown">{total}</span> of {total} claims shown</p>'
        "</div></section>"
    )


def write_ways(verdicts: Mapping[str, str]) -> str:
    """Write links to the claims with each verdict; each sets the sieve."""
    links = "".join(
        f'<li><a href="#show-{tone}">{_mark(tone)}{escape(words)}</a></li>'
        for tone, words in verdicts.items()
    )
    return (
        '<nav class="ways" aria-label="Claims in the ledger by verdict">'
        f'<p>Claims in the ledger:</p><ul><li><a href="#show-all">all</a></li>{links}</ul></nav>'
    )


def claim_classes(claim: Claim, entries: Entries) -> str:
    """Give the classes by which the rules know a claim."""
    days = {vintage: i for i, vintage in enumerate(entries.vintages)}
    names = ["claim", *(f"on-{days[r.vintage]}" for r in claim.rulings)]
    names += [f"on-{days[r.vintage]}-{r.tone}" for r in claim.rulings]
    names += ["full"] if len(claim.rulings) == len(days) else []
    names += ["changed"] if has_changed(claim) else []
    return " ".join(names)


def has_changed(claim: Claim) -> bool:
    """Whether its rulings differ in their verdict."""
    return len({ruling.tone for ruling in claim.rulings}) > 1


def sieve_rules(entries: Entries) -> list[str]:
    """Write the rules that hide what was not asked for."""
    rules = [*_day_rules(entries), *_verdict_rules(entries), *_topic_rules(entries)]
    rules += _hide(_when("show-changed"), ".changed")
    rules += hindsight_rules(entries.days)
    return ["@media screen{" + "\n".join(rules) + "}"] if entries.claims else []


def _day_rules(entries: Entries) -> Iterator[str]:
    for i in range(len(entries.vintages)):
        chosen = _when(f"show-day-{i}")
        yield from _hide(chosen, f".on-{i}")
        yield f"{chosen} .tally:not(.on-{i},.on-any){{display:none}}"
        others = ",".join(
            f":nth-child({j + 2})" for j in range(len(entries.vintages)) if j != i
        )  # the first column names the aspect
        if others:
            cells = f":is(col,th,td):is({others})"
            yield f'{chosen} .full [id^="tbl-rulings-"] {cells}{{display:none}}'
    yield f"{_when(ALL_DAYS)} .tally:not(.on-all,.on-any){{display:none}}"


def _verdict_rules(entries: Entries) -> Iterator[str]:
    days = range(len(entries.vintages))
    for tone in entries.verdicts:
        chosen = _when(f"show-{tone}")
        either = ",".join(f".on-{i}-{tone}" for i in days)
        yield from _hide(chosen, either)
        for i in days:
            yield from _hide(f"{chosen}:has(#show-day-{i}:checked)", f".on-{i}-{tone}")


def _topic_rules(entries: Entries) -> Iterator[str]:
    for topic in entries.topics:
        chosen = _when(f"show-topic-{topic.id}")
        yield f"{chosen} .topic:not(.topic-{topic.id}){{display:none}}"


def _when(choice: str) -> str:
    return f".claims:has(#{choice}:checked)"


def _hide(chosen: str, wanted: str) -> Iterator[str]:
    """Hide all claims but some, and topics without any of them."""
    yield (f"{chosen} .claim:not({wanted}),{chosen} .topic:not(:has({wanted})){{display:none}}")


# Words of the choices -------------------------------------------------------------------------


def _group(legend: str, name: str, choices: Iterable[tuple[str, str, str]]) -> str:
    inputs = "".join(
        f'<span class="choice"><input type="radio" name="{name}" id="{id_}" autocomplete="off"'
        f'{"" if i else " checked"}><label for="{id_}">{words}{tally}</label></span>'
        for i, (id_, words, tally) in enumerate(choices)
    )
    return f'<fieldset><legend>{legend}</legend><div class="choices">{inputs}</div></fieldset>'


def _tally(count: int, day: str = "on-any") -> str:
    return f' <span class="tally {day}">{count}</span>'


def _tallies(entries: Entries, tone: str) -> str:
    """Count for both days and for each; the rules show one of the counts."""
    if not tone:
        return _tally(len(entries.claims))
    counts = [_tally(entries.count(tone), "on-all")]
    counts += [
        _tally(entries.count(tone, vintage), f"on-{i}")
        for i, vintage in enumerate(entries.vintages)
    ]
    return "".join(counts)


def _mark(tone: str) -> str:
    mark = tokens.VERDICT[tone].mark
    return f'<svg class="mark tone-{tone}" aria-hidden="true"><use href="#mark-{mark}"/></svg>'
