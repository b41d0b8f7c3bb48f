"""What processes touch is read off their source: checked against a rule written here, and against the whole model."""

from __future__ import annotations

import numpy as np

from experiments.use_names import tables
from experiments.uses import (
    counted_by_outcome,
    outcomes_counting,
    peopling,
    processes_writing,
    readers_of,
    reckoning,
    use_of,
    uses,
)
from simulation import Process, Settings, Words, parameter
from simulation.ground.cache import kernel
from simulation.ground.parameter import Bundle
from simulation.parameters import declared
from simulation.people import tallies as t
from simulation.people.tallies import CRISES, count, row_of


class KitchenSettings(Settings):
    """Two numbers, of which the kernel looks at one itself and hands the other on."""

    gain: float = parameter(0.1, low=0, high=1, unit="share", en="gain", es="ganancia")
    reach: float = parameter(0.1, low=0, high=1, unit="share", en="reach", es="alcance")


@kernel
def reaches(settings: Bundle, x: np.float32, trusted) -> bool:  # type: ignore[no-untyped-def]
    trusted[0] = x
    return bool(settings.reach > x)


@kernel
def kitchen(week, residents, settings, course_settings, severity, hope, trust, divisions, district, centres_rooms, channel_stigma_weight, tally):  # type: ignore[no-untyped-def]
    for i in range(residents):
        if reaches(settings, severity[i], trust) and centres_rooms[0] > 0 and channel_stigma_weight[0] > 0:
            hope[i] += settings.gain * course_settings.treated_severity
            count(tally, row_of(week, 2), CRISES, divisions[i], district[i], 1)
            count(tally, row_of(week, 2), t.SEEKERS, divisions[i], district[i], 1)


def test_a_rule_is_read_from_its_arguments_and_its_body() -> None:
    use = use_of(Process("kitchen", Words("a", "b"), kernel=kitchen, settings=KitchenSettings))
    assert use.settings == {"kitchen.gain", "kitchen.reach", "course.treated_severity"}
    assert use.writes == {"residents.hope", "residents.trust"}
    assert use.reads >= {"residents.severity", "residents.hope", "centres.rooms", "residents.divisions"}
    assert "residents.trust" not in use.reads
    assert use.channels_read == {"stigma_weight"}
    assert use.counts == {"crises", "seekers"}


def test_every_count_is_counted_somewhere() -> None:
    counted = set().union(*(u.counts for u in uses().values()))
    assert set(t.PEOPLE) | set(t.CENTRE) == counted


def test_every_parameter_is_read_by_a_rule_or_when_the_place_is_peopled() -> None:
    read = set().union(*(u.settings for u in uses().values()))
    unread = {d.name.partition("[")[0] for d in declared().values()} - read
    # what a policy's step costs stands in the policy's own file: these two are what it may be set beside
    assert unread - {"prices.campaign_resident", "prices.centre_opening"} <= peopling().settings | reckoning().keys()
    assert {"population.household_size", "nearest_centre.far_minutes", "population.near_ties"} <= unread


def test_every_column_of_residents_that_changes_is_written_by_a_process() -> None:
    unwritten = {c.name for c in tables()["residents"] if not processes_writing(f"residents.{c.name}")}
    # where a person lives, and which practice that means, is fixed when the place is peopled; arms are a trial's
    assert unwritten <= {"x", "y", "zone", "district", "household", "practice", "trial_arm"}


def test_barriers_write_to_their_channel_and_readers_are_found() -> None:
    assert uses()["stigma"].channels_written == {"stigma_weight"}
    assert "stigma_weight" in uses()["help_seeking"].channels_read
    assert uses()["course"].writes >= {"residents.severity", "residents.status"}
    assert "help_seeking" in readers_of("nearest_centre.minutes_per_km")


def test_outcomes_say_which_counts_they_look_at() -> None:
    assert counted_by_outcome()["crises"] == {"crises", "residents"}
    assert "crises" in outcomes_counting({"crises"})
    assert outcomes_counting({"residents"}) == []
    assert all(counted_by_outcome().values())
