"""What `simulate` answers: sections for people, and the same numbers as data."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Any

from msgspec import Struct

from sre_compiler import burnrate, kinds
from sre_compiler.simulation import numbers, scenario_tables, tables
from sre_compiler.simulation.detection import Outage, outages, usual_ratios
from sre_compiler.simulation.false_alarms import false_alarms
from sre_compiler.simulation.months import Draw, paging
from sre_compiler.simulation.scenario import Replayed, run
from sre_compiler.simulation.site import Site
from sre_compiler.simulation.tables import Section
from sre_compiler.simulation.verdicts import judge

TOTAL = Fraction(1)


class Answer(Struct, frozen=True):
    """The numbers are one entry for each SLO in an environment. `seen` is what can be drawn of the only one."""

    sections: tuple[Section, ...]
    numbers: tuple[dict[str, Any], ...]
    seen: Replayed | Study | None = None


class Study(Struct, frozen=True):
    """A site, and what became of each outage."""

    site: Site
    outages: tuple[Outage, ...]


def study(site: Site, ratios: Sequence[Fraction], draw: Draw) -> Answer:
    """One SLO in one environment, from every side. Without legs that alert there is nothing to say."""
    heading = tables.site_section(site)
    if not site.objective.alerting_legs:
        silent = Section("Alerts", "No leg of this SLO alerts anybody here.")
        return Answer((heading, silent), (numbers.of_site(site),), Study(site, ()))
    seen = tuple(outages(site, ratios or usual_ratios(site)))
    sections = [heading, *tables.detection_sections(site, seen)]
    data = numbers.of_site(site) | {"outages": numbers.of_outages(seen)}
    if site.is_declared:
        alarms = false_alarms(site, draw)
        sections.append(tables.false_alarm_section(site, draw, alarms))
        data["false_alarms"] = numbers.of_false_alarms(draw, alarms)
    else:
        sections.append(Section("False alarms", _why_none(site)))
    verdicts = judge(site, draw)
    sections.append(tables.verdict_section(verdicts))
    data["outage_model"] = numbers.of_verdicts(draw, verdicts)
    return Answer(tuple(sections), (data,), Study(site, seen))


def _why_none(site: Site) -> str:
    if site.is_asked:
        return "`traffic` on the service would tell how often errors come together by chance."
    return "Not told: this SLO does not count requests, and whether its states are bad is no matter of chance."


def replayed(site: Site, scenario: kinds.Scenario) -> Answer:
    """One's own scenario on one site."""
    found = run(site, scenario)
    data = numbers.of_site(found.site) | {"scenario": numbers.of_scenario(found)}
    return Answer(tuple(scenario_tables.scenario_sections(found)), (data,), found)


def overview(sites: Sequence[Site], watch: Callable[[Iterable[Site]], Iterator[Site]] = iter) -> Answer:
    """Every SLO in a line: when the first page comes for a total outage, and how often one comes for nothing.

    `watch` sees the sites go by.
    """
    seen = [(site, tuple(outages(site, [TOTAL]))) for site in watch(sites)]
    data = tuple(numbers.of_site(site) | {"outages": numbers.of_outages(found)} for site, found in seen)
    rows = tuple(_overview(site, found[0]) for site, found in seen)
    heading = Section(
        "All SLOs",
        "A total outage: the first page, the first ticket, and the budget spent by the page. False pages a month by arithmetic,"
        " while half the budget is spent. `sre-compile simulate SLO` says more.",
    )
    head = ("SLO", "in", "objective", "traffic", "first page", "spent", "first ticket", "false pages")
    return Answer((heading, Section("Total outage", "", (head, *rows))), data)


def _overview(site: Site, total: Outage) -> tables.Row:
    legs = paging(site)
    page = min((one for one in total.detections if one.leg in legs and one.after is not None), key=_after, default=None)
    ticket = min(
        (one for one in total.detections if one.leg not in legs and one.after is not None), key=_after, default=None
    )
    return tables.overview_row(site, page, ticket, max(_false_pages(site), default=None))


def _after(one: Any) -> float:
    return float(one.after)


def _false_pages(site: Site) -> Iterator[float]:
    one = site.objective
    if site.is_declared:
        for leg in paging(site):
            yield burnrate.false_alarms_a_month(leg.leg, one.objective, site.per_second, one.min_errors)
