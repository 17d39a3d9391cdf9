"""Sentences about a harbour, with every quantity in them: what an audit must find.

Each line names the words found, the range, the unit and the kind. Dates are ranges of days; an open
side of a range is None.
"""

from __future__ import annotations

from typing import Final

Expected = tuple[str, float | str | None, float | str | None, str | None, str]

NUMERALS: Final[tuple[tuple[str, tuple[Expected, ...]], ...]] = (
    ("The port handled 1,300,000 crates.", (("1,300,000", 1.3e6, 1.3e6, "crate", "count"),)),
    ("The port handled 1.3 million crates.", (("1.3 million", 1.3e6, 1.3e6, "crate", "count"),)),
    ("It handled 1 300 000 crates.", (("1 300 000", 1.3e6, 1.3e6, "crate", "count"),)),
    ("It handled 1\u202f300\u202f000 crates.",
     (("1\u202f300\u202f000", 1.3e6, 1.3e6, "crate", "count"),)),
    ("It handled 1\u2009300\u00a0000 crates.",
     (("1\u2009300\u00a0000", 1.3e6, 1.3e6, "crate", "count"),)),
    ("It handled 1.300.000 crates.", (("1.300.000", 1.3e6, 1.3e6, "crate", "count"),)),
    ("It handled 1'300'000 crates.", (("1'300'000", 1.3e6, 1.3e6, "crate", "count"),)),
    ("A pilot holds 0.75 of a share.", (("0.75", 0.75, 0.75, None, "count"),)),
    ("Some 40k boxes came.", (("40k", 4e4, 4e4, "box", "count"),)),
    ("Depth fell by -1.5 metres.", (("-1.5 metres", -1.5, -1.5, "m", "measure"),)),
    ("The crane cost $2bn.", (("$2bn", 2e9, 2e9, "USD", "money"),)),
    ("The crane cost US$2.5 billion.", (("US$2.5 billion", 2.5e9, 2.5e9, "USD", "money"),)),
    ("The crane cost 2 billion dollars.", (("2 billion dollars", 2e9, 2e9, "USD", "money"),)),
    ("The crane cost €300m.", (("€300m", 3e8, 3e8, "EUR", "money"),)),
    ("A pilot pays 40 euros.", (("40 euros", 40, 40, "EUR", "money"),)),
    ("Dues rose by 36%.", (("36%", 36, 36, "%", "share"),)),
    ("Dues rose by 36 percent.", (("36 percent", 36, 36, "%", "share"),)),
    ("Dues rose by 36 per cent.", (("36 per cent", 36, 36, "%", "share"),)),
    ("Dues rose by thirty-six percent.", (("thirty-six percent", 36, 36, "%", "share"),)),
    ("Dues rose 3.5 percentage points.", (("3.5 percentage points", 3.5, 3.5, "%", "share"),)),
    ("A 152-millimetre pipe leaks.", (("152-millimetre", 152, 152, "mm", "measure"),)),
    ("A 20ft box fell.", (("20ft", 20, 20, "ft", "measure"),)),
    ("The quay is 2.4 km long.", (("2.4 km", 2.4, 2.4, "km", "measure"),)),
    ("It covers 1,200 square kilometres.",
     (("1,200 square kilometres", 1200, 1200, "km2", "measure"),)),
    ("It lifts 60 tonnes.", (("60 tonnes", 60, 60, "t", "measure"),)),
)  # fmt: skip

WORDS: Final[tuple[tuple[str, tuple[Expected, ...]], ...]] = (
    ("Twenty-one tugs left.", (("Twenty-one", 21, 21, "tug", "count"),)),
    ("A hundred tugs left.", (("A hundred", 100, 100, "tug", "count"),)),
    ("A dozen tugs left.", (("A dozen", 12, 12, "tug", "count"),)),
    ("Half a dozen tugs left.", (("Half a dozen", 6, 6, "tug", "count"),)),
    ("Two dozen tugs left.", (("Two dozen", 24, 24, "tug", "count"),)),
    ("Half a million crates left.", (("Half a million", 5e5, 5e5, "crate", "count"),)),
    ("Two hundred and fifty thousand crates left.",
     (("Two hundred and fifty thousand", 250_000, 250_000, "crate", "count"),)),
    ("One and a half million crates left.",
     (("One and a half million", 1.5e6, 1.5e6, "crate", "count"),)),
    ("Three million two hundred thousand and five crates left.",
     (("Three million two hundred thousand and five", 3_200_005, 3_200_005, "crate", "count"),)),
    ("Two point five million crates left.",
     (("Two point five million", 2.5e6, 2.5e6, "crate", "count"),)),
    ("One tug left.", (("One", 1, 1, None, "count"),)),
    ("Two tugs and three barges left.",
     (("Two", 2, 2, "tug", "count"), ("three", 3, 3, "barge", "count"))),
)  # fmt: skip

