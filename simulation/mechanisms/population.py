"""Population: what kind of people live in the place, and how many others each of them knows."""

from __future__ import annotations

from simulation.ground.parameter import Settings, parameter


class PopulationSettings(Settings):
    """Who lives in the place."""

    age_share: dict[str, float] = parameter(
        {"0-14": 0.22, "15-64": 0.68, "65+": 0.10}, kind="fixed", unit="share",
        en="residents by age", es="residentes por edad",
    )
    household_size: float = parameter(
        3.6, low=3.2, high=4.0, unit="persons", en="mean household size", es="tamaño medio del hogar",
        limits=(1, 12),
    )
    insurer: dict[str, float] = parameter(
        {"sis": 0.43, "essalud": 0.34, "private": 0.08, "none": 0.15},
        low={"sis": 0.35, "essalud": 0.26, "private": 0.03, "none": 0.10},
        high={"sis": 0.60, "essalud": 0.38, "private": 0.10, "none": 0.24},
        unit="share", en="residents by insurer (made to add up to 1)", es="residentes por seguro (se ajusta a 1)",
    )
    poor_share: float = parameter(
        0.275, low=0.15, high=0.40, unit="share", scope="district",
        en="residents of households at or under the minimum income",
        es="residentes de hogares con ingreso mínimo o menor",
    )
    reading_share: float = parameter(
        0.937, low=0.85, high=0.99, unit="share", en="adults who read and write", es="adultos que leen y escriben",
    )
    migration_share: float = parameter(
        0.3, low=0.1, high=0.6, unit="share", scope="district", en="residents with a migration background",
        es="residentes con origen migratorio",
    )
    language_mismatch: float = parameter(
        0.2, low=0.05, high=0.4, unit="share",
        en="people with a migration background whose language services do not speak",
        es="personas de origen migratorio cuya lengua no hablan los servicios",
    )
    working_share: float = parameter(
        0.7, low=0.5, high=0.8, unit="share", en="adults under 65 who work", es="adultos menores de 65 que trabajan",
    )
    family_support_mean: float = parameter(
        0.6, low=0.4, high=0.8, unit="index 0-1", en="mean family support", es="apoyo familiar medio",
    )
    trait_spread: float = parameter(
        0.18, low=0.12, high=0.24, unit="index 0-1", en="standard deviation of family support, literacy and trust",
        es="desviación estándar de apoyo familiar, alfabetización y confianza",
    )
    vulnerability_spread: float = parameter(
        0.6, low=0.3, high=1.0, unit="log-hazard", limits=(0, 3),
        en="standard deviation of the log-hazard of falling ill between people",
        es="desviación estándar del logaritmo del riesgo de enfermar entre personas",
    )
    poor_ratio: float = parameter(
        1.4, low=1.1, high=1.8, unit="hazard ratio", en="onset in poor households over others",
        es="inicio en hogares pobres respecto de otros", source="jacobi2014", grade="elsewhere",
    )
    public_stigma: float = parameter(
        0.55, low=0.40, high=0.70, unit="index 0-1", scope="district", en="mean public stigma", es="estigma público medio",
    )
    stigma_spread: float = parameter(
        0.18, low=0.12, high=0.24, unit="index 0-1", en="standard deviation of public stigma between people",
        es="desviación estándar del estigma público entre personas",
    )
    literacy_mean: float = parameter(
        0.45, low=0.3, high=0.6, unit="index 0-1", en="mean mental-health literacy", es="alfabetización media en salud mental",
    )
    trust_mean: float = parameter(
        0.45, low=0.3, high=0.6, unit="index 0-1", en="mean trust in services", es="confianza media en los servicios",
    )
    tradition_mean: float = parameter(
        0.5, low=0.3, high=0.7, unit="index 0-1", scope="district", en="mean traditional or religious belief about illness",
        es="creencia tradicional o religiosa media sobre la enfermedad",
    )
    outlook_mean: float = parameter(
        0.55, low=0.45, high=0.65, unit="index 0-1", en="mean personal recovery of people without a disorder",
        es="recuperación personal media de personas sin trastorno",
    )
    near_ties: float = parameter(
        5.0, low=3.0, high=8.0, unit="persons", kind="uncertain", en="near neighbours met (if all were alike)",
        es="vecinos cercanos que se tratan (si todos fueran semejantes)",
    )
    near_reach: float = parameter(
        30.0, low=15.0, high=60.0, unit="persons", en="mean distance to a near neighbour, in residents",
        es="distancia media a un vecino cercano, en residentes",
    )
    long_ties: float = parameter(
        1.5, low=0.5, high=3.0, unit="persons", en="distant people met (if all were alike)",
        es="personas lejanas que se tratan (si todas fueran semejantes)",
    )
    age_homophily: float = parameter(
        0.03, low=0.01, high=0.06, unit="log-chance per year", limits=(0, 1), en="loss of contact with age difference",
        es="pérdida de contacto con la diferencia de edad",
    )
    group_homophily: float = parameter(
        0.7, low=0.0, high=1.5, unit="log-chance", limits=(0, 10), en="loss of contact across groups",
        es="pérdida de contacto entre grupos",
    )
