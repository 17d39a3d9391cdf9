"""The open chapter: what a notebook may ask of the ledger, seen from its cut-off."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from briefing.analysis.estimate import Estimate, Kind, count, reported
from briefing.analysis.fragility import Fragility, probe
from briefing.analysis.likelihood import DEFAULT_LEXICON, Likelihood, likelihood
from briefing.analysis.moment import Moment
from briefing.analysis.observing import claimed, dated, observe
from briefing.analysis.origins import Origin, Origins
from briefing.analysis.phrase import Words
from briefing.analysis.rules import Assessment, assess
from briefing.analysis.simulation import Simulation
from briefing.analysis.units import parse_unit
from briefing.analysis.unknown import Unknown
from briefing.errors import DataError, Fault, NotebookError, ParameterError
from briefing.ledger.dates import PartialDate, Precision
from briefing.ledger.ledger import Ledger
from briefing.ledger.loading import load_ledger
from briefing.ledger.models import Claim, Event, Observation, Ruling
from briefing.ledger.series import read_series
from briefing.ledger.terms import Vintage
from briefing.notebook.cells import Cells
from briefing.notebook.citing import Reference, cited_sources
from briefing.notebook.findings import Findings, upstream_findings
from briefing.notebook.frames import Frames
from briefing.notebook.parameters import LEXICON, Parameter, ParameterValue, nearest_name
from briefing.notebook.swept import Known, Swept, open_swept
from briefing.notebook.values import decode_origins, decode_value
from briefing.paths import Project, find_project

R = TypeVar("R")


@dataclass(slots=True)
class Chapter:
    """One chapter at work.

    Attributes
    ----------
    name : str
        Its id, the notebook's file name without the ending.
    project : Project
        Whose files it reads.
    ledger : Ledger
        All tables, checked.
    declared : mapping of str to Parameter
        The parameters of the notebook.
    settings : mapping of str to value
        Their values in this run.
    recorded : dict
        Findings it has filed itself.
    """

    name: str
    project: Project
    ledger: Ledger
    declared: Mapping[str, Parameter]
    settings: Mapping[str, ParameterValue]
    recorded: Findings = field(default_factory=dict)
    _delivered: Findings | None = None

    # -- settings --------------------------------------------------------------------------------

    @property
    def cutoff(self) -> date:
        """Last day whose publications count."""
        return date.fromisoformat(str(self.settings["cutoff"]))

    @property
    def lexicon(self) -> str:
        """Whose words of likelihood are used."""
        return str(self.settings.get(LEXICON, DEFAULT_LEXICON))

    @property
    def frames(self) -> Frames:
        """Rows that were public by the cut-off, as frames to be drawn."""
        return Frames(self.project, self.ledger, self.cutoff)

    @property
    def vintages(self) -> tuple[Vintage, ...]:
        """The vintages that lie within the cut-off; a chapter's bounds keep it from going below."""
        days = self.ledger.settings.vintages
        return tuple(vintage for vintage in Vintage if days.day(vintage) <= self.cutoff)

    def parameter(self, name: str) -> Estimate:
        """Give a numeric parameter as an estimate.

        Raises
        ------
        ParameterError
            If the notebook declares no such number.
        """
        declared = self.declared.get(name)
        if declared is None or declared.type not in {int, float}:
            raise ParameterError(
                f"{self.name} declares no number {name}{nearest_name(name, self.declared)}"
            )
        value = float(self.settings[name])
        origin = Origin("parameter", f"{self.name}/{name}")
        return reported(None, value, None, declared.unit or "ratio", [origin], Kind.CHOSEN)

    def parameter_range(self, name: str) -> Estimate:
        """Give a numeric parameter with its declared bounds around the value in use."""
        at = self.parameter(name)
        declared = self.declared[name]
        if not isinstance(declared.low, float) or not isinstance(declared.high, float):
            raise ParameterError(f"{self.name}: parameter {name} declares no numeric bounds")
        return Estimate(
            declared.low, declared.high, at.unit, Kind.CHOSEN, at.origins, at.middle().low
        )

    def chosen(self, name: str) -> Words:
        """Give a parameter that is a word, such as the scenario.

        Raises
        ------
        ParameterError
            If the notebook declares no such parameter.
        """
        if name not in self.declared:
            raise ParameterError(
                f"{self.name} declares no parameter {name}{nearest_name(name, self.declared)}"
            )
        return Words(
            str(self.settings[name]), frozenset({Origin("parameter", f"{self.name}/{name}")})
        )

    def simulation(self, size: int = 20_000) -> Simulation:
        """Give the chapter's seeded source of samples."""
        return Simulation(int(self.settings["seed"]), size)

    # -- claims and evidence ---------------------------------------------------------------------

    def claim(self, claim_id: str) -> Claim:
        """Look up a claim's row."""
        return _lookup(self.ledger.claims, claim_id, "claim", "claims.csv")

    def claimed(self, claim_id: str) -> Estimate:
        """Give the figure that the article asserts."""
        return claimed(self.claim(claim_id))

    def claim_words(self, claim_id: str) -> Words:
        """Give the figure as the article writes it."""
        row = self.claim(claim_id)
        return Words(row.as_written or row.statement, frozenset({Origin("claim", row.id)}))

    def claim_date(self, claim_id: str) -> Moment:
        """Give the date that a claim speaks of."""
        return dated(self.claim(claim_id))

    def value(self, evidence_id: str) -> Estimate | Unknown:
        """Give an observed value, or `Unknown` if it was published after the cut-off."""
        row = self._observation(evidence_id)
        return observe(row) if self._is_known(row) else Unknown(evidence_id)

    def basis(self, name: str) -> Origin | Unknown:
        """Give what a passage states in words only: an observation, or a claim's ruling.

        Parameters
        ----------
        name : str
            Id of evidence or of a claim.

        Returns
        -------
        Origin or Unknown
            The row or the latest ruling; `Unknown` if the row was published after the cut-off.
        """
        if name in self.ledger.claims:
            return Origin("verdict", f"{name}/{self.vintages[-1]}")
        row = self._observation(name)
        return Origin("evidence", row.id) if self._is_known(row) else Unknown(name)

    def moment(self, evidence_id: str) -> Moment | Unknown:
        """Give the date that an observation speaks of."""
        row = self._observation(evidence_id)
        return dated(row) if self._is_known(row) else Unknown(evidence_id)

    def maker(self, evidence_id: str) -> Words | Unknown:
        """Give the name of who made an observation."""
        row = self._observation(evidence_id)
        if not self._is_known(row):
            return Unknown(evidence_id)
        name = self.ledger.originators[row.origin].name
        return Words(name, frozenset({Origin("evidence", row.id)}))

    def quoted(self, evidence_id: str, words: str) -> Words | Unknown:
        """Give words in which a finding states a number: “two thirds”, “fifth”, “halved”.

        Parameters
        ----------
        evidence_id : str
            Which observation.
        words : str
            Whole words that its finding holds, as they stand there.

        Raises
        ------
        DataError
            If the finding does not hold them, whether it was public at the cut-off or not.
        """
        row = self._observation(evidence_id)
        if not re.search(rf"(?<!\w){re.escape(words)}(?!\w)", row.finding):
            message = f"the finding does not say {words!r} (any more); quote what it says"
            raise DataError([Fault("data/evidence.csv", None, row.id, message)])
        if not self._is_known(row):
            return Unknown(evidence_id)
        return Words(words, frozenset({Origin("evidence", row.id)}))

    def event(self, event_id: str) -> Moment | Unknown:
        """Give the date of an event."""
        row = _lookup(self.ledger.events, event_id, "event", "events.csv")
        return dated(row) if self._is_known(row) else Unknown(event_id)

    def level_of(self, value: Estimate | Unknown) -> Estimate | Unknown:
        """Give the share that a statistical interval covers [%].

        Raises
        ------
        ValueError
            If the value is no such interval.
        """
        if isinstance(value, Unknown):
            return value
        if value.level is None:
            raise ValueError(f"{value} is no statistical interval")
        level = 100 * value.level
        return Estimate(level, level, parse_unit("%"), Kind.CHOSEN, value.origins)

    def claim_count(self) -> Estimate:
        """Count all claims of the article."""
        origins = [Origin("claim", claim_id) for claim_id in self.ledger.claims]
        return count(len(origins), "claims", origins)

    def cutoff_day(self) -> Moment:
        """Give the last day whose publications count, as a value to be printed."""
        day = PartialDate.parse(self.cutoff.isoformat())
        return Moment(day, frozenset({Origin("parameter", f"{self.name}/cutoff")}))

    def newest(self) -> Moment:
        """Give the date of the newest publication among the evidence within the cut-off.

        A publication of which only the year is known may be older than one of a month.
        """
        known = self.ledger.observations(known_by=self.cutoff)
        published = [(self.ledger.source_of(row).published, row) for row in known]
        day, newest = max(
            ((day, row) for day, row in published if day and day.precision is not Precision.YEAR),
            key=lambda pair: pair[0].first,
        )
        return Moment(day, frozenset({Origin("evidence", newest.id)}))

    def written(self) -> Moment:
        """Give the day from which the article is judged."""
        day = self.ledger.settings.vintages.then
        return Moment(
            PartialDate.parse(day.isoformat()), frozenset({Origin("setting", "vintages.then")})
        )

    def reading(
        self, series: str, column: str, at: str, unit: str, dates: str = "month"
    ) -> Estimate | Unknown:
        """Give one value of a series.

        Parameters
        ----------
        series, column : str
            Which table and which of its columns.
        at : str
            Value of the column `dates` in the row that is meant.
        unit : str
            Unit of the column, as its name says.

        Returns
        -------
        Estimate or Unknown
            Exact; `Unknown` if the row lies after the cut-off.

        Raises
        ------
        DataError
            If the series has no such row.
        """
        frame = read_series(self.project, series, (dates, column))
        found = frame.loc[frame[dates].astype(str) == at, column]
        if found.empty:
            message = f"has no row with {dates} {at}; add it or correct the date"
            raise DataError([Fault(f"data/series/{series}.csv", None, at, message)])
        if not PartialDate.parse(at).is_by(self.cutoff):
            return Unknown(f"{series} {at}")
        return reported(None, float(found.iloc[0]), None, unit, [Origin("series", series)])

    # -- verdicts --------------------------------------------------------------------------------

    def ruling(self, claim_id: str, vintage: Vintage) -> Ruling | None:
        """Give the analysts' ruling, or None if the claim has not been ruled on."""
        self.claim(claim_id)
        return self.ledger.rulings.get((claim_id, vintage))

    def probe(self, claim_id: str) -> Fragility:
        """Try the verdict on a claim, as of the cut-off, for what it hangs on."""
        return probe(self.ledger, claim_id, self.cutoff)

    def probes(self) -> list[Fragility]:
        """Try every verdict that has been ruled on, in the order of the ledger."""
        ruled = {claim_id for claim_id, _ in self.ledger.rulings}
        return [self.probe(claim_id) for claim_id in self.ledger.claims if claim_id in ruled]

    def scenario_value(self, scenario: str, name: str) -> Estimate:
        """Give the value that a parameter of this chapter has in a scenario.

        The scenario that was chosen is what the parameters of this run say: they are filled from
        it, and a value passed to the run stands in place of its own. The others are as in the file.

        Raises
        ------
        ParameterError
            If the scenario does not set it.
        """
        if scenario == self.settings["scenario"]:
            return self.parameter(name)
        values = self.ledger.scenarios[scenario].parameters
        if name not in values:
            raise ParameterError(f"data/scenarios.toml ({scenario}) does not set {name}; add it")
        value = float(values[name])
        origin = Origin("scenario", scenario)
        unit = self.declared[name].unit or "ratio"
        return reported(None, value, None, unit, [origin], Kind.CHOSEN)

    def scenario_titles(self, *names: str) -> dict[str, str]:
        """Give heads for scenarios; the chosen one is marked if a parameter departs from it."""
        chosen = str(self.settings["scenario"])
        values = self.ledger.scenarios[chosen].parameters
        departs = any(self.settings.get(name, value) != value for name, value in values.items())
        return {
            name: name.capitalize() + (", changed" if departs and name == chosen else "")
            for name in names
        }

    def swept(self, name: str, known: Iterable[Known]) -> Swept:
        """Give a kept sweep, after holding it against what chapters of this run have found.

        Parameters
        ----------
        name : str
            In `data/sweeps.toml`.
        known : iterable of (Estimate, Estimate, Estimate)
            Values of both parameters, and what was found with them.

        Raises
        ------
        DataError
            If there is no such sweep, or its table is faulty or stale.
        """
        return open_swept(self.project, self.ledger, name, known)

    def assess(self, claim_id: str, vintage: Vintage) -> Assessment:
        """Compute the verdict from the evidence known at a vintage and by the cut-off."""
        self.claim(claim_id)
        day = min(self.ledger.settings.vintages.day(vintage), self.cutoff)
        return assess(self.ledger, claim_id, day)

    # -- findings --------------------------------------------------------------------------------

    @property
    def upstream(self) -> Findings:
        """Findings of the other chapters, fetched when first asked for."""
        if self._delivered is None:
            self._delivered = upstream_findings(self.project, self.name, self.settings)
        return self._delivered

    def finding(self, finding_id: str) -> Estimate | Moment | Words | Unknown:
        """Give what another chapter, or this one, found.

        Returns
        -------
        Estimate, Moment, Words or Unknown
            `Unknown` if the finding was left out because of the cut-off.

        Raises
        ------
        NotebookError
            If the finding's chapter is not among those this one needs.
        """
        found = self._filed(finding_id)
        if found is None:
            prefixes = {name.partition(".")[0] for name in (*self.upstream, *self.recorded)}
            if finding_id.partition(".")[0] in prefixes:
                return Unknown(finding_id)
            raise NotebookError(
                f"{self.name}: no finding {finding_id}"
                f"{nearest_name(finding_id, self.upstream)}; list the chapter that records it "
                "under `needs` in the notebook's metadata"
            )
        return decode_value(found["value"], frozenset({Origin("finding", finding_id)}))

    def likely(self, finding_id: str) -> Likelihood | Unknown:
        """Give a finding that is a probability in words of the chapter's lexicon.

        Printed with ``{chance:is} that …`` or ``{chance:was} that …``, a sentence reads well with
        every term, and without one.
        """
        found = self.finding(finding_id)
        if isinstance(found, Unknown):
            return found
        if not isinstance(found, Estimate):
            raise NotebookError(f"{self.name}: finding {finding_id} is no probability")
        return likelihood(found, self.lexicon)

    def sources_of(self, origins: Origins) -> dict[str, Reference]:
        """Give the references behind a set of origins."""
        return cited_sources(self.ledger, origins, self._series_sources, self._finding_sources)

    def resting_on(self, origins: Origins) -> Origins:
        """Follow findings down to the claims, evidence and parameters they rest on."""
        reached: set[Origin] = set()
        ahead = set(origins)
        while ahead:
            origin = ahead.pop()
            reached.add(origin)
            found = self._filed(origin.id) if origin.kind == "finding" else None
            if found is not None:
                # A finding may rest on findings of other chapters.
                ahead |= decode_origins(found["origins"]) - reached
        return frozenset(reached)

    def _filed(self, finding_id: str) -> Mapping[str, Any] | None:
        return self.recorded.get(finding_id) or self.upstream.get(finding_id)

    def _finding_sources(self, finding_id: str) -> Mapping[str, Reference]:
        filed = self._filed(finding_id)
        return {} if filed is None else dict(filed["sources"])

    def _series_sources(self, name: str) -> list[str]:
        return sorted(set(read_series(self.project, name)["source"]))

    def _observation(self, evidence_id: str) -> Observation:
        return _lookup(self.ledger.evidence, evidence_id, "observation", "evidence.csv")

    def _is_known(self, row: Observation | Event) -> bool:
        return self.ledger.is_known(row, self.cutoff)


def make_chapter(name: str, cells: Cells, project: Project | None = None) -> Chapter:
    """Prepare a chapter from the cells run so far.

    Raises
    ------
    DataError
        If the data is faulty.
    ParameterError
        If the parameters are.
    """
    project = project or find_project()
    ledger = load_ledger(project)
    declared = cells.declared()
    settings = cells.effective(name, declared, ledger.scenarios)
    return Chapter(name, project, ledger, declared, settings)


def _lookup(table: Mapping[str, R], key: str, what: str, file: str) -> R:
    if key not in table:
        message = f"no {what} {key}{nearest_name(key, table)}; add it or correct the id"
        raise DataError([Fault(f"data/{file}", None, key, message)])
    return table[key]
