"""Virtual interviews: who is asked, that answers come from what was lived through, and how they are shown."""

from __future__ import annotations

import json
import math
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from experiments.command import INVALID, OK, main
from experiments.diaries import BARRIERS, CAUSES, NAMES, Diaries, shown
from experiments.interviews import OFTEN, Answer, Interviews, interview, lived, plan_for, sampled
from experiments.interviews_page import as_json, as_text, parts, thinned, write_page
from simulation import InputError, Record, Scenario, load, load_policy, run
from simulation.community import Community
from simulation.people.codes import LEDGER, PROFESSIONS
from simulation.people.tallies import CENTRE, PEOPLE


@pytest.fixture(scope="module")
def peru() -> Scenario:
    return load("peru")


@pytest.fixture(scope="module")
def both(peru) -> tuple[Record, Interviews]:
    record, told = lived(peru, seed=2, scale=0.05)
    assert told is not None
    return record, told


@pytest.fixture(scope="module")
def told(both) -> Interviews:
    return both[1]


def answer(**often: float) -> Answer:
    return Answer(52, {**dict.fromkeys(BARRIERS, 0.0), **often})


# --- whom the study asked -------------------------------------------------------------------------------------------


def test_the_plan_of_peru_is_that_of_table_1():
    plan = plan_for("peru")
    assert {name: many for name, (_, many) in plan.occupations.items()} == {
        "psychologists": 7, "psychiatrists": 6, "nurses": 5, "therapists": 5, "social workers": 2,
    }
    assert (plan.clinicians, sum(i.count for i in plan.institutions)) == (21, 4)
    assert sum(n for _, n in plan.occupations.values()) == plan.clinicians + 4
    assert plan.users is not None and "no users" in plan.users.en and "usuarios" in plan.users.es


def test_a_plan_names_what_exists(peru):
    plan = plan_for("peru")
    assert all(p in PROFESSIONS for professions, _ in plan.occupations.values() for p in professions)
    assert {c for i in plan.institutions for c in i.centres} <= {c.id for c in peru.centres}
    assert {b for i in plan.institutions for b in i.sees} | {b for s in plan.solutions for b in s.acts_on} <= set(BARRIERS)
    assert all(load_policy(s.policy) for s in plan.solutions)
    assert sum(s.proposed for s in plan.solutions) == 5 and all(plan.against(b) for b in BARRIERS)


def test_a_system_without_a_study_borrows_the_occupations_but_no_policy_makers():
    plan = plan_for("elsewhere")
    assert not plan.own and plan.institutions == () and plan.users is None and plan.occupations == plan_for("peru").occupations


def test_respondents_by_occupation_are_never_more_than_the_study_had(told):
    counts = {name: sum(r.occupation == name for r in told.respondents) for name in told.plan.occupations}
    assert all(counts[name] <= many for name, (_, many) in told.plan.occupations.items())
    clinicians = [r for r in told.respondents if not r.institution]
    assert len({r.row for r in clinicians}) == len(clinicians) and 18 <= len(clinicians) <= 21
    assert [r.institution for r in told.respondents if r.institution] == ["regional-branch", "national-institute", "partner-organisation", "partner-organisation"]


def test_policy_makers_take_places_of_the_table(peru):
    taken = set()
    for seed in range(12):
        world = Community(peru, seed, weeks=1, scale=0.01, burn_in=False)
        found = sampled(world, plan_for("peru"))
        makers = [r for r in found if r.institution]
        # the one whose occupation the paper gives, and three whose is drawn
        assert len(makers) == 4 and makers[2].occupation == "psychiatrists"
        for name, (professions, many) in plan_for("peru").occupations.items():
            left = many - sum(r.occupation == name for r in makers)
            at_work = sum(PROFESSIONS[p] in professions for p, here in zip(world.clinicians.profession, world.clinicians.at_work, strict=True) if here)
            assert sum(r.occupation == name and not r.institution for r in found) == min(left, at_work)
        taken |= {r.occupation for r in makers}
        world.close()
    assert len(taken) >= 4


# --- diaries --------------------------------------------------------------------------------------------------------


def test_looking_changes_no_run(peru, both):
    plain = run(peru, seed=2, weeks=104, scale=0.05)
    assert np.array_equal(plain.tally, both[0].tally) and np.array_equal(plain.centre_tally, both[0].centre_tally)


def test_the_same_run_gives_the_same_answers(peru, told):
    again = interview(peru, 2, scale=0.05)
    assert again.shares() == told.shares() and again.respondents == told.respondents
    assert interview(peru, 3, scale=0.05).shares() != told.shares()


