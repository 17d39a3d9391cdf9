"""Rows drawn at random: each moves what rests on it, or is reported as moving nothing.

Any seed must do.
"""

from __future__ import annotations

from functools import partial

import pytest
from tests.chapters.conftest import once
from tests.chapters.mutating import (
    BATCHES,
    SHOWN,
    Mutations,
    choose_rows,
    differing,
    ledger_as_is,
    new_verdicts,
    read_project,
    run_mutations,
)
from tests.chapters.reaching import reach

from briefing.diff.diffing import compare_graphs
from briefing.errors import DataError

SEED = 20_241_130

ROWS = choose_rows(SEED, 20)


@pytest.fixture(scope="session")
def mutations(shared, central):
    """The briefing before and after each row was given another value."""
    run = partial(run_mutations, rows=ROWS, notebooks=central.notebooks)
    return Mutations(once(shared / "mutations", run))


def above(batch, row):
    """Everything that rests on a row, before or after."""
    return batch.old.above(f"evidence:{row}") | batch.new.above(f"evidence:{row}")


def union(sets):
    """Put sets together."""
    return set().union(*sets)


def moved(batch):
    """What a reader sees that says something else now."""
    nodes = {**batch.old.nodes, **batch.new.nodes}
    return {name for name in differing(batch) if nodes[name].kind in SHOWN}


def test_rows_are_moved_once(mutations):
    """Every row drawn is tried, in few runs."""
    tried = [row for batch in mutations.batches for row in batch.edits]
    assert sorted([*tried, *mutations.refused]) == sorted(ROWS)
    assert 0 < len(mutations.batches) <= BATCHES
    assert len(set(ROWS)) == 20


@pytest.mark.parametrize("row", ROWS)
def test_a_row_moves_what_rests_on_it(mutations, tmp_path, row):
    """Another value changes a finding, passage, chart or ruling, or the row is called unused."""
    if row in mutations.refused:
        keys = new_verdicts(ledger_as_is(), {row: mutations.refused[row]})
        with pytest.raises(DataError) as refusal:
            read_project(tmp_path, {row: mutations.refused[row]})
        assert all(f"({claim}/{vintage})" in str(refusal.value) for claim, vintage in keys)
        assert keys
        return
    batch = mutations.batch_of(row)
    others = [each for each in batch.edits if each != row and each not in mutations.unused]
    if row in mutations.unused:
        # What rests on it moved for another row, if at all.
        assert moved(batch) & above(batch, row) <= union(above(batch, each) for each in others)
    else:
        own = reach(batch.new, row) - union(reach(batch.new, each) for each in others)
        assert moved(batch) & own


def test_the_difference_names_the_rows_that_changed(mutations):
    """Exactly the changed rows are the inputs that the difference tells, and each has a cause."""
    for batch in mutations.batches:
        rows = {f"evidence:{row}" for row in batch.edits}
        changes = compare_graphs(batch.old, batch.new).changes
        inputs = {change.id for change in changes if change.kind not in SHOWN}
        causes = {cause.id for change in changes for cause in change.causes}
        assert inputs | causes == rows


def test_the_difference_lists_what_moved_and_nothing_else(mutations):
    """Node by node, the same things differ as are listed, and each rests on a changed row."""
    for batch in mutations.batches:
        rows = {f"evidence:{row}" for row in batch.edits}
        changes = compare_graphs(batch.old, batch.new).changes
        listed = {change.id for change in changes if change.kind in SHOWN}
        assert listed == moved(batch)
        assert {n for n in differing(batch) if n not in listed} == rows
        assert listed <= union(above(batch, row) for row in batch.edits)
