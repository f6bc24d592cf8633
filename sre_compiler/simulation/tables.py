"""Results as tables of short texts, for people: what `simulate` prints, aligned or as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from sre_compiler.simulation import wording
from sre_compiler.simulation.detection import Detection, Outage
from sre_compiler.simulation.false_alarms import FalseAlarms
from sre_compiler.simulation.months import Draw, paging
from sre_compiler.simulation.site import Site
from sre_compiler.simulation.verdicts import Verdict, Verdicts
from sre_compiler.units import Percent, percent_text, time_text

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
        wording.time(page.after) if page else "never",
        wording.share(page.spent) if page and page.spent is not None else "-",
        wording.time(ticket.after) if ticket else "never",
        "-" if false_pages is None else wording.rate(false_pages),
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
                (
                    *_outage(one),
                    *(wording.time(leg.resolves) if leg.resolves is not None else "-" for leg in one.detections),
                )
                for one in outages
            ),
        ),
    )


def _outage(one: Outage) -> Row:
    return percent_text(one.error_ratio), f"{float(one.burn):.4g}x"


def _detected(leg: Detection) -> str:
    return "never" if leg.spent is None else f"{wording.time(leg.after)}, {wording.share(leg.spent)}"


def false_alarm_section(site: Site, draw: Draw, found: Sequence[FalseAlarms]) -> Section:
    """What `min_errors` costs and buys."""
    now = site.objective.min_errors
    return Section(
        "False alarms",
        f"Alerts a month while half the budget is spent, evenly and by chance: the mean of {wording.months(draw.months)}."
        f" On the right what each choice costs: the time until the first {'page' if paging(site) else 'ticket'}.",
        (
            ("min_errors", "pages", "by arithmetic", "tickets", "100% errors", "10% errors"),
            *(
                (
                    f"{one.min_errors}{' (now)' * (one.min_errors == now)}",
                    wording.rate(one.pages),
                    wording.rate(one.predicted),
                    wording.rate(one.tickets),
                    *map(wording.time, one.detected),
                )
                for one in found
            ),
        ),
    )


def verdict_section(found: Verdicts) -> Section:
    """Precision and recall against the stated model."""
    model = found.model
    matters, much = wording.share(model.matters), wording.share(model.much)
    return Section(
        "Outages by chance",
        f"{wording.months(found.months)} with {model.outages:g} outages each on average, half of them shorter than"
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


def _verdict(name: str, one: Verdict) -> Row:
    late = ", ".join(map(wording.time, one.late)) if one.late else "-"
    spent = ", ".join(map(wording.share, one.spent)) if one.spent else "-"
    shares = (
        wording.share(share) if share is not None else "-" for share in (one.precision, one.recall, one.recall_of_much)
    )
    return name, wording.rate(one.alerts), *shares, late, spent
