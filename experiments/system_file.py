"""The commented files that ``minga new`` and ``minga new-policy`` write, made from the declarations."""

from __future__ import annotations

from experiments.words import brief, name
from simulation import Words
from simulation.ground.parameter import Declaration
from simulation.scenario.borrowing import Lender, lent

SYSTEM = Words(
    """# A place of your own. Its tables stand beside this file; what they do not say is borrowed from {lender}.
# After each change:  minga validate {place}
schema = 1
kind = "system"
name = "{place}"
borrow = "{lender}"        # lends values where cells are empty and where nothing stands below
tables = "xlsx"        # "xlsx" reads place.xlsx, "csv" reads the files in csv/
# decimal = ","        # only if numbers stored as text, as in CSV files, could be read in two ways: "," or "."
burn_in_weeks = {burn_in}    # weeks lived before week 0, until queues have settled
currency = "{currency}"       # another currency needs the next line
# exchange = 1.0       # how many units of your currency one {currency} is worth: borrowed amounts are multiplied by it
price_year = {year}      # of your own amounts; borrowed ones stay in prices of {year}

[title]                # how reports call it, in both languages
en = "{place}"
es = "{place}"

[about]
en = "Describe your place in a sentence or two."
es = "Describa su lugar en una o dos frases."

# --- Values for the whole place -----------------------------------------------------------------------------
# Each line shows what is borrowed. Remove the # of a line (and of the [parameters. ...] line above it) and write
# your own value. A bare value counts as yours and as certain. To say more:
#     name = {{ value = 0.3, low = 0.2, high = 0.4, source = "census of 2017", grade = "here" }}
# Values of each district or centre are columns of the tables.
""",
    """# Un lugar propio. Sus tablas están junto a este archivo; lo que no dicen se toma prestado de {lender}.
# Después de cada cambio:  minga validate {place} --lang es
schema = 1
kind = "system"
name = "{place}"
borrow = "{lender}"        # presta valores donde hay celdas vacías y donde abajo no hay nada
tables = "xlsx"        # "xlsx" lee place.xlsx, "csv" lee los archivos de csv/
# decimal = ","        # solo si los números guardados como texto, como en CSV, se pueden leer de dos maneras: "," o "."
burn_in_weeks = {burn_in}    # semanas vividas antes de la semana 0, hasta que las listas se estabilizan
currency = "{currency}"       # otra moneda necesita la línea siguiente
# exchange = 1.0       # cuántas unidades de su moneda vale un {currency}: los montos prestados se multiplican por ello
price_year = {year}      # de sus propios montos; los prestados siguen en precios de {year}

[title]                # cómo lo llaman los informes, en ambos idiomas
en = "{place}"
es = "{place}"

[about]
en = "Describe your place in a sentence or two."
es = "Describa su lugar en una o dos frases."

# --- Valores de todo el lugar ---------------------------------------------------------------------------------
# Cada línea muestra lo que se toma prestado. Quite el # de una línea (y el de la línea [parameters. ...] que la
# encabeza) y escriba su valor. Un valor solo cuenta como suyo y como cierto. Para decir más:
#     name = {{ value = 0.3, low = 0.2, high = 0.4, source = "censo de 2017", grade = "here" }}
# Los valores de cada distrito o centro son columnas de las tablas.
""",
)

