"""Spending: what care costs and who pays, as a list of lines, each a count times a price.

What centres spend is counted in whole cents where it happens. Other care is counted as visits, days and weeks,
and gets its price here. A new kind of care is one line.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulation.draws import PAYERS
from simulation.ground.parameter import Words
from simulation.record import Record

Cents = NDArray[Any]
EVERYBODY = "everybody"
PAYER_WORDS = {
    "ministry": Words("health ministry", "ministerio de salud"),
    "other": Words("other insurers", "otros seguros"),
    "users": Words("users and families", "usuarios y familias"),
    "staff": Words("staff, own pockets", "personal, de su bolsillo"),
}


@dataclass(frozen=True)
class Line:
    """One thing that costs money.

    Args:
        name, label: how it is called.
        payer: one of ``PAYERS``.
        people: counts of people that are added up.
        centres: counts of centres that are added up.
        less: counts of centres that are taken off.
        price: a parameter in cents for each; empty where the counts are cents already.
        share: a parameter: the share of it that this payer bears.
        rest: this payer bears what the share leaves.
        policies: what policies themselves cost this payer, instead of a count.
    """

    name: str
    label: Words
    payer: str
    people: tuple[str, ...] = ()
    centres: tuple[str, ...] = ()
    less: tuple[str, ...] = ()
    price: str = ""
    share: str = ""
    rest: bool = False
    policies: bool = False

    def cents(self, record: Record, group: str = EVERYBODY) -> Cents:
        """Cents by week, shape (weeks,); of a group of residents NaN, if it belongs to centres or policies."""
        key = ("cents", self.name, group)
        if key not in record.memo:
            record.memo[key] = self._cents(record, group)
        return record.memo[key]

    def _cents(self, record: Record, group: str) -> Cents:
        spent: Cents = record.policy_cents[PAYERS.index(self.payer)] if self.policies else self.volume(record, group)
        if group != EVERYBODY and (self.policies or self.centres):
            return np.where(spent == 0, 0.0, np.nan)
        if self.price:
            spent = spent * record.prices[self.price]
        if self.share:
            share = record.prices[self.share]
            spent = spent * (1 - share if self.rest else share)
        return spent

    def volume(self, record: Record, group: str = EVERYBODY) -> Cents:
        """What is counted, by week."""
        total = np.zeros(record.weeks)
        for name in self.people:
            total = total + record.people_count(name, group)
        for name in self.centres:
            total = total + record.centre_count(name)
        for name in self.less:
            total = total - record.centre_count(name)
        return total


def _policies(payer: str) -> Line:
    return Line(f"policies_{payer}", Words("the policies themselves", "las propias políticas"), payer, policies=True)


TRAVELLED = ("sessions", "primary_visits", "outpatient_visits", "emergency_visits", "rehabilitation_sessions", "informal_visits")
LINES: tuple[Line, ...] = (
    Line("pay", Words("pay at centres", "sueldos en los centros"), "ministry", centres=("cents_pay",), less=("cents_pay_cut",)),
    Line("running", Words("goods and rent of centres", "bienes y alquiler de los centros"), "ministry", centres=("cents_running",)),
    Line("trips", Words("trips paid by centres", "viajes pagados por los centros"), "ministry", centres=("cents_trips",)),
    Line("materials", Words("materials of groups", "materiales de los grupos"), "ministry", centres=("cents_materials",)),
    Line("stipends", Words("allowances of lay workers", "estipendios de trabajadores comunitarios"), "ministry", centres=("cents_stipends",)),
    Line("peers", Words("peer support workers", "trabajadores de apoyo de pares"), "ministry", centres=("cents_peers",)),
    Line("companions", Words("community workers of pairs", "trabajadores comunitarios de las duplas"), "ministry", centres=("cents_companions",)),
    Line("partners", Words("welfare and municipality, joint work", "bienestar y municipio, trabajo conjunto"), "ministry", centres=("cents_partners",)),
    Line("coaching", Words("coaching visits", "visitas de acompañamiento"), "ministry", centres=("cents_coaching",)),
    Line("medicines", Words("medicines at centres", "medicamentos en los centros"), "ministry", centres=("cents_medicines",)),
    Line("primary", Words("primary care", "atención primaria"), "ministry", ("primary_visits",), price="prices.primary_visit"),
    Line("outpatient", Words("hospital, outpatients", "hospital, consulta externa"), "ministry", ("outpatient_visits",), price="prices.outpatient_visit"),
    Line("emergency", Words("emergency rooms", "emergencias"), "ministry", ("emergency_visits",), price="prices.emergency_visit"),
    Line("beds", Words("hospital, beds", "hospital, camas"), "ministry", ("bed_days",), price="prices.bed_day"),
    Line("homes", Words("protected homes and residences", "hogares y residencias protegidas"), "ministry", ("home_days",), price="prices.home_day"),
    Line("rehabilitation", Words("rehabilitation", "rehabilitación"), "ministry", ("rehabilitation_sessions",), price="prices.rehabilitation_session"),
    _policies("ministry"),
    Line("insurers", Words("care elsewhere, insurers' part", "atención en otro lugar, parte de los seguros"), "other", ("other_insurer_weeks",),
         price="prices.other_insurer_week", share="prices.out_of_pocket_share", rest=True),
    _policies("other"),
    Line("private", Words("care elsewhere, users' part", "atención en otro lugar, parte de los usuarios"), "users", ("other_insurer_weeks",),
         price="prices.other_insurer_week", share="prices.out_of_pocket_share"),
    Line("informal", Words("healers and religious leaders", "curanderos y líderes religiosos"), "users", ("informal_visits",), price="prices.informal_visit"),
    Line("travel", Words("users' own travel", "viajes de los usuarios"), "users", TRAVELLED, price="prices.user_trip"),
    _policies("users"),
    Line("pockets", Words("trips and materials that staff pay themselves", "viajes y materiales que paga el propio personal"), "staff", centres=("cents_pocket",)),
    _policies("staff"),
)


def spent(record: Record, payer: str | None = None, group: str = EVERYBODY) -> Cents:
    """Cents by week of one payer, or of all, shape (weeks,)."""
    if ("spent", payer, group) not in record.memo:
        lines = (line.cents(record, group) for line in LINES if payer in (None, line.payer))
        record.memo["spent", payer, group] = sum(lines, np.zeros(record.weeks))
    return record.memo["spent", payer, group]


def cash(record: Record) -> Cents:
    """Whole money of each line in each year of the horizon, shape (lines, years); the last year may be short."""
    return np.array([by_year(line.cents(record) / 100) for line in LINES]).reshape(len(LINES), -1)


def by_year(course: Cents) -> Cents:
    """Sums of each 52 weeks, shape (years,); the last year may be short."""
    return np.array([course[week : week + 52].sum() for week in range(0, len(course), 52)])


def dalys_by_year(record: Record) -> Cents:
    """Years of health lost in each year of the horizon, shape (years,)."""
    return by_year(dalys(record))


def dalys(record: Record, group: str = EVERYBODY) -> Cents:
    """Disability-adjusted life years lost in each week, shape (weeks,)."""
    return years_with_disability(record, group) + years_of_life_lost(record, group)


def years_with_disability(record: Record, group: str = EVERYBODY) -> Cents:
    """Years lived with disability in each week: weights added up over people."""
    return record.people_count("disability", group) / (1e6 * 52)


def years_of_life_lost(record: Record, group: str = EVERYBODY) -> Cents:
    """Years of life that the excess deaths of each week are expected to take."""
    return record.people_count("life_lost", group) / 1e6
