"""Minutes, money and people are conserved exactly, week by week."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from simulation import Community, load
from simulation.people.codes import (
    AFFECTIVE_PSYCHOSIS,
    AT_CENTRE,
    CARES,
    CHILDHOOD,
    DIVISIONS,
    FIRST_FORMAL,
    GROUP_KINDS,
    HOSPITAL,
    ILL,
    INFORMAL,
    LEDGER,
    OTHER_INSURER,
    OUTPATIENT,
    POPULATION_GROUPS,
    PRIMARY_CARE,
    PROTECTED_HOME,
    REHABILITATION,
    REMISSION,
    WAITING,
)
from simulation.people.tallies import CENTRE, PEOPLE

WEEKS = 60


@pytest.fixture(scope="module", params=[1.0, 0.3, 0.07])
def lived(town, request):
    """A town, and what stood in its tables before and after every week."""
    model = Community(town, 7, weeks=WEEKS, scale=request.param)
    story = []
    kept = {"clinicians": ("carried", "pocket", "pocket_spent", "arrival", "at_work", "vacant"), "centres": ("transport_money", "waiting", "in_care")}
    for week in range(WEEKS):
        before = {(t, c): getattr(getattr(model, t), c).copy() for t, columns in kept.items() for c in columns}
        model.step()
        after = {(t, c): getattr(getattr(model, t), c).copy() for t, columns in kept.items() for c in columns}
        minutes = model.minutes[:, : len(model.clinicians)].copy()
        of_week = {name: model.centre_tally[week, k].copy() for k, name in enumerate(CENTRE)}
        story.append((before, after, minutes, of_week, model.centres.is_open.copy()))
    return model, story


def test_a_clinicians_minutes_add_up_to_the_contract_every_week(lived):
    model, story = lived
    staff = model.clinicians
    seen = set()
    for before, after, minutes, _, is_open in story:
        at_work = after["clinicians", "at_work"] != 0
        assert not at_work[is_open[staff.centre] == 0].any()
        assert not (at_work & (after["clinicians", "vacant"] != 0)).any()
        paid = np.where(at_work, staff.contract, 0)
        carried = before["clinicians", "carried"] - after["clinicians", "carried"]
        np.testing.assert_array_equal(minutes.sum(axis=0), paid + carried)
        assert (minutes >= 0).all()
        if model.scale == 1:
            assert not carried.any()
        seen |= {name for name, row in zip(LEDGER, minutes, strict=True) if row.any()}
    if model.scale > 0.1:  # in a very small place sixty weeks may go by without one kind
        assert seen == set(LEDGER) - ({"phone"} if not model.bundles["staff_hours"].phone_share else set())


def test_minutes_of_a_centre_are_those_of_its_clinicians(lived):
    model, story = lived
    for _, _, minutes, of_week, _ in story:
        for row, name in zip(minutes, LEDGER, strict=True):
            by_centre = np.bincount(model.clinicians.centre, weights=row, minlength=len(model.centres))
            np.testing.assert_array_equal(of_week[f"minutes_{name}"], by_centre)


def test_money_for_trips_comes_in_up_to_a_cap_and_goes_out_as_counted(lived):
    model, story = lived
    weekly = np.asarray(model.local("transport_weekly"), np.float32)
    scale = np.float32(model.scale)
    income, cap = (weekly * scale).astype(np.int64), (np.float32(4) * weekly * scale).astype(np.int64)
    for before, after, _, of_week, is_open in story:
        had = before["centres", "transport_money"]
        had = np.where(is_open != 0, np.minimum(had + income, cap), had)
        np.testing.assert_array_equal(after["centres", "transport_money"], had - of_week["cents_trips"] - of_week["cents_materials"])
    assert sum(of_week["cents_trips"].sum() for *_, of_week, _ in story) > 0


def test_own_money_is_saved_up_to_four_weeks_and_spent_as_counted(lived):
    model, story = lived
    staff = model.clinicians
    income = int(np.float32(model.bundles["staff_hours"].pocket_weekly) * np.float32(model.scale))
    for before, after, _, of_week, _ in story:
        opened = after["clinicians", "at_work"] != 0
        had = before["clinicians", "pocket"]
        had = np.where(opened, np.minimum(had + income, 4 * income), had)
        spent = had - after["clinicians", "pocket"]
        assert (spent >= 0).all()
        by_centre = np.bincount(staff.centre, weights=spent, minlength=len(model.centres))
        np.testing.assert_array_equal(of_week["cents_pocket"], by_centre)
        stayed = before["clinicians", "arrival"] == after["clinicians", "arrival"]
        rise = after["clinicians", "pocket_spent"] - before["clinicians", "pocket_spent"]
        np.testing.assert_array_equal(rise[stayed], spent[stayed])
        np.testing.assert_array_equal(after["clinicians", "pocket_spent"][~stayed], spent[~stayed])
    assert sum(of_week["cents_pocket"].sum() for *_, of_week, _ in story) > 0


def test_every_trip_is_paid_for_in_full(lived):
    model, _ = lived
    trip = model.bundles["home_visits"].trip_cents
    materials = int(np.float32(model.bundles["groups"].materials) * np.float32(model.scale))
    count = {name: model.centre_tally[:WEEKS, CENTRE.index(name), 0] for name in ("cents_trips", "cents_materials", "cents_pocket")}
    held = sum(model.centre_tally[:WEEKS, CENTRE.index(f"held_{kind}"), 0] for kind in GROUP_KINDS)
    paid = sum(count.values()) - held * materials
    assert paid.sum() > 0 and held.sum() > 0
    assert not (paid % trip).any()


def test_a_vehicle_makes_trips_free(lived):
    model, _ = lived
    assert model.centres.vehicles[1] == 1
    assert model.centre_tally[:WEEKS, CENTRE.index("visits_made"), 1].sum() > 0
    materials = int(np.float32(model.bundles["groups"].materials) * np.float32(model.scale))
    held = sum(model.centre_tally[:WEEKS, CENTRE.index(f"held_{kind}"), 1] for kind in GROUP_KINDS)
    paid = sum(model.centre_tally[:WEEKS, CENTRE.index(name), 1] for name in ("cents_trips", "cents_materials", "cents_pocket"))
    np.testing.assert_array_equal(paid, held * materials)  # groups cost what they cost, with or without a vehicle


def test_a_closed_centre_pays_for_nothing_and_does_nothing(lived):
    model, story = lived
    closed = model.centre_tally[:20, :, 1]
    assert not closed.any()
    assert model.centre_tally[20, CENTRE.index("cents_pay"), 1] > 0
    assert [int(is_open[1]) for *_, is_open in story] == [0] * 20 + [1] * (WEEKS - 20)


def test_all_counts_and_cents_are_whole(lived):
    model, _ = lived
    assert model.tally.dtype == model.centre_tally.dtype == np.int64
    assert np.issubdtype(model.waits.dtype, np.integer)
    assert (model.centre_tally >= 0).all()
    assert (model.tally >= 0).all()


def test_nobody_gets_lost(lived):
    model, _ = lived
    residents = model.tally[:WEEKS, PEOPLE.index("residents"), 0]
    assert (residents.sum(axis=1) == len(model.residents)).all()
    assert (residents == model.districts.population).all()
    assert model.residents.arrival.sum() > 0


def test_the_groups_of_a_division_add_up_to_everybody(lived):
    model, _ = lived
    for k in range(len(DIVISIONS)):
        np.testing.assert_array_equal(model.tally[:, :, 1 + 2 * k] + model.tally[:, :, 2 + 2 * k], model.tally[:, :, 0])
        np.testing.assert_array_equal(model.waits[:, 1 + 2 * k] + model.waits[:, 2 + 2 * k], model.waits[:, 0])


def test_waits_are_counted_once_per_first_session(lived):
    model, _ = lived
    np.testing.assert_array_equal(
        model.waits.sum(axis=2), model.tally[:, PEOPLE.index("first_sessions")].sum(axis=2)
    )
    np.testing.assert_array_equal(
        model.tally[:WEEKS, PEOPLE.index("first_sessions"), 0].sum(axis=1),
        model.centre_tally[:WEEKS, CENTRE.index("intakes")].sum(axis=1),
    )
    np.testing.assert_array_equal(
        model.tally[:WEEKS, PEOPLE.index("sessions"), 0].sum(axis=1),
        model.centre_tally[:WEEKS, CENTRE.index("attended")].sum(axis=1),
    )


def test_lists_and_caseloads_of_centres_hold_those_who_wait_and_are_in_care(lived):
    model, _ = lived
    r = model.residents
    for code, column in ((WAITING, "waiting"), (AT_CENTRE, "in_care")):
        by_centre = np.bincount(r.centre[r.care == code], minlength=len(model.centres))
        np.testing.assert_array_equal(getattr(model.centres, column), by_centre)
        np.testing.assert_array_equal(model.centre_tally[WEEKS - 1, CENTRE.index(column)], by_centre)


def test_office_minutes_are_those_of_attended_and_missed_appointments(lived):
    model, _ = lived
    office = model.bundles["sessions"].office_minutes
    attended, missed = (model.centre_tally[:WEEKS, CENTRE.index(name)] for name in ("minutes_office", "minutes_missed"))
    np.testing.assert_array_equal(attended, office * model.centre_tally[:WEEKS, CENTRE.index("attended")])
    np.testing.assert_array_equal(
        missed.sum(axis=1), office * model.tally[:WEEKS, PEOPLE.index("missed_appointments"), 0].sum(axis=1)
    )
    booked = model.centre_tally[:WEEKS, CENTRE.index("booked")]
    np.testing.assert_array_equal(attended + missed, office * booked)
    assert (booked <= model.centre_tally[:WEEKS, CENTRE.index("slots")]).all()


def recount(model: Community) -> dict[str, np.ndarray]:
    """What the week's stocks are, counted with NumPy: name -> one number per resident to add up."""
    r = model.residents
    ten_thousand, half = np.float32(10_000), np.float32(0.5)
    ill = r.status == ILL
    psychosis = (r.disorder >= AFFECTIVE_PSYCHOSIS) & (r.disorder < CHILDHOOD) & (r.status == REMISSION)
    disorder = ill | psychosis
    recovered = (
        r.connectedness + r.hope + r.identity + r.meaning + r.empowerment + np.float32(1) - r.difficulties
    ) * np.float32(1 / 6)

    def points(index: np.ndarray) -> np.ndarray:
        return (index * ten_thousand + half).astype(np.int64)

    return {
        "residents": np.ones(len(r), np.int64),
        "with_disorder": disorder,
        "ill": ill,
        "living_with": ill | (r.status == REMISSION),
        "in_care": disorder & (r.care >= FIRST_FORMAL),
        "at_centre": disorder & (r.care == AT_CENTRE),
        "waiting": r.care == WAITING,
        "recovery": np.where(disorder, points(recovered), 0),
        "severity": np.where(ill, points(r.severity), 0),
        "functioning": np.where(disorder, points(r.functioning), 0),
        "stigma_held": points(r.stigma_held),
        "knows_centre": r.knows_centre,
        "informal_care": r.care == INFORMAL,
        "primary_care": r.care == PRIMARY_CARE,
        "outpatient_care": r.care == OUTPATIENT,
        "hospital_care": r.care == HOSPITAL,
        "home_care": r.care == PROTECTED_HOME,
        "rehabilitation_care": r.care == REHABILITATION,
        "other_insurer_weeks": r.care == OTHER_INSURER,
        "stigma_self": np.where(disorder, points(r.stigma_self), 0),
        "family_burden": np.where(disorder, points(r.family_burden), 0),
        "consents": disorder & (r.consents != 0),
    }


