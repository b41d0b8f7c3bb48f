"""Words of maps and of flows between places of care."""

from __future__ import annotations

from simulation import Words

W = Words
PLACES: dict[str, Words] = {
    "h.map": W("Where", "Dónde"), "h.flows": W("Who goes where", "Quién va adónde"),
    "map.district": W("District", "Distrito"), "map.people": W("Residents", "Residentes"),
    "map.centre": W("community mental health centre", "centro de salud mental comunitaria"),
    "map.catchment": W("its catchment", "su área de influencia"), "map.facility": W("mid-level facility", "servicio intermedio"),
    "map.new": W("(new)", "(nuevo)"),
    "see.map_run": W("{label}, by district. Outlines are catchments; groups of districts that lie far apart are drawn apart.",
                     "{label}, por distrito. Los contornos son áreas de influencia; los grupos de distritos muy alejados se dibujan aparte."),
    "see.map": W("{title}: what changes in each district, {label}. {off}", "{title}: qué cambia en cada distrito, {label}. {off}"),
    "see.map_off": W("Bold: off zero with the quoted interval ({items}).", "Negrita: fuera de cero con el intervalo citado ({items})."),
    "see.map_none": W("In no district is the difference off zero with the quoted interval.", "En ningún distrito queda la diferencia fuera de cero con el intervalo citado."),
    "see.map_base": W("As the system is: {label}, by district. Outlines are catchments; groups of districts that lie far apart are drawn apart.",
                      "En el sistema como está: {label}, por distrito. Los contornos son áreas de influencia; los grupos de distritos muy alejados se dibujan aparte."),
    "facility.primary_care": W("primary-care practice", "establecimiento de atención primaria"), "facility.hospital": W("hospital", "hospital"),
    "facility.meeting_place": W("meeting place", "lugar de encuentro"),
    # --- flows
    "care.none": W("no care", "sin atención"), "care.informal": W("informal care", "atención informal"), "care.waiting": W("centre's waiting list", "lista del centro"),
    "care.cmhc": W("centre", "centro"), "care.primary_care": W("primary care", "atención primaria"), "care.outpatient": W("hospital clinic", "consulta de hospital"),
    "care.hospital": W("hospital bed", "cama de hospital"), "care.protected_home": W("protected home", "hogar protegido"),
    "care.rehabilitation": W("rehabilitation", "rehabilitación"), "care.peer_only": W("peer alone", "solo un par"), "care.other_insurer": W("other insurer", "otro asegurador"), "care.elsewhere": W("elsewhere", "otro lugar"),
    "flow.way": W("From and to", "De y a"),
    "flow.from": W("from", "de"), "flow.to": W("to", "a"), "flow.people": W("people a year", "personas por año"), "flow.all": W("all", "total"),
    "flow.difference": W("change in people a year", "cambio en personas por año"),
    "unit.persons a year": W("persons a year", "personas por año"),
    "flow.handovers": W("hand-overs between providers", "derivaciones entre proveedores"), "flow.losses": W("of these, the person never arrives", "de ellas, la persona nunca llega"),
    "see.flows": W("Who goes where in a year, of all districts: {handed} people are handed over from one provider to another, and {lost} of them ({share}) never arrive: they are among those who go to no care.",
                   "Quién va adónde en un año, de todos los distritos: {handed} personas son derivadas de un proveedor a otro, y {lost} de ellas ({share}) nunca llegan: están entre quienes pasan a no tener atención."),
    "see.flows_none": W("Who goes where in a year, of all districts.", "Quién va adónde en un año, de todos los distritos."),
    "see.flows_arm": W("{title}: how many more or fewer people go from one place to another in a year. Bold: off zero with the quoted interval.",
                       "{title}: cuántas personas más o menos van de un lugar a otro en un año. Negrita: fuera de cero con el intervalo citado."),
}