def one_post(**columns: Any) -> tuple[Any, Any]:
    """A made-up world of one clinician at one centre, whose every number is known, and the diary kept of it."""
    minutes = np.zeros((len(LEDGER), 1), np.int32)
    staff = {"arrival": 0, "pocket_spent": 0, "centre": 0, "at_work": 1, "knowledge": 0.9, "score": 0.5, **columns}

    class Staff(SimpleNamespace):
        def __len__(self) -> int:
            return 1

    class Centres(SimpleNamespace):
        def __len__(self) -> int:
            return 1

    world = SimpleNamespace(
        clinicians=Staff(**{k: np.array([v]) for k, v in staff.items()}), centres=Centres(coached=np.zeros(1)), weeks=8, scale=0.5,
        minutes=minutes, centre_tally=np.zeros((9, len(CENTRE), 1), np.int64), tally=np.zeros((9, len(PEOPLE), 11, 1), np.int64),
        serves=np.ones((1, 1), bool), luck=None, channel=lambda name: SimpleNamespace(values=np.array([{"missing_knowledge": 0.5, "lost_credit": 1.0}[name]])),
    )
    return world, Diaries(world, 0)  # type: ignore[arg-type]


def test_a_diary_holds_what_the_person_did_paid_met_and_knew():
    world, diaries = one_post()
    world.minutes[LEDGER.index("visits")] = 60
    world.minutes[LEDGER.index("office")] = 600
    world.clinicians.pocket_spent[0] = 300
    world.centre_tally[:, CENTRE.index("in_care")] = 100
    world.centre_tally[:, CENTRE.index("from_outside")] = 11
    world.centre_tally[0, CENTRE.index("held_visits")] = 1
    world.centre_tally[:, CENTRE.index("planned_visits")] = 1
    diaries.look(world, 0)
    met = {name: int(diaries.met[0, k]) for k, name in enumerate(NAMES)}
    assert met == {"rooms": 0, "trips": 0, "pocket": 1, "vague": 1, "outside": 1, "doors": 0, "referrals": 0, "rule": 1}
    assert diaries.often(0) == {"resources": 1.0, "knowledge": 1.0, "catchment": 1.0, "stigma": 0.0, "productivity": 1.0}
    # at half the residents, everything counts double
    assert diaries.paid[0] == 600 and diaries.uncredited[0] == 120 and diaries.lost[0, 0] == 120
    diaries.look(world, 1)  # nothing more was paid
    assert diaries.worked[0] == 2 and diaries.share(0, "pocket") == 0.5
    assert (diaries.held[0, 1], diaries.planned[0, 1]) == (1, 2)


def test_who_comes_into_a_post_has_lived_through_nothing():
    world, diaries = one_post()
    diaries.look(world, 0)
    world.clinicians.arrival[0] = 1
    world.minutes[LEDGER.index("leave")] = 2000
    diaries.look(world, 1)
    assert diaries.worked[0] == 0 and math.isnan(diaries.often(0)["stigma"]) and diaries.met.sum() == 0


def test_records_show_sums_and_no_purse():
    world, diaries = one_post()
    world.minutes[LEDGER.index("visits")] = 60
    world.clinicians.pocket_spent[0] = 300
    world.centre_tally[:, CENTRE.index("in_care")] = 100
    world.tally[:, PEOPLE.index("referrals"), 0] = 10
    for week in range(8):
        diaries.look(world, week)
    plain = shown(world, diaries, [0])  # type: ignore[arg-type]
    assert plain == {"resources": 0.0, "knowledge": 1.0, "catchment": 0.0, "stigma": 0.0, "productivity": 1.0}
    world.centre_tally[:4, CENTRE.index("turned_away")] = 1
    world.centre_tally[:4, CENTRE.index("participants")] = 9
    world.tally[:4, PEOPLE.index("premature_referrals"), 0] = 1
    assert {b: s for b, s in shown(world, diaries, [0]).items() if s != plain[b]} == {"resources": 0.5, "stigma": 0.5}  # type: ignore[arg-type]
    assert all(math.isnan(s) for s in shown(world, diaries, []).values())  # type: ignore[arg-type]


# --- answers --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "barrier"),
    [
        ({"productivity.extramural_credit": 1.0}, "productivity"),
        ({"resources.reimbursed_share": 1.0, "resources.space_short": 0.0, "home_visits.transport_weekly": 60000, "groups.places": 1000}, "resources"),
        ({"knowledge.missing_share": 0.0, "staff_turnover.team_knowledge": 0.8, "staff_turnover.curriculum": 0.65}, "knowledge"),
        ({"catchment.catchment_dial": 0.0}, "catchment"),
    ],
)
def test_who_no_longer_meets_a_barrier_speaks_of_it_less(peru, told, changes, barrier):
    without = interview(peru.setting(changes), 2, scale=0.05)
    for role in ("clinicians", "policy-makers"):
        before, after = told.shares("role")[barrier][role], without.shares("role")[barrier][role]
        assert after <= before
    assert without.shares()[barrier]["all"] < told.shares()[barrier]["all"]


def test_stigma_is_met_at_doors_and_in_referrals(peru):
    shares = []
    for changes in ({}, {"home_visits.refusal": 0.0, "primary_care.primary_stigma": 0.0}):
        found = interview(peru.setting(changes), 2, scale=0.2)
        shares.append(np.mean([a.often["stigma"] for a in found.answers if a.causes]))
        assert changes == {} or all(a.causes["doors"] == 0 for a in found.answers if a.causes)
    assert shares[1] < shares[0]


