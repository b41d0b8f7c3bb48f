"""Trials as they are lived: who is recruited, assigned, measured and lost, and what is true beside the estimate."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent))

from trials import file_of

from experiments.command import INVALID, OK, main
from experiments.trial.analysis import analyse
from experiments.trial.arms import Assigned, assigned, tried
from experiments.trial.conduct import Conduct, Participants, candidates, lost_by, rounded
from experiments.trial.data import Data
from experiments.trial.design import Attrition, Instrument, Trial, Uncertain
from experiments.trial.found import Found
from experiments.trial.keeping import identity, is_trial, lay_down, live, open_or_begin, reopened
from experiments.trial.live import checked, held
from experiments.trial.places import base_of, place_of, share_of, varied
from experiments.trial.trial_file import load_trial, names, read_trial
from simulation import Community, InputError, InputErrors
from simulation.ground.chance import luck

PEERS = {"policies": '["peers"]', "programmes": 'programmes = ["peer_support"]\n', "world": "centres = 1\npeople = 9000\nresidents = 9000\nsize_cv = 0.0\n", "total": 60}


def trial_of(tmp_path: Path, design: str, **changes) -> Trial:
    path = tmp_path / f"{design}.toml"
    path.write_text(file_of(design, **changes), encoding="utf-8")
    return load_trial(path)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory) -> tuple[Trial, Data]:
    trial = trial_of(tmp_path_factory.mktemp("cluster"), "cluster")
    return trial, held(trial, 0)


@pytest.fixture(scope="module")
def peers(tmp_path_factory) -> tuple[Trial, Data]:
    trial = trial_of(tmp_path_factory.mktemp("peers"), "individual", follow="[13, 26]", **PEERS)
    keen = (("peer_workers.wishes", 0.6), ("peer_workers.recovery_needed", 0.45), ("peer_support.familism", 0.0), ("peer_support.offered[common]", 1.0), ("peer_workers.peer_posts", 6.0))
    world = replace(trial.world, settings=keen[:4])
    eligible = replace(trial.eligible, care=("cmhc",), disorders=("common", "affective_psychosis", "non_affective_psychosis"))
    trial = replace(trial, world=world, eligible=eligible, recruitment=replace(trial.recruitment, weeks=13, start=26))
    return trial, held(trial, 1)


# --- where ---------------------------------------------------------------------------------------------------


def test_centres_without_spread_are_alike_and_with_it_differ_within_what_is_allowed(tmp_path):
    trial = trial_of(tmp_path, "cluster", world="centres = 30\npeople = 20000\nresidents = 6000\nsize_cv = 0\nbetween = 0.0\n")
    system = base_of(trial)
    alike = place_of(trial, system, 0)
    wide = place_of(replace(trial, world=replace(trial.world, between=Uncertain(1.0, 1.0, 1.0), size_cv=0.3)), system, 0)
    assert len({z.population for z in alike.zones}) == 1 and len({z.population for z in wide.zones}) > 20
    assert len(alike.centres) == 30 and all(c.serves == (d.id,) for c, d in zip(alike.centres, alike.districts, strict=True))
    for name in varied(trial, system):
        values = [alike.declaration_at(name, place).value for place in alike.places(alike.values[name].scope)]
        assert len(set(values)) == 1
        spread = [wide.declaration_at(name, place) for place in wide.places(wide.values[name].scope)]
        low, high = wide.values[name].limits
        assert all((low is None or one.value >= low) and (high is None or one.value <= high) and one.low <= one.value <= one.high for one in spread)
        assert len({one.value for one in spread}) > 5
    # an SD of 1 is half a range: seen over all characteristics that are not cut at what is allowed
    knowledge = np.array([wide.declaration_at("staff_turnover.team_knowledge", c.id).value for c in wide.centres])
    assert 0.5 < knowledge.std(ddof=1) / 0.15 < 1.6
    assert place_of(trial, system, 0).digest() == alike.digest() and place_of(trial, system, 1).digest() == alike.digest()


def test_about_as_many_residents_are_lived_as_the_trial_says(cluster):
    trial, data = cluster
    assert data.number("residents") == pytest.approx(6000, rel=0.01)
    assert load_trial("campaign-steps").world.residents == 7000  # what is meant where nothing is said
    assert share_of(trial, place_of(trial, base_of(trial), 0)) < 1


def test_centres_are_assigned_evenly_by_lot_and_each_holding_anew(cluster):
    trial, _ = cluster
    place = place_of(trial, base_of(trial), 0)
    lots = [tuple(assigned(trial, place, r).arm) for r in range(12)]
    assert all(sum(lot) == 3 for lot in lots) and len(set(lots)) > 4


def test_in_a_stepped_wedge_every_group_steps_once_and_not_before_it_was_measured_without(tmp_path):
    trial = trial_of(tmp_path, "stepped-wedge", follow="[4, 8, 12, 16]")
    place = place_of(trial, base_of(trial), 0)
    by_lot = assigned(trial, place, 0)
    weeks, many = np.unique(by_lot.since, return_counts=True)
    assert list(weeks) == [trial.begins + w + 1 for w in (4, 8, 12)] and list(many) == [2, 2, 2]
    data = held(trial, 0)
    treated = data.at("treated")
    assert (treated[:, 0] == 0).all() and (treated[:, 1] == 0).all() and (treated[:, -1] == 1).all()
    assert (np.diff(treated, axis=1) >= 0).all()
    policies = tried(trial, place, checked(trial)[1], by_lot).policies
    assert {s.start for p in policies for s in p.steps} == {int(week) for week in weeks}


# --- who -----------------------------------------------------------------------------------------------------


def test_recruitment_keeps_to_its_numbers_and_criteria(cluster):
    trial, data = cluster
    centre = data.of("centre").astype(int)
    assert np.bincount(centre).max() <= trial.recruitment.total and set(data.of("week")) <= set(range(4))
    assert len(set(data.of("person"))) == len(data.people)
    place = place_of(trial, base_of(trial), 0)
    assert (data.of("arm") == assigned(trial, place, 0).arm[centre]).all()


def test_candidates_meet_every_criterion(tmp_path):
    trial = trial_of(tmp_path, "cluster")
    trial = replace(trial, eligible=replace(trial.eligible, disorders=("common",), care=("cmhc", "none"), ages=(20, 40), severity=0.4))
    world = Community(place_of(trial, base_of(trial), 0), 1, weeks=4, scale=0.05)
    rows, r = candidates(world, trial), world.residents
    assert rows.size > 10
    assert (r.disorder[rows] == 1).all() and np.isin(r.care[rows], [0, 3]).all() and (r.severity[rows] >= 0.4).all()
    assert (r.age_weeks[rows] >= 20 * 52).all() and (r.age_weeks[rows] < 41 * 52).all()


def test_people_are_assigned_in_blocks_so_arms_stay_even(peers):
    _, data = peers
    arm = data.of("arm")
    assert len(arm) >= 12 and abs((arm == 0).sum() - (arm == 1).sum()) <= 2


def test_a_programme_reaches_its_arm_and_never_the_controls(peers):
    trial, data = peers
    arm, reached = data.of("arm"), data.of("reached")
    assert reached[arm == 1].sum() >= 1 and reached[arm == 0].sum() == 0
    found = Found(trial, [data])
    assert found.counts()["controls_reached"].value == 0 and found.counts()["reached"].value > 0


def test_the_two_worlds_are_one_until_what_is_tried_begins(peers, cluster):
    for trial, data in (peers, cluster):
        if not trial.by_person:
            same = data.at("true", 0) == data.at("other_true", 0)
            assert same.all()
    _, data = cluster
    assert (data.at("seen", 0) == data.at("other_seen", 0)).all()


def test_arms_that_do_the_same_have_no_true_effect_and_no_spill_over(tmp_path):
    trial = trial_of(tmp_path, "cluster", policies="[]")
    data = held(trial, 0)
    change = data.at("true") - data.at("other_true")
    assert np.nanmax(np.abs(change)) == 0 and data.number("others_changed") == 0
    assert analyse(trial, data).estimate == pytest.approx(analyse(trial, data, other=True).estimate)


def test_holding_a_trial_changes_nobody_who_is_not_offered_anything(tmp_path):
    """A trial of nothing is a pair of eyes: every column of every resident but the arm is what it would have been."""
    trial = trial_of(tmp_path, "cluster", policies="[]")
    place = place_of(trial, base_of(trial), 0)
    plain = Community(place, 3, weeks=trial.weeks, scale=0.05).live()
    conduct = Conduct(trial, assigned(trial, place, 0), 0.8)
    watched = Community(place, 3, weeks=trial.weeks, scale=0.05, extra=[conduct.process()]).live()
    assert len(conduct.people) > 20 and (watched.residents.trial_arm >= 0).any()
    for name in plain.residents.columns:
        if name != "trial_arm":
            assert (getattr(plain.residents, name) == getattr(watched.residents, name)).all(), name
    assert (plain.tally == watched.tally).all() and (plain.centre_tally == watched.centre_tally).all()


def test_a_planted_true_effect_is_found_beside_the_estimate(cluster):
    """The paired truth is arithmetic on the same people: plant five points in the world of the trial, and they are found."""
    trial, data = cluster
    moved = data.occasions.copy()
    mine = data.of("arm") == 1
    moved[mine, -1, 0] = moved[mine, -1, 2] + 5
    moved[~mine, -1, 0] = moved[~mine, -1, 2] + 1
    found = Found(trial, [Data(data.people, moved, data.numbers)])
    assert found.true_treated[0] == pytest.approx(5) and found.true_controls[0] == pytest.approx(1) and found.contrast[0] == pytest.approx(4)


# --- measured ------------------------------------------------------------------------------------------------


def test_an_instrument_has_its_reliability_and_shows_whole_steps(cluster):
    _, data = cluster
    true, seen = data.at("true", -1), data.at("seen", -1)
    kept = np.isfinite(true) & np.isfinite(seen)
    assert set(np.unique(seen[kept] % 1)) == {0.0} and seen[kept].min() >= 0 and seen[kept].max() <= 100
    expected = data.number("reliability")
    among = np.corrcoef(true[kept], seen[kept])[0, 1] ** 2
    assert among == pytest.approx(expected, abs=0.17)
    assert rounded(101.0, 0, 100, 1) == 100 and rounded(7.4, 0, 100, 5) == 5 and rounded(-1.3, -2, 2, 0) == -1.3


def test_what_is_counted_has_no_error(tmp_path):
    trial = trial_of(tmp_path, "cluster")
    data = held(replace(trial, instrument=Instrument("in_care", trial.title, 0, 100, 0, Uncertain(1, 1, 1))), 0)
    seen = data.at("seen")
    assert set(np.unique(seen[np.isfinite(seen)])) <= {0.0, 100.0}
    assert (data.at("seen")[np.isfinite(seen)] == data.at("true")[np.isfinite(seen)]).all()


def test_as_many_are_lost_as_said_for_good_and_sooner_with_severe_illness():
    people = Participants(person=list(range(4000)), severity=[0.2] * 2000 + [0.8] * 2000)
    plain = lost_by(people, luck(1), 0.3, 0.0, (10, 20))
    assert plain[:, 1].mean() == pytest.approx(0.3, abs=0.03) and plain[:, 0].mean() == pytest.approx(1 - 0.7**0.5, abs=0.03)
    assert (plain[:, 0] <= plain[:, 1]).all()
    severe = lost_by(people, luck(1), 0.3, 0.7, (10, 20))
    assert severe[2000:, 1].mean() > severe[:2000, 1].mean() + 0.2
    assert not lost_by(people, luck(1), 0.0, 0.7, (10,)).any()
    assert Attrition().rate.low < Attrition().rate.high


def test_a_centre_elsewhere_is_contamination():
    by_lot = Assigned(np.array([0, 1]), np.array([4, 4]))
    assert list(by_lot.treated(np.array([0, 1]), 3)) == [0, 0] and list(by_lot.treated(np.array([0, 1]), 4)) == [0, 1]


# --- kept ----------------------------------------------------------------------------------------------------


def test_a_holding_is_the_same_bits_again_and_survives_its_store(cluster):
    trial, data = cluster
    again = held(trial, 0)
    assert again.to_bytes() == data.to_bytes()
    back = Data.from_bytes(*data.to_bytes())
    assert (back.people == data.people).all() and (np.nan_to_num(back.occasions) == np.nan_to_num(data.occasions)).all()
    assert held(trial, 1).to_bytes() != data.to_bytes()


def test_a_trial_that_was_stopped_goes_on_and_lives_nothing_twice(tmp_path):
    path = tmp_path / "t.toml"
    path.write_text(file_of("cluster"), encoding="utf-8")
    kept = lay_down(load_trial(path), tmp_path / "kept", path)
    live(kept, [1], 1, lambda *_: None)
    assert kept.left() == [0, 2]
    on = reopened(tmp_path / "kept")
    done: list[int] = []
    live(on, on.left(), 1, lambda k, said: done.append(k) or (said == "" or pytest.fail(said)))
    assert done == [0, 2] and on.left() == [] and len(on.data()) == 3
    whole = lay_down(load_trial(path), tmp_path / "whole", path)
    live(whole, whole.left(), 2, lambda *_: None)
    assert [a.to_bytes() for a in on.data()] == [b.to_bytes() for b in whole.data()]
    assert is_trial(tmp_path / "kept") and not is_trial(tmp_path)


def test_a_folder_of_another_trial_or_of_something_else_is_left_alone(tmp_path):
    path = tmp_path / "t.toml"
    path.write_text(file_of("cluster"), encoding="utf-8")
    lay_down(load_trial(path), tmp_path / "kept", path)
    assert open_or_begin(str(path), tmp_path / "kept").id == identity(load_trial(path))
    with pytest.raises(InputError, match="very trial"):
        open_or_begin(str(path), tmp_path / "kept", seed=9)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "notes.txt").write_text("mine")
    with pytest.raises(InputError, match="nothing is lost"):
        open_or_begin(str(path), tmp_path / "other")
    told = json.loads((tmp_path / "kept" / "trial.json").read_text())
    (tmp_path / "kept" / "trial.json").write_text(json.dumps({**told, "id": "0" * 20}))
    with pytest.raises(InputError, match="changed"):
        reopened(tmp_path / "kept")


def test_the_analysis_is_no_part_of_what_is_lived_and_the_people_are(tmp_path):
    trial = trial_of(tmp_path, "cluster")
    means = replace(trial, analysis=replace(trial.analysis, method="cluster-means", permutations=0, alpha=0.01, baseline=False))
    assert identity(means) == identity(trial) == identity(replace(trial, trials=50))
    assert len({identity(trial), identity(replace(trial, seed=6)), identity(replace(trial, follow_up=(9,)))}) == 3


# --- said ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["en", "es"])
def test_one_command_ends_in_a_table_a_sentence_and_a_page(tmp_path, capsys, lang):
    path = tmp_path / "t.toml"
    path.write_text(file_of("cluster"), encoding="utf-8")
    assert main(["trial", str(path), "--out", str(tmp_path / "out"), "--workers", "1", "--lang", lang]) == OK
    said = capsys.readouterr()
    assert {"en": "simulated residents", "es": "residentes simulados"}[lang] in said.err
    assert {"en": "Held 3 times as specified", "es": "Realizado 3 veces"}[lang] in said.out
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert page.count("<figure") == 3 and f'<html lang="{lang}">' in page and "{" not in page.split("</style>")[1].split("<img")[0]
    again = "trial" if lang == "en" else "resume"  # either goes on with what is there
    assert main([again, str(tmp_path / "out"), "--json", "-q"]) == OK
    told = json.loads(capsys.readouterr().out)
    (arm,) = told["arms"]
    assert arm["held"] == 3 and arm["icc"]["published"] == [0.03, 0.01, 0.08]
    assert {"estimate", "true_treated", "true_controls", "contrast", "bias"} <= set(arm["means"]) and {"power", "false_alarms", "covered"} <= set(arm["shares"])
    assert all(len(one["interval"]) == 2 for one in arm["means"].values())
    assert len((tmp_path / "out" / "values.csv").read_text().splitlines()) == 4


def test_shipped_trials_fit_their_systems_and_policies():
    assert {"equal-credit-centres", "cti-ts", "campaign-steps", "severe-before-after"} <= set(names())
    for name in names():
        checked(load_trial(name))


MISTAKES = [
    ("design = \"cluster\"", "design = \"clusters\"", "design", "did you mean cluster?"),
    ("ages = [18, 75]", "ages = [75, 18]", "eligible.ages", "the younger first"),
    ("per_week = 20", "per_weak = 20", "recruitment.per_weak", "did you mean per_week?"),
    ("follow_up = [8]", "follow_up = [8, 4]", "follow_up", "rising weeks"),
    ("measures = \"personal_recovery\"", "measures = \"recovery\"", "outcome.measures", "one of personal_recovery"),
    ("system = \"peru\"", "system = \"perv\"", "system", "did you mean peru?"),
    ('policies = ["equal-credit"]', 'policies = ["equal-kredit"]', "policy", "did you mean equal-credit?"),
    ('policies = ["equal-credit"]', 'policies = ["evaluation"]', "arms[2].policies", "which arms can differ in"),
    ('policies = ["equal-credit"]', 'policies = ["second-centre"]', "arms[2].policies", "steps that change parameters"),
    ('policies = ["equal-credit"]', 'programmes = ["peer_support"]', "arms[2].programmes", "nothing"),
    ("centres = 6", "like = \"centre-9\"", "world.like", "did you mean"),
    ("centres = 6", "varied = [\"course.relapse\"]", "world.varied", "parameter of centres"),
    ("total = 10", "total = 1", "recruitment.total", "a whole number from 2"),
    ("[outcome]", "[outcome]\nlowest = 200", "outcome.highest", "above 200"),
    ("[outcome]", "[outcome]\nreliability = { value = 0.5, low = 0.6, high = 0.9 }", "outcome.reliability.value", "its own range"),
    ("[outcome]", "[analysis]\nmethod = \"ancova\"\n[outcome]", "analysis.method", "gee"),
    ("schema = 1", "schema = 2", "schema", "1"),
]


@pytest.mark.parametrize(("before", "after", "key", "told"), MISTAKES, ids=[f"{k}-{n}" for n, (_, _, k, _) in enumerate(MISTAKES)])
def test_every_mistake_is_one_line_that_names_file_key_and_what_is_allowed(tmp_path, capsys, before, after, key, told):
    path = tmp_path / "wrong.toml"
    text = file_of("cluster")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises((InputError, InputErrors)):
        checked(read_trial(path, str(path)))
    assert main(["trial", str(path), "--out", str(tmp_path / "out")]) == INVALID
    said = capsys.readouterr().err
    assert key in said and told in said and "Traceback" not in said and not (tmp_path / "out").exists()
    assert all(line.startswith("minga: ") for line in said.strip().splitlines())


def test_programmes_and_control_arms_are_checked(tmp_path, capsys):
    path = tmp_path / "p.toml"
    path.write_text(file_of("individual", **{**PEERS, "programmes": 'programmes = ["peer_suport"]\n'}), encoding="utf-8")
    assert main(["trial", str(path)]) == INVALID
    assert "did you mean peer_support?" in capsys.readouterr().err
    assert main(["trial", "no-such-trial"]) == INVALID
    assert main(["validate", str(path)]) == INVALID