RANGES: Final[tuple[tuple[str, tuple[Expected, ...]], ...]] = (
    ("There are 11,000 to 12,000 sailors.",
     (("11,000 to 12,000", 11_000, 12_000, "person", "count"),)),
    ("There are 1.6-6 million crates.", (("1.6-6 million", 1.6e6, 6e6, "crate", "count"),)),
    ("There are 1.6 million to 6 million crates.",
     (("1.6 million to 6 million", 1.6e6, 6e6, "crate", "count"),)),
    ("There are 40–60 tugs.", (("40–60", 40, 60, "tug", "count"),)),
    ("There are between 40 and 60 tugs.", (("between 40 and 60", 40, 60, "tug", "count"),)),
    ("The count went from five to nine tugs.", (("from five to nine", 5, 9, "tug", "count"),)),
    ("Eight or nine tugs left.", (("Eight or nine", 8, 9, "tug", "count"),)),
    ("Dues of 10-15% apply.", (("10-15%", 10, 15, "%", "share"),)),
    ("Dues of 10% to 15% apply.", (("10% to 15%", 10, 15, "%", "share"),)),
    ("It cost $2–3bn.", (("$2–3bn", 2e9, 3e9, "USD", "money"),)),
    ("It cost between $2 billion and $3 billion.",
     (("between $2 billion and $3 billion", 2e9, 3e9, "USD", "money"),)),
    ("It took three to five years.", (("three to five years", 3, 5, "year", "duration"),)),
    ("More than 1.3 million crates came.",
     (("More than 1.3 million", 1.3e6, None, "crate", "count"),)),
    ("At least 40 tugs left.", (("At least 40", 40, None, "tug", "count"),)),
    ("Up to 40 tugs left.", (("Up to 40", None, 40, "tug", "count"),)),
    ("Fewer than ten tugs left.", (("Fewer than ten", None, 10, "tug", "count"),)),
)  # fmt: skip

SHARES: Final[tuple[tuple[str, tuple[Expected, ...]], ...]] = (
    ("Half of the tugs left.", (("Half", 50, 50, "%", "share"),)),
    ("About a third of them left.", (("a third", 100 / 3, 100 / 3, "%", "share"),)),
    ("Two thirds of them left.", (("Two thirds", 200 / 3, 200 / 3, "%", "share"),)),
    ("Two-thirds of them left.", (("Two-thirds", 200 / 3, 200 / 3, "%", "share"),)),
    ("Three quarters of them left.", (("Three quarters", 75, 75, "%", "share"),)),
    ("One in five left.", (("One in five", 20, 20, "%", "share"),)),
    ("Two out of three left.", (("Two out of three", 200 / 3, 200 / 3, "%", "share"),)),
    ("A 3/4 share is held.", (("3/4", 75, 75, "%", "share"),)),
    ("A ¾ share is held.", (("¾", 75, 75, "%", "share"),)),
    ("A tenth of them left.", (("A tenth", 10, 10, "%", "share"),)),
    ("The quay is twice as long.", (("twice", 2, 2, "ratio", "multiple"),)),
    ("Traffic doubled.", (("doubled", 2, 2, "ratio", "multiple"),)),
    ("It earns double the sum.", (("double", 2, 2, "ratio", "multiple"),)),
    ("It earns three times the sum.", (("three times", 3, 3, "ratio", "multiple"),)),
    ("Traffic rose tenfold.", (("tenfold", 10, 10, "ratio", "multiple"),)),
    ("Traffic rose 2.5-fold.", (("2.5-fold", 2.5, 2.5, "ratio", "multiple"),)),
)  # fmt: skip

DURATIONS: Final[tuple[tuple[str, tuple[Expected, ...]], ...]] = (
    ("It took ten years.", (("ten years", 10, 10, "year", "duration"),)),
    ("It took 24 years.", (("24 years", 24, 24, "year", "duration"),)),
    ("A ten-year lease ended.", (("ten-year", 10, 10, "year", "duration"),)),
    ("It took six months.", (("six months", 6, 6, "month", "duration"),)),
    ("It took two and a half years.", (("two and a half years", 2.5, 2.5, "year", "duration"),)),
    ("It took half an hour.", (("half an hour", 0.5, 0.5, "hour", "duration"),)),
    ("It took a decade.", (("a decade", 10, 10, "year", "duration"),)),
    ("It took two decades.", (("two decades", 20, 20, "year", "duration"),)),
    ("He waited a year and a half.", (("a year and a half", 1.5, 1.5, "year", "duration"),)),
)  # fmt: skip