def test_what_cost_most_is_what_was_met_most_often():
    assert answer(stigma=0.4, resources=0.2).costliest == ("stigma",)
    assert answer(stigma=0.4, productivity=0.4, resources=math.nan).costliest == ("stigma", "productivity")
    assert answer(stigma=OFTEN - 0.01).costliest == () and answer(stigma=OFTEN).speaks_of("stigma")


def test_solutions_act_on_what_cost_most(told):
    assert [s.policy for s in told.solutions(answer(productivity=0.5))] == ["equal-credit", "evaluation"]
    assert [s.policy for s in told.solutions(answer(stigma=0.5, knowledge=0.5))] == ["knowledge", "coaching", "awareness"]
    # none of the five proposed acts on money: minga's own stands in
    assert [(s.policy, s.proposed) for s in told.solutions(answer(resources=0.5))] == [("transport-money", False)]
    assert told.solutions(answer()) == []


def test_an_institution_speaks_only_of_what_it_keeps_records_of(told):
    for r, a in zip(told.respondents, told.answers, strict=True):
        if r.institution:
            sees = next(i.sees for i in told.plan.institutions if i.id == r.institution)
            assert {b for b in BARRIERS if math.isfinite(a.often[b])} == set(sees) and a.weeks == 13 and a.causes == {}
        else:
            assert set(a.causes) == set(CAUSES)


def test_the_table_is_the_median_of_those_who_were_there(told):
    table = told.table()
    assert table.shape == (5, 3) and set(np.unique(table[np.isfinite(table)])) <= {0.0, 0.5, 1.0}
    for c in range(3):
        grades = sorted(a.grades[1] for r, a in zip(told.respondents, told.answers, strict=True) if r.centre == c)
        assert table[1, c] == grades[len(grades) // 2]


@pytest.mark.parametrize(("options", "said"), [({"weeks": 52}, "53 or more"), ({}, "a centre")])
def test_where_nobody_can_be_asked_it_is_said(peru, options, said):
    from dataclasses import replace

    system = peru if options else replace(peru, centres=())
    with pytest.raises(InputError, match=said):
        interview(system, **options)


# --- the command and the page ---------------------------------------------------------------------------------------


def test_where_nobody_is_at_work_nothing_is_known(both):
    from dataclasses import replace

    empty = replace(both[1], respondents=(), answers=())
    assert math.isnan(empty.shares()["stigma"]["all"]) and np.isnan(empty.table()).all()
    assert "n/a" in as_text(both[0], empty) and as_json(both[0], empty)["respondents"] == []


def test_thinning_is_told_and_not_at_full_size(both):
    from dataclasses import replace

    assert len(thinned(both[0], "en")) == 1 and "5" in thinned(both[0], "en")[0]
    assert thinned(replace(both[0], scale=1.0), "en") == []


@pytest.mark.parametrize("lang", ["en", "es"])
def test_answers_are_tables_in_both_languages(both, lang, tmp_path: Path):
    record, told = both
    said = as_text(record, told, lang, 100)
    assert max(map(len, said.splitlines())) <= 100
    assert ("simulated answers" if lang == "en" else "respuestas simuladas") in said
    assert "“" not in said and "«" not in said
    assert ("full size" if lang == "en" else "tamaño completo") in said.replace("\n", " ")
    heads = [head for head, _, _ in parts(record, told, lang)]
    assert len(set(heads)) == 6 and all(head in said for head in heads)
    page = write_page(record, told, tmp_path / "a.html", lang).read_text(encoding="utf-8")
    assert page.count("<table") == 6 and "minga interview peru --seed 2 --weeks 104 --scale 0.05" in page and f'lang="{lang}"' in page
    assert write_page(record, told, tmp_path / "b.html", lang).read_bytes() == (tmp_path / "a.html").read_bytes()


def test_machines_get_codes_and_null_for_what_is_not_known(both):
    found = json.loads(json.dumps(as_json(*both), allow_nan=False))
    assert found["simulated"] is True and found["wanted"] == {"clinicians": 21, "policy_makers": 4}
    rows = found["respondents"]
    assert rows[-1]["role"] == "policy-maker" and rows[-1]["often"]["productivity"] is None and rows[0]["centre"] in ("centre-1", "centre-2", "centre-3")
    assert found["activities"]["study"]["peer_groups"] == {"centre-1": 1, "centre-2": 0, "centre-3": 0}


def test_the_command_prints_and_writes(capsys, tmp_path: Path):
    out = tmp_path / "talk"
    assert main(["interview", "peru", "--scale", "0.01", "--policy", "equal-credit", "-q", "--json", "--out", str(out)]) == OK
    found = json.loads(capsys.readouterr().out)
    assert found["provenance"]["policy"] == "equal-credit" and (out / "interviews.html").is_file()
    assert not any("productivity" in row["speaks_of"] for row in found["respondents"])


@pytest.mark.parametrize("more", [["nowhere"], ["peru", "--weeks", "52"], ["peru", "--policy", "nothing"], ["peru", "--out", "."]])
def test_what_cannot_be_asked_is_one_line(capsys, more):
    assert main(["interview", *more, "-q"]) == INVALID
    told = capsys.readouterr()
    assert told.out == "" and len(told.err.splitlines()) == 1 and told.err.startswith("minga: ")
