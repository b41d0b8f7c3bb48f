"""Words of a place's tables: what each column means, and what an empty cell means, in English and Spanish.

Columns come from the readers (``simulation.scenario.columns``); parameters bring their own meaning. A test
sees to it that every column has its words here.
"""

from __future__ import annotations

from simulation import Words
from simulation.scenario.columns import Column

W = Words

MEANINGS: dict[str, Words] = {
    "districts.id": W("short name of the district, for the other tables", "nombre corto del distrito, para las demás tablas"),
    "districts.name": W("name of the district, as reports show it", "nombre del distrito, como lo muestran los informes"),
    "zones.id": W("short name of the zone: a neighbourhood, a census area", "nombre corto de la zona: un barrio, un área censal"),
    "zones.district": W("id of its district", "id de su distrito"),
    "zones.radius": W("half the side of the square in which its people live", "la mitad del lado del cuadrado en que vive su gente"),
    "zones.population": W("people who live there", "personas que viven allí"),
    "centres.id": W("short name of the community mental health centre", "nombre corto del centro de salud mental comunitaria"),
    "centres.name": W("name of the centre, as reports show it", "nombre del centro, como lo muestran los informes"),
    "centres.district": W("id of the district in which it stands", "id del distrito en que está"),
    "centres.opens": W("week in which it opens; negative if it is older than the story", "semana en que abre; negativa si es anterior a la historia"),
    "centres.rooms": W("rooms for sessions", "consultorios para sesiones"),
    "centres.vehicles": W("vehicles of its own", "vehículos propios"),
    "centres.support_staff": W("employees who are not clinicians", "empleados que no son clínicos"),
    "centres.budget": W("money for a year, in the currency of the place; 0 means no paid post and no paid trip",
                        "dinero para un año, en la moneda del lugar; 0 significa ninguna plaza pagada y ningún viaje pagado"),
    "centres.serves": W("ids of the districts of its catchment, separated by ;", "ids de los distritos de su área de influencia, separados por ;"),
    "facilities.id": W("short name of the facility", "nombre corto del establecimiento"),
    "facilities.name": W("name of the facility, as reports show it", "nombre del establecimiento, como lo muestran los informes"),
    "facilities.kind": W("what kind of facility it is", "qué tipo de establecimiento es"),
    "facilities.district": W("id of the district in which it stands", "id del distrito en que está"),
    "facilities.capacity": W("of a practice: mental-health visits a week; of a hospital: beds; of any other: places",
                             "de un establecimiento de atención primaria: visitas de salud mental por semana; de un hospital: camas; de otros: plazas"),
    "facilities.serves": W("ids of the districts that it serves, separated by ;", "ids de los distritos que atiende, separados por ;"),
    "x": W("position, km to the east of a point of your choice", "posición, km al este de un punto a su elección"),
    "y": W("position, km to the north of the same point", "posición, km al norte del mismo punto"),
    "latitude": W("position in degrees; with longitude it replaces x and y, in all tables alike", "posición en grados; con longitude reemplaza a x e y, en todas las tablas por igual"),
    "longitude": W("position in degrees, negative to the west of Greenwich", "posición en grados, negativa al oeste de Greenwich"),
    "roster": W("number of posts", "número de plazas"),
    "policies.policy": W("name of the policy, for --policy; rows with the same name are steps of one policy", "nombre de la política, para --policy; las filas con el mismo nombre son pasos de una sola política"),
    "policies.title": W("title of the policy, as reports show it", "título de la política, como lo muestran los informes"),
    "policies.what": W("name of the parameter that changes (see `minga list parameters`)", "nombre del parámetro que cambia (vea `minga list parameters --lang es`)"),
    "policies.to": W("its new value", "su nuevo valor"),
    "policies.by": W("what is added to it", "lo que se le suma"),
    "policies.times": W("what it is multiplied by", "por cuánto se multiplica"),
    "policies.where": W("everywhere; ids of centres or districts, separated by ;; or a rule and a count, such as largest-population 1",
                        "everywhere (en todas partes); ids de centros o distritos, separados por ;; o una regla y una cuenta, como largest-population 1"),
    "policies.from": W("week in which it starts", "semana en que empieza"),
    "policies.until": W("week from which it no longer holds", "semana desde la cual deja de valer"),
    "policies.ramp": W("weeks until it has its full value", "semanas hasta alcanzar todo su valor"),
    "policies.once": W("cost once, in the currency of the place", "costo de una vez, en la moneda del lugar"),
    "policies.per_year": W("cost per year, in the currency of the place", "costo por año, en la moneda del lugar"),
    "policies.per": W("for each of what the costs arise", "por cada qué se paga el costo"),
    "policies.payer": W("who pays", "quién paga"),
    "policies.low_factor": W("the costs may be as low as this share of it", "los costos pueden ser tan bajos como esta parte"),
    "policies.high_factor": W("the costs may be as high as so many times it", "los costos pueden ser tan altos como tantas veces"),
    "policies.source": W("where the costs come from", "de dónde salen los costos"),
    "policies.grade": W("what the costs rest on", "en qué se apoyan los costos"),
}