RANKS: Final[tuple[tuple[str, tuple[Expected, ...]], ...]] = (
    ("It is the first lock.", (("first", 1, 1, None, "rank"),)),
    ("It is the third-largest port.", (("third-largest", 3, 3, "largest", "rank"),)),
    ("It is the largest port.", (("largest", 1, 1, "largest", "rank"),)),
    ("It is the 38th lock.", (("38th", 38, 38, None, "rank"),)),
    ("It is the twenty-first lock.", (("twenty-first", 21, 21, None, "rank"),)),
    ("It is the hundredth lock.", (("hundredth", 100, 100, None, "rank"),)),
)  # fmt: skip

DATES: Final[tuple[tuple[str, tuple[Expected, ...]], ...]] = (
    ("It opened on 19 June 2019.", (("19 June 2019", "2019-06-19", "2019-06-19", None, "date"),)),
    ("It opened on June 19, 2019.", (("June 19, 2019", "2019-06-19", "2019-06-19", None, "date"),)),
    ("It opened on June 19th, 2019.",
     (("June 19th, 2019", "2019-06-19", "2019-06-19", None, "date"),)),
    ("It opened on the 19th of June 2019.",
     (("19th of June 2019", "2019-06-19", "2019-06-19", None, "date"),)),
    ("It opened on 2019-06-19.", (("2019-06-19", "2019-06-19", "2019-06-19", None, "date"),)),
    ("It opened in June 2019.", (("June 2019", "2019-06-01", "2019-06-30", None, "date"),)),
    ("It opened in November.", (("November", "--11-01", "--11-30", None, "date"),)),
    ("It opened on Nov. 4.", (("Nov. 4", "--11-04", "--11-04", None, "date"),)),
    ("It opened in 2000.", (("2000", "2000-01-01", "2000-12-31", None, "date"),)),
    ("It opened in spring 2023.", (("spring 2023", "2023-03-01", "2023-05-31", None, "date"),)),
    ("It opened in the summer of 2021.",
     (("summer of 2021", "2021-06-01", "2021-08-31", None, "date"),)),
    ("It opened in mid-2021.", (("mid-2021", "2021-05-01", "2021-08-31", None, "date"),)),
    ("It opened in late 2021.", (("late 2021", "2021-09-01", "2021-12-31", None, "date"),)),
    ("It was open from 2012 to 2014.",
     (("from 2012 to 2014", "2012-01-01", "2014-12-31", None, "date"),)),
    ("It was open 2012–14.", (("2012–14", "2012-01-01", "2014-12-31", None, "date"),)),
    ("It was closed in the 1990s.", (("1990s", "1990-01-01", "1999-12-31", None, "date"),)),
    ("It closed in the third quarter of 2021.",
     (("third quarter of 2021", "2021-07-01", "2021-09-30", None, "date"),)),
    ("It closed in the first half of 2021.",
     (("first half of 2021", "2021-01-01", "2021-06-30", None, "date"),)),
    ("A lock of the nineteenth century.",
     (("nineteenth century", "1801-01-01", "1900-12-31", None, "date"),)),
)  # fmt: skip

VAGUE: Final[tuple[tuple[str, tuple[Expected, ...]], ...]] = (
    ("Several billions were spent.", (("Several billions", 2e9, 1e10, None, "vague"),)),
    ("Several pilots left.", (("Several", 2, 10, "person", "vague"),)),
    ("It cost several billion dollars.",
     (("several billion dollars", 2e9, 1e10, "USD", "vague"),)),
    ("Thousands of crates fell.", (("Thousands", 2e3, 1e4, "crate", "vague"),)),
    ("Dozens of crates fell.", (("Dozens", 24, 120, "crate", "vague"),)),
    ("Tens of thousands of crates fell.",
     (("Tens of thousands", 2e4, 1e5, "crate", "vague"),)),
    ("Hundreds of thousands of crates fell.",
     (("Hundreds of thousands", 2e5, 1e6, "crate", "vague"),)),
    ("A few hundred crates fell.", (("A few hundred", 200, 1000, "crate", "vague"),)),
    ("A couple of crates fell.", (("A couple", 2, 2, "crate", "vague"),)),
    ("It took decades.", (("decades", 20, 100, "year", "vague"),)),
)  # fmt: skip

GROUPS: Final = {
    "numerals": NUMERALS, "words": WORDS, "ranges": RANGES, "shares": SHARES,
    "durations": DURATIONS, "ranks": RANKS, "dates": DATES, "vague": VAGUE,
}  # fmt: skip

SENTENCES: Final = tuple(
    (sentence, found) for group in GROUPS.values() for sentence, found in group
)

SILENT: Final = (
    "No one was there, and that one stayed.",
    "The F-16 flew over the KN-23, then the G7 met.",
    "She may march at once; at first nobody came.",
    "Wait a second, said the quartermaster.",
    "The one who left took another one.",
    "Someone asked often, tending the weightless tent.",
)
"""Sentences without any quantity; designations with digits in them are names."""
