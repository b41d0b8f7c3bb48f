"""The face of the package is a promise, and what comes from outside finds its place in the week."""

from __future__ import annotations

import numpy as np
import pytest

import simulation
from simulation import Community, Outcome, Process, Record, Settings, Words, load, parameter, run
from simulation.outcomes import BY_NAME, OUTCOMES
from simulation.week import WEEK, with_extra


class TeaSettings(Settings):
    """Tea in the waiting room."""

    hope_a_cup: float = parameter(
        0.02, low=0.0, high=0.05, unit="index 0-1", en="hope from a cup of tea", es="esperanza por una taza de té"
    )
    cups: float = parameter(
        1.0, low=0.0, high=3.0, unit="persons", scope="centre", en="cups a visitor", es="tazas por visitante"
    )


def tea(residents, care, centre, hope, settings, cups):
    """A cup for everybody who is in care at a centre."""
    for i in range(residents):
        if care[i] == 2:
            hope[i] = min(hope[i] + settings.hope_a_cup * cups[centre[i]], np.float32(1))


TEA = Process(
    name="tea", sentence=Words("Tea is served.", "Se sirve té."), kernel=tea, settings=TeaSettings, after="sessions"
)
CHEER = Outcome(
    "cheer", Words("Recovery of people in care", "Recuperación de personas en atención"), "0-100", "higher",
    Words("Recovery over the run.", "Recuperación en la corrida."),
    lambda record, group: BY_NAME["recovery"].over_run(record, group),
)


def test_everything_on_the_face_can_be_imported():
    assert sorted(simulation.__all__) == sorted(set(simulation.__all__))
    for name in simulation.__all__:
        assert getattr(simulation, name) is not None, name


def test_the_face_is_this():
    assert set(simulation.__all__) >= {
        "Community", "InputError", "OUTCOMES", "Outcome", "Policy", "Process", "Record", "Scenario", "Settings", "Words",
        "load", "load_policy", "parameter", "run",
    }


def test_a_name_that_is_not_on_the_face_is_an_attribute_error():
    with pytest.raises(AttributeError, match="nonsense"):
        simulation.nonsense  # noqa: B018


def test_a_process_and_an_outcome_from_outside_live_in_the_run():
    peru = load("peru")
    plain = run(peru, seed=1, weeks=30, scale=0.01, extra=[CHEER])
    with_tea = run(peru, seed=1, weeks=30, scale=0.01, extra=[TEA, CHEER])
    assert plain.measured["cheer"] == plain.summary()["recovery"]
    assert with_tea.measured["cheer"] > plain.measured["cheer"]
    assert with_tea.values["tea.hope_a_cup"] == 0.02
    assert with_tea.values["tea.cups"] == [1.0] * len(peru.centres)


def test_a_number_of_a_process_from_outside_can_be_given_a_value():
    peru = load("peru")
    values = {("tea.hope_a_cup", None): 0.0}
    quiet = run(peru, seed=1, weeks=30, scale=0.01, extra=[TEA], values=values)
    assert quiet.values["tea.hope_a_cup"] == 0.0
    assert quiet.summary() == pytest.approx(run(peru, seed=1, weeks=30, scale=0.01).summary(), nan_ok=True, rel=0)
    values = {("tea.cups", "centre-2"): 3.0}
    assert run(peru, weeks=1, scale=0.001, extra=[TEA], values=values).values["tea.cups"] == [1.0, 3.0, 1.0]


def test_a_process_from_outside_follows_the_one_it_names_or_stands_before_the_count():
    last = Process(name="last", sentence=Words("a", "b"))
    names = [p.name for p in with_extra((TEA, last))]
    assert names[names.index("sessions") + 1] == "tea"
    assert names[-2:] == ["last", WEEK[-1].name]
    assert [p.name for p in WEEK] == [name for name in names if name not in ("tea", "last")]


def test_a_process_that_is_there_already_or_follows_nothing_is_refused():
    with pytest.raises(ValueError, match="already"):
        with_extra((Process(name="course", sentence=Words("a", "b")),))
    with pytest.raises(ValueError, match="breakfast"):
        with_extra((Process(name="lunch", sentence=Words("a", "b"), after="breakfast"),))


def test_a_record_tells_its_run():
    record = run(load("peru"), seed=1, weeks=60, scale=0.01)
    assert isinstance(record, Record)
    assert (record.system, record.policy, record.weeks, record.scale) == ("peru", "baseline", 60, 0.01)
    assert set(record.summary()) == {o.name for o in OUTCOMES}
    frame = record.to_frame()
    assert list(frame.columns) == [
        "system", "scenario", "policy", "replicate", "week", "centre", "group", "outcome", "value", "unit",
    ]
    assert sorted(frame["week"].unique()) == list(range(60))
    assert set(frame["outcome"]) == {o.name for o in OUTCOMES if o.by_week is not None or o.by_centre is not None}
    assert "People with a disorder in care" in repr(record)
    assert "<table>" in record._repr_html_()


def test_stocks_are_read_over_the_last_year_and_flows_over_all_weeks():
    record = run(load("peru"), seed=1, weeks=80, scale=0.01)
    top, bottom = record.people_count("ill"), record.people_count("residents")
    assert BY_NAME["ill"].over_run(record, "everybody") == pytest.approx(100 * top[28:].sum() / bottom[28:].sum())
    crises = 52_000 * record.people_count("crises").sum() / bottom.sum()
    assert BY_NAME["crises"].over_run(record, "everybody") == pytest.approx(crises)


def test_counts_are_reported_at_full_size():
    peru = load("peru")
    residents = sum(zone.population for zone in peru.zones)
    record = run(peru, weeks=2, scale=0.01)
    assert record.people_count("residents").tolist() == [residents, residents]


def test_a_community_can_be_lived_by_hand_and_recorded():
    from simulation.record import record_of

    peru = load("peru")
    model = Community(peru, 9, weeks=12, scale=0.01)
    for _ in range(5):
        model.step()
    record = record_of(model)
    assert record.weeks == 5
    assert record.tally.shape[0] == record.centre_tally.shape[0] == record.waits.shape[0] == 5


@pytest.mark.parametrize("wrong", [{"scale": 0}, {"scale": -1.0}, {"scale": 1.5}, {"scale": float("nan")}, {"weeks": -1}, {"weeks": 10**6}])
def test_a_share_or_a_horizon_that_makes_no_sense_is_refused(wrong):
    with pytest.raises(ValueError, match=next(iter(wrong))):
        run(load("peru"), **{"weeks": 1, "scale": 0.001, **wrong})