BLANKS: dict[str, Words] = {
    "name": W("the id", "el id"),
    "serves": W("its own district", "su propio distrito"),
    "budget": W("what posts, rent and trips cost", "lo que cuestan plazas, alquiler y viajes"),
    "capacity": W("what the parameters give per resident", "lo que dan los parámetros por residente"),
    "latitude": W("x and y are read", "se leen x e y"),
    "longitude": W("x and y are read", "se leen x e y"),
    "policies.title": W("the name of the policy", "el nombre de la política"),
    "policies.to": W("one of to, by, times is needed", "se necesita uno de to, by, times"),
    "policies.by": W("one of to, by, times is needed", "se necesita uno de to, by, times"),
    "policies.times": W("one of to, by, times is needed", "se necesita uno de to, by, times"),
    "policies.where": W("everywhere", "everywhere (en todas partes)"),
    "policies.until": W("it does not end", "no termina"),
    "policies.payer": W("needed where there is a cost", "se necesita si hay costo"),
}

TEXTS: dict[str, Words] = {
    "required": W("required", "obligatorio"),
    "optional": W("optional", "opcional"),
    "sheet.districts": W("districts", "distritos"), "sheet.zones": W("zones: where people live", "zonas: dónde vive la gente"),
    "sheet.centres": W("centres: community mental health centres", "centros: centros de salud mental comunitaria"),
    "sheet.facilities": W("facilities: primary care, hospitals, protected homes and others", "establecimientos: atención primaria, hospitales, hogares protegidos y otros"),
    "sheet.policies": W("policies: dated changes of your own", "políticas: cambios propios con fecha"),
    "head.column": W("Column", "Columna"), "head.meaning": W("Meaning", "Significado"), "head.unit": W("Unit", "Unidad"),
    "head.allowed": W("Allowed", "Permitido"), "head.need": W("Needed", "Necesidad"), "head.blank": W("If the cell is empty", "Si la celda queda vacía"),
    "unit.cents": W("{money} if the head says ({money}), otherwise cents", "{money} si el encabezado dice ({money}); si no, céntimos"),
    "unit.money": W("{money}", "{money}"),
    "lends.median": W("the median of {lender}: {value} (judged)", "la mediana de {lender}: {value} (estimado a juicio)"),
    "lends.radius": W("as densely peopled as the middle zone of {lender} (judged)", "tan densa como la zona mediana de {lender} (estimado a juicio)"),
    "lends.roster": W("0; if all posts of the row are empty, the medians of {lender}: here {value} (judged)",
                      "0; si todas las plazas de la fila están vacías, las medianas de {lender}: aquí {value} (estimado a juicio)"),
    "lends.parameter": W("the value of {lender}: {value}, {grade}", "el valor de {lender}: {value}, {grade}"),
    "lends.range": W("{value} ({low} to {high})", "{value} ({low} a {high})"),
    "lends.nothing": W("nothing is borrowed", "nada se toma prestado"),
    "allowed.id": W("1 to 64 letters (a-z), digits, - or _", "1 a 64 letras (a-z, sin tildes), cifras, - o _"),
    "allowed.text": W("a text on one line", "un texto en una línea"),
    "allowed.ids": W("one or more ids, separated by ;", "uno o más ids, separados por ;"),
    "allowed.whole": W("a whole number", "un número entero"),
    "allowed.number": W("a number", "un número"),
    "allowed.from": W("from {low}", "desde {low}"), "allowed.to": W("to {high}", "hasta {high}"),
    "allowed.choice": W("one of {words}", "uno de: {words}"),
    "allowed.where": W("see its meaning", "vea su significado"),
    "allowed.what": W("the name of a parameter", "el nombre de un parámetro"),
}


def meaning(sheet: str, column: Column, lang: str) -> str:
    """What a column means.

    Raises:
        KeyError: it has no words.
    """
    from experiments.words import name

    if column.declaration:
        return column.declaration.meaning(lang)
    if column.keys[0] == "roster":
        return f"{MEANINGS['roster'](lang)}: {name('profession', column.name, lang)}"
    return (MEANINGS.get(f"{sheet}.{column.name}") or MEANINGS[column.name])(lang)


def text(key: str, lang: str, **values: object) -> str:
    """One text, with values filled in.

    Raises:
        KeyError: no such text.
    """
    return TEXTS[key](lang).format(**values)
