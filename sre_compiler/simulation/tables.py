"""Results as tables of short texts, for people: what `simulate` prints, aligned or as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from msgspec import Struct

from sre_compiler import kinds
from sre_compiler.simulation.detection import Detection, Outage
from sre_compiler.simulation.false_alarms import FalseAlarms
from sre_compiler.simulation.months import Draw, paging
from sre_compiler.simulation.outage_model import Verdict, Verdicts
from sre_compiler.simulation.scenario import Replayed
from sre_compiler.simulation.site import Site
from sre_compiler.units import Duration, Percent, percent_text, time_text

Row = tuple[str, ...]


class Section(Struct, frozen=True):
    """A title, what is said below it, and a table, or none; the first row is its head."""

    title: str
    said: str = ""
    rows: tuple[Row, ...] = ()


def site_section(site: Site) -> Section:
    """What is simulated, and where."""
    one, server = site.objective, site.server
    version = ".".join(map(str, server.version))
    told = f"{Percent(one.objective)} over {one.window}, {_traffic(site)}"
    scraped = f"scraped every {server.scrape_interval} by {server.name} (Prometheus {version})."
    return Section(f"{one.slo_id} in {site.environment}", f"{told}; {scraped}")


def _traffic(site: Site) -> str:
    if not site.is_asked:
        return "which does not depend on traffic"
    if not site.is_declared:
        return "with so much traffic that single events do not count"
    whole = f", all of it of one {' and '.join(site.objective.group_by)}" if site.objective.group_by else ""
    return f"at {site.service.traffic}{whole}"


def overview_row(site: Site, page: Detection | None, ticket: Detection | None, false_pages: float | None) -> Row:
    """One SLO among all."""
    one = site.objective
    return (
        one.slo_id,
        site.environment,
        str(Percent(one.objective)),
        str(site.service.traffic) if site.is_declared else "-",
        _time(page.after) if page else "never",
        _share(page.spent) if page and page.spent is not None else "-",
        _time(ticket.after) if ticket else "never",
        "-" if false_pages is None else _rate(false_pages),
    )


def detection_sections(site: Site, outages: Sequence[Outage]) -> Iterator[Section]:
    """Two tables: how soon each leg sees each outage, and how long it goes on after the end."""
    legs = [f"{one.leg.long}/{one.leg.short} {one.severity}" for one in site.objective.alerting_legs]
    yield Section(
        "Detection",
        "Time from the begin of an outage until each leg fires, and how much budget the outage has spent by then.",
        (
            ("errors", "burn rate", "spends all in", *legs),
            *((*_outage(one), time_text(one.exhausts), *map(_detected, one.detections)) for one in outages),
        ),
    )
    yield Section(
        "Reset",
        "Time from the end of the outage until the alert is resolved, `keep_firing_for` included.",
        (
            ("errors", "burn rate", *legs),
            *(
                (*_outage(one), *(_time(leg.resolves) if leg.resolves is not None else "-" for leg in one.detections))
                for one in outages
            ),
        ),
    )


def _outage(one: Outage) -> Row:
    return _percent(one.error_ratio), f"{float(one.burn):.4g}x"


def _detected(leg: Detection) -> str:
    return "never" if leg.spent is None else f"{_time(leg.after)}, {_share(leg.spent)}"


def false_alarm_section(site: Site, draw: Draw, found: Sequence[FalseAlarms]) -> Section:
    """What `min_errors` costs and buys."""
    now = site.objective.min_errors
    return Section(
        "False alarms",
        f"Alerts a month while half the budget is spent, evenly and by chance: the mean of {_months(draw.months)}."
        f" On the right what each choice costs: the time until the first {'page' if paging(site) else 'ticket'}.",
        (
            ("min_errors", "pages", "by arithmetic", "tickets", "100% errors", "10% errors"),
            *(
                (
                    f"{one.min_errors}{' (now)' * (one.min_errors == now)}",
                    _rate(one.pages),
                    _rate(one.predicted),
                    _rate(one.tickets),
                    *map(_time, one.detected),
                )
                for one in found
            ),
        ),
    )


def verdict_section(found: Verdicts) -> Section:
    """Precision and recall against the stated model."""
    model = found.model
    matters, much = _share(model.matters), _share(model.much)
    return Section(
        "Outages by chance",
        f"{_months(found.months)} with {model.outages:g} outages each on average, half of them shorter than"
        f" {model.minutes:g} minutes (lognormal, sigma {model.sigma:g}), error ratios log-uniform from half the budget to 100%; a tenth"
        f" of the budget is spent besides. {found.that_matter} of {found.outages} spent {matters} of the budget or more.",
        (
            (
                "",
                "a month",
                "right",
                f"found of {matters}+",
                f"found of {much}+",
                "median, 90% within",
                "spent by then",
            ),
            _verdict("pages", found.pages),
            _verdict("tickets", found.tickets),
        ),
    )


def _months(count: int) -> str:
    return f"{count} month{'s' * (count > 1)}"


def _verdict(name: str, one: Verdict) -> Row:
    late = ", ".join(map(_time, one.late)) if one.late else "-"
    spent = ", ".join(map(_share, one.spent)) if one.spent else "-"
    shares = (_share(share) if share is not None else "-" for share in (one.precision, one.recall, one.recall_of_much))
    return name, _rate(one.alerts), *shares, late, spent


def scenario_sections(replayed: Replayed) -> Iterator[Section]:
    """What happens, and who is told when."""
    spec = replayed.scenario.spec
    metadata = replayed.scenario.metadata
    happens = tuple(_happening(one, spec) for one in spec.events)
    told = f"{replayed.site.objective.slo_id} in {replayed.site.environment}, over {spec.lasts}."
    spent = f"By the end {_share(replayed.spent_at_end)} of the budget of {replayed.site.objective.window} is spent."
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
                _after(start),
                _after(end),
                _time(end - start),
                _share(replayed.spent(one.group, start)),
            )
    for silent in replayed.outcome.no_data:
        for start, end in replayed.episodes(silent):
            yield "no data", silent.group, _after(start), _after(end), _time(end - start), ""


def _after(seconds: float) -> str:
    return f"+{_time(seconds)}" if seconds > 0 else "before"


def _time(seconds: float | None) -> str:
    return time_text(None if seconds is None else Fraction(round(seconds * 1000), 1000))


def _percent(ratio: Fraction) -> str:
    return percent_text(ratio)


def _share(share: float) -> str:
    return f"{share * 100:.3g}%"


def _rate(rate: float) -> str:
    return f"{rate:.2g}" if rate >= 0.01 else "0" if not rate else "< 0.01"
