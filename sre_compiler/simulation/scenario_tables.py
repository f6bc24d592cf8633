"""A scenario as tables: what happens, and who is told when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sre_compiler import kinds
from sre_compiler.simulation import wording
from sre_compiler.simulation.scenario import Replayed
from sre_compiler.simulation.tables import Row, Section
from sre_compiler.units import Duration


def scenario_sections(replayed: Replayed) -> Iterator[Section]:
    """What happens, and who is told when."""
    spec = replayed.scenario.spec
    metadata = replayed.scenario.metadata
    happens = tuple(_happening(one, spec) for one in spec.events)
    told = f"{replayed.site.objective.slo_id} in {replayed.site.environment}, over {spec.lasts}."
    spent = (
        f"By the end {wording.share(replayed.spent_at_end)} of the budget of {replayed.site.objective.window} is spent."
    )
    yield Section(
        f"Scenario {metadata.title or metadata.name}",
        " ".join(filter(None, (metadata.description, told, spent))),
        _without_empty((("from", "until", "happens", "to"), *happens)),
    )
    alerts = tuple(_alerts(replayed))
    head = ("alert", "group", "fires from", "until", "for", "spent by then")
    yield Section("Alerts", "" if alerts else "None fires.", _without_empty((head, *alerts)) if alerts else ())


def _without_empty(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Without the columns in which nothing stands but their head."""
    kept = [column for column in zip(*rows, strict=True) if any(column[1:])]
    return tuple(zip(*kept, strict=True))


def _happening(one: kinds.Happening, spec: kinds.ScenarioSpec) -> Row:
    end = spec.lasts.milliseconds if one.lasts is None else one.at.milliseconds + one.lasts.milliseconds
    until = "" if one.process else str(Duration(min(end, spec.lasts.milliseconds)))
    return str(one.at), until, happening(one), one.group or ""


def happening(one: kinds.Happening) -> str:
    """What happens, in a few words."""
    if one.errors is not None:
        return f"{one.errors} errors"
    if one.traffic is not None:
        return f"{one.traffic} of the traffic"
    return "no data" if one.data else "restart"


def _alerts(replayed: Replayed) -> Iterator[Row]:
    for one in replayed.outcome.legs:
        for start, end in replayed.episodes(one):
            name = f"{one.leg.leg.long}/{one.leg.leg.short} {one.leg.severity}"
            yield (
                name,
                one.group,
                wording.after(start),
                wording.after(end),
                wording.time(end - start),
                wording.share(replayed.spent(one.group, start)),
            )
    for silent in replayed.outcome.no_data:
        for start, end in replayed.episodes(silent):
            yield "no data", silent.group, wording.after(start), wording.after(end), wording.time(end - start), ""
