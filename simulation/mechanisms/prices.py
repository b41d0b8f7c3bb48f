"""Prices: what care costs that is counted but not built from pay and rent, and what policies buy.

Visits, days and weeks are counted where they happen; ``simulation.spending`` multiplies them by these prices.
The values stand in the system's table of costs.
"""

from __future__ import annotations

from simulation.ground.parameter import Settings, Words, tabled
from simulation.ground.process import Process


class PriceSettings(Settings):
    """Unit costs of care outside the centres."""

    primary_visit: float = tabled(
        "costs:visit_primary", unit="cents", en="visit to a primary-care practice", es="visita a un centro de atención primaria",
    )
    outpatient_visit: float = tabled(
        "costs:visit_specialised", unit="cents", en="outpatient visit at a hospital", es="visita ambulatoria en un hospital",
    )
    emergency_visit: float = tabled(
        "costs:emergency_visit", unit="cents", en="visit to an emergency room", es="visita a un servicio de emergencia",
    )
    bed_day: float = tabled(
        "costs:bed_day_psychiatric", unit="cents", en="day in a psychiatric bed", es="día en una cama psiquiátrica",
    )
    home_day: float = tabled(
        "costs:protected_home_day", unit="cents", en="day in a protected home or residence", es="día en un hogar o residencia protegida",
    )
    rehabilitation_session: float = tabled(
        "costs:rehabilitation_session", unit="cents", en="session of psychosocial or occupational rehabilitation, one person",
        es="sesión de rehabilitación psicosocial u ocupacional, una persona",
    )
    other_insurer_week: float = tabled(
        "costs:other_insurer_week", unit="cents", en="week of care by another insurer or in private",
        es="semana de atención de otro seguro o privada",
    )
    out_of_pocket_share: float = tabled(
        "costs:out_of_pocket_share", unit="share", en="share of that care that users and families pay",
        es="proporción de esa atención que pagan usuarios y familias",
    )
    informal_visit: float = tabled(
        "costs:informal_visit", unit="cents", en="what a healer or religious leader is given for a visit",
        es="lo que se da a un curandero o líder religioso por una visita",
    )
    user_trip: float = tabled(
        "costs:user_trip", unit="cents", en="return trip of a user to a visit", es="viaje de ida y vuelta de un usuario a una visita",
    )
    centre_opening: float = tabled(
        "costs:cmhc_open", unit="cents", en="opening a centre, once", es="apertura de un centro, una vez",
    )
    campaign_resident: float = tabled(
        "costs:campaign_resident", unit="cents", en="a year of campaign against stigma, for each resident",
        es="un año de campaña contra el estigma, por residente",
    )


PROCESS = Process(
    name="prices",
    sentence=Words(
        "Visits, days in a bed and care elsewhere have a price; who pays it is said in the results.",
        "Las visitas, los días de cama y la atención en otros lugares tienen un precio; los resultados dicen quién lo paga.",
    ),
    settings=PriceSettings,
)