POLICY = Words(
    """# A policy of your own. After each change:  minga validate {path}
schema = 1
kind = "policy"
name = "{name}"

[title]                   # how reports call it, in both languages
en = "{name}"
es = "{name}"

[about]
en = "What changes, in a sentence or two."
es = "Qué cambia, en una o dos frases."

# One block [[step]] per change; copy it for more.
[[step]]
what = "{what}"   # {meaning}
to = {to}                  # the new value ({allowed}); or `by = 0.2` (add), or `times = 0.5` (multiply)
where = "everywhere"      # or ["centre-1"], or {{ select = "largest-population", count = 1 }}
from = 4                  # week in which it starts
ramp = 8                  # weeks until it has its full value
# until = 104             # it could end here; then the value goes back

[step.cost]               # in {money}; leave the block out if nothing is paid
once = 0
per_year = 0
per = "place"             # "place" (each one touched), "system", "resident" or "clinician"
payer = "ministry_of_health"
low_factor = 0.5          # how low and how high it could be
high_factor = 2.0
source = "unsourced"      # where the costs come from
grade = "yours"           # "here", "elsewhere", "judged" or "yours"
""",
    """# Una política propia. Después de cada cambio:  minga validate {path} --lang es
schema = 1
kind = "policy"
name = "{name}"

[title]                   # cómo la llaman los informes, en ambos idiomas
en = "{name}"
es = "{name}"

[about]
en = "What changes, in a sentence or two."
es = "Qué cambia, en una o dos frases."

# Un bloque [[step]] por cambio; cópielo para agregar más.
[[step]]
what = "{what}"   # {meaning}
to = {to}                  # el nuevo valor ({allowed}); o `by = 0.2` (sumar), o `times = 0.5` (multiplicar)
where = "everywhere"      # o ["centre-1"], o {{ select = "largest-population", count = 1 }}
from = 4                  # semana en que empieza
ramp = 8                  # semanas hasta alcanzar todo su valor
# until = 104             # podría terminar aquí; entonces vuelve el valor anterior

[step.cost]               # en {money}; quite el bloque si no se paga nada
once = 0
per_year = 0
per = "place"             # "place" (cada lugar tocado), "system", "resident" o "clinician"
payer = "ministry_of_health"
low_factor = 0.5          # qué tan bajo y qué tan alto podría ser
high_factor = 2.0
source = "unsourced"      # de dónde salen los costos
grade = "yours"           # "here", "elsewhere", "judged" o "yours"
""",
)
EXAMPLE = "productivity.extramural_credit"


def system_file(place: str, lender: Lender, lang: str) -> str:
    """The text of a new place's ``system.toml``."""
    system = lender.system
    parts = [SYSTEM(lang).format(
        place=place, lender=system.name, burn_in=system.burn_in_weeks, currency=system.currency, year=system.price_year
    )]
    process = ""
    for field, elements in lender.catalogue.fields.items():
        first = elements[0]
        if first.scope != "system" or first.kind == "fixed":
            continue
        if first.process != process:
            process = first.process
            parts.append(f"\n# [parameters.{process}]\n")
        own = [lent(system.values[one.name], 1.0) for one in elements]
        parts.append(f"# {field.partition('.')[2]} = {_written(own)}    # {_about(own[0], lang)}\n")
    return "".join(parts)


def _written(own: list[Declaration]) -> str:
    """A value as TOML; a vector as a table with a key per element."""
    values = [f'"{one.value}"' if isinstance(one.value, str) else repr(one.value) for one in own]
    if own[0].key is None:
        return values[0]
    return "{ " + ", ".join(f'"{one.key}" = {value}' for one, value in zip(own, values, strict=True)) + " }"


def _about(one: Declaration, lang: str) -> str:
    unit = name("unit", one.unit, lang)
    span = ", ".join(one.choices)
    if not one.choices and one.key is None and one.low < one.high:
        span = f"{brief(one.low, lang)} – {brief(one.high, lang)}"
    about = ", ".join(part for part in (span, unit if not one.choices else "", name("badge", one.grade, lang)) if part)
    return f"{one.meaning(lang)} ({about})"


def policy_file(which: str, path: str, money: str, what: Declaration, lang: str) -> str:
    """The text of a new policy, which sets one parameter to its high end."""
    allowed = f"{brief(what.low, lang)} – {brief(what.high, lang)}"
    return POLICY(lang).format(
        name=which, path=path, what=what.name, meaning=what.meaning(lang), to=repr(float(what.high)), allowed=allowed, money=money
    )
