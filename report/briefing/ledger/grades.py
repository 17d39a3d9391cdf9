"""What the grades mean: two independent scales, and the levels of confidence.

Modelled on the Admiralty code. F and 6 stand for "cannot be judged" and are not the worst grades.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from briefing.ledger.terms import Confidence

RELIABILITY: Final[Mapping[str, str]] = MappingProxyType(
    {
        "A": "The institution or data project itself, on what it said or counted.",
        "B": "A newsroom with its own reporting and a named originator.",
        "C": "A page that re-reports, or a full-text copy of an official or agency text.",
        "D": "An aggregator, mirror, re-translation, blog or copy of an encyclopaedia.",
        "E": "A page seen to misread its source on the point.",
        "F": "Cannot be judged.",
    }
)
"""Reliability of a source, page and originator taken together."""

CREDIBILITY: Final[Mapping[int, str]] = MappingProxyType(
    {
        1: "A maker of another family, on a page graded A to C, gives a compatible value.",
        2: "Fits what else is known, not confirmed independently.",
        3: "Depends on a method, an assumption or an interested party.",
        4: "Doubtful; better evidence stands against it.",
        5: "Contradicted.",
        6: "Cannot be judged.",
    }
)
"""Credibility of an observation's value."""

CONFIDENCE: Final[Mapping[Confidence, str]] = MappingProxyType(
    {
        Confidence.HIGH: "Good evidence from several independent makers, few gaps and assumptions.",
        Confidence.MODERATE: "Plausible and sourced, but not enough in quality or corroboration.",
        Confidence.LOW: "Fragmentary, contested or poorly corroborated.",
    }
)
"""How far the evidence carries a ruling; no statement of probability."""
