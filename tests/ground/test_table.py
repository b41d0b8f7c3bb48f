"""Tables: arrays are the truth, and Mesa agents are views of their rows."""

from __future__ import annotations

import mesa
import numpy as np
import pytest

from simulation.ground.table import Column, RowAgent, Table

COLUMNS = (
    Column("severity", "f4", "index 0-1", "how ill", start=0.25, low=0, high=1),
    Column("state", "i1", "code", "course", codes=("well", "ill", "gone")),
    Column("in_care", "i1", "yes/no", "is in care"),
    Column("minutes", "i8", "minutes", "of care so far"),
)


class Person(RowAgent):
    columns = COLUMNS
    table = "people"


class Town(mesa.Model):
    def __init__(self, rows: int) -> None:
        super().__init__()
        self.people = Table(COLUMNS, rows)
        self.persons = [Person(self, row) for row in range(rows)]


@pytest.fixture
def town() -> Town:
    return Town(3)


def test_a_column_is_an_array_of_its_type_with_its_start():
    table = Table(COLUMNS, 70)
    assert table.severity.dtype == np.float32
    assert table.severity.tolist() == [0.25] * 70
    assert table.minutes.dtype == np.int64
    assert len(table) == 70
    assert list(table) == [c.name for c in COLUMNS]


@pytest.mark.parametrize("rows", [0, 1, 63, 64, 65, 7121])
def test_padding_is_whole_blocks_with_at_least_one_row_to_spare_and_stays_0(rows):
    table = Table(COLUMNS, rows)
    table.severity[:] = 1
    whole = table.whole("severity")
    assert whole.size % 64 == 0
    assert whole.size > rows
    assert whole[rows:].tolist() == [0] * (whole.size - rows)
    assert table.nbytes == whole.size * (4 + 1 + 1 + 8)


def test_an_unknown_column_is_an_attribute_error():
    with pytest.raises(AttributeError, match="mood"):
        _ = Table(COLUMNS, 1).mood


def test_two_columns_of_one_name_are_refused():
    with pytest.raises(ValueError, match="one name"):
        Table((COLUMNS[0], COLUMNS[0]), 1)


def test_take_copies_rows_and_leaves_the_others():
    small, large = Table(COLUMNS, 2), Table(COLUMNS, 4)
    small.severity[:] = [0.5, 0.75]
    large.take(small)
    small.severity[:] = 0
    assert large.severity.tolist() == [0.5, 0.75, 0.25, 0.25]


def test_an_agent_reads_its_row(town):
    town.people.severity[:] = [0.25, 0.5, 1]
    town.people.state[1] = 1
    town.people.in_care[1] = 1
    person = town.persons[1]
    assert (person.severity, person.state, person.in_care, person.minutes) == (0.5, "ill", True, 0)
    assert isinstance(person.severity, float)
    assert isinstance(person.minutes, int)


def test_what_is_written_through_an_agent_is_in_the_array(town):
    person = town.persons[2]
    person.severity, person.state, person.in_care, person.minutes = 0.5, "gone", True, 90
    people = town.people
    assert [column[2] for column in (people.severity, people.state, people.in_care, people.minutes)] == [
        0.5, 2, 1, 90,
    ]  # fmt: skip
    assert people.severity[:2].tolist() == [0.25, 0.25]


def test_a_code_may_be_written_as_its_number_and_minus_one_shows_as_nothing(town):
    town.persons[0].state = 1
    assert town.persons[0].state == "ill"
    town.people.state[0] = -1
    assert town.persons[0].state is None


@pytest.mark.parametrize("value", [-0.01, 1.01, float("nan"), float("inf")])
def test_a_value_outside_its_limits_is_refused_and_changes_nothing(town, value):
    with pytest.raises(ValueError, match="severity lies between 0 and 1"):
        town.persons[0].severity = value
    assert town.people.severity[0] == 0.25


def test_a_name_that_is_no_code_is_refused_with_the_names_that_are(town):
    with pytest.raises(ValueError, match="well, ill, gone"):
        town.persons[0].state = "fine"


def test_mesas_own_sets_work_on_rows(town):
    town.people.severity[:] = [0.25, 0.5, 1]
    assert len(town.agents.select(lambda a: a.severity > 0.4)) == 2
    assert town.agents.agg("severity", max) == 1
    town.agents.set("in_care", True)
    assert town.people.in_care.tolist() == [1, 1, 1]


def test_an_agent_tells_its_kind_and_row(town):
    assert repr(town.persons[1]) == "<Person 1>"