def test_stocks_are_what_numpy_counts_in_the_columns(lived):
    model, _ = lived
    r = model.residents
    last = model.tally[WEEKS - 1]
    for name, each in recount(model).items():
        for g in range(len(POPULATION_GROUPS)):
            bit = (r.divisions >> max((g - 1) // 2, 0)) & 1
            mask = np.ones(len(r), bool) if g == 0 else bit == (g - 1) % 2
            by_district = np.bincount(r.district[mask], weights=each[mask], minlength=len(model.districts))
            np.testing.assert_array_equal(last[PEOPLE.index(name), g], by_district, err_msg=f"{name}, {POPULATION_GROUPS[g]}")


@pytest.fixture(scope="module")
def settled_people(town):
    """The town without births, deaths and moves."""
    from simulation import community
    from simulation.week import WEEK

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(community, "WEEK", tuple(p for p in WEEK if p.name not in ("turnover", "burden")))
        return Community(town, 5, weeks=WEEKS).live()


def test_without_coming_and_going_every_place_of_care_changes_by_those_who_come_and_leave(settled_people):
    model = settled_people
    stocks = {
        INFORMAL: "informal_care", WAITING: "waiting", PRIMARY_CARE: "primary_care", OUTPATIENT: "outpatient_care",
        HOSPITAL: "hospital_care", PROTECTED_HOME: "home_care", REHABILITATION: "rehabilitation_care",
        OTHER_INSURER: "other_insurer_weeks",
    }
    flows = model.flows[:WEEKS].astype(np.int64)
    moved = 0
    for code, name in stocks.items():
        stock = model.tally[:WEEKS, PEOPLE.index(name), 0].sum(axis=1)
        change = flows[:, :, code].sum(axis=1) - flows[:, code, :].sum(axis=1)
        np.testing.assert_array_equal(np.diff(stock), change[1:], err_msg=name)
        moved += int((change != 0).any())
    assert moved >= 6
    assert not flows[:, range(len(CARES)), range(len(CARES))].any()


def test_without_coming_and_going_lists_and_caseloads_change_by_what_is_counted(settled_people):
    model = settled_people
    counts = {name: model.tally[:WEEKS, PEOPLE.index(name), 0].sum(axis=1) for name in PEOPLE}
    flows = model.flows[:WEEKS].astype(np.int64)
    waiting = model.centre_tally[:WEEKS, CENTRE.index("waiting")].sum(axis=1)
    caseload = model.centre_tally[:WEEKS, CENTRE.index("in_care")].sum(axis=1)
    joined = counts["joined_list"] - counts["left_list"] - counts["first_sessions"] - flows[:, WAITING, HOSPITAL]
    np.testing.assert_array_equal(np.diff(waiting, prepend=0), joined)
    gone = sum(flows[:, AT_CENTRE, to] for to in (HOSPITAL, PROTECTED_HOME, REHABILITATION))
    np.testing.assert_array_equal(
        np.diff(caseload, prepend=0), counts["first_sessions"] - counts["dropouts"] - counts["discharges"] - gone
    )
    assert counts["dropouts"].sum() > 0
    assert counts["discharges"].sum() > 0
    assert gone.sum() > 0


def test_people_seek_help_early_only_in_illnesses_that_began(lived):
    model, _ = lived
    early, began = (model.tally[:WEEKS, PEOPLE.index(name), 0].sum() for name in ("contact_in_half_year", "onsets"))
    assert 0 < early < began


def test_a_system_without_centres_lives(town):
    model = Community(replace(town, centres=()), 1, weeks=30, scale=0.2).live()
    assert not model.centre_tally.any()
    assert (model.residents.care != AT_CENTRE).all()
    for name in ("primary_care", "outpatient_care", "other_insurer_weeks", "informal_care"):
        assert model.tally[:30, PEOPLE.index(name), 0].any(), name


def test_events_are_the_same_that_are_counted(town):
    peers = town.setting({
        "peer_workers.peer_posts": 6.0, "peer_workers.peer_exit": 1.5, "peer_workers.wishes": 0.6, "peer_workers.recovery_needed": 0.45,
        "peer_support.offered[common]": 1.0, "peer_support.hides": 0.8, "critical_time.teams": 4.0, "critical_time.accompanied[common]": 1.0,
        "critical_time.distinct_roles": 0.5, "peer_brokers.asks_peer": 1.0, "peer_brokers.talks_a_week": 16.0,
        "meetings.meeting_every": 1.0, "meetings.users_share": 1.0, "practice_visits.visits_month": 1.0, "informal_contact.informal_minutes": 15.0,
    })
    model = Community(peers, 2, weeks=WEEKS, keep_events=True).live()
    from simulation.people.events import CODES
    from simulation.record import record_of

    log = record_of(model).event_log
    in_horizon = log["week"] >= 0
    counted = {
        "fell_ill": "onsets", "crisis": "crises", "died": "deaths", "left_list": "left_list",
        "first_session": "first_sessions", "missed": "missed_appointments", "home_visit": "home_visits",
        "dropped_out": "dropouts", "discharged": "discharges", "sought_help": "seekers", "referred": "referrals",
        "admitted": "admissions",
    }
    for event, tally in counted.items():
        found = int((in_horizon & (log["code"] == CODES.index(event))).sum())
        assert found == model.tally[:WEEKS, PEOPLE.index(tally), 0].sum(), event
    # what a town has no place for happens in a neighbourhood with meeting places, a project and a hidden name
    hidden = load("rfcmh").setting({"naming.named": 0.3, "naming.comes_out": 4.0, "evenings.evenings": 26.0})
    outside = record_of(Community(hidden, 2, weeks=40, keep_events=True).live()).event_log
    assert set(log["code"].tolist()) | set(outside["code"].tolist()) == set(range(len(CODES)))
