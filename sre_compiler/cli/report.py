"""`sre-compile report`: what incidents took, what they cost, what comes back, and what is still to be done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sre_compiler.cli import screen
from sre_compiler.cli.exits import FINE, WRONG, CannotWorkError
from sre_compiler.cli.options import specs_argument, today_option
from sre_compiler.cli.plotting import plot_option, plotting

if TYPE_CHECKING:  # what prints help reads no incidents
    from sre_compiler.incidents.report import Report
    from sre_compiler.program.incidents import Incident

_DAY = click.DateTime(["%Y-%m-%d"])


@click.command(name="report", short_help="times, budgets, factors and open actions of all incidents")
@specs_argument
@click.option(
    "--format",
    "style",
    type=click.Choice(("table", "markdown", "json")),
    default="table",
    show_default=True,
    help="How the report is printed.",
)
@plot_option
@click.option(
    "--since", type=_DAY, metavar="DATE", help="Only incidents that were detected on this day or later, in UTC."
)
@click.option(
    "--until", type=_DAY, metavar="DATE", help="Only incidents that were detected on this day or earlier, in UTC."
)
@today_option
def command(  # noqa: PLR0913 - one parameter for each option
    *, specs: str, style: str, plot: Path | None, since: datetime | None, until: datetime | None, today: datetime
) -> int:
    """Report on the incidents below SPECS: count, median and 90th percentile of each time by severity and quarter.

    Example: sre-compile report --format markdown --since 2026-07-01 --plot incidents.png
    """
    from sre_compiler.incidents.reading import happened
    from sre_compiler.incidents.report import report

    known = happened(specs)
    if known.found:
        screen.print_findings(known.found, "full")
        return WRONG
    wanted = [one for one in known.incidents if _is_within(one, since, until)]
    found = report(wanted, known.scale, today.date().isoformat())
    if plot is not None:
        _draw(found, [one.name for one in known.scale], plot)
    click.echo(_printed(found, style), nl=False)
    return FINE


def _printed(found: Report, style: str) -> str:
    from sre_compiler.incidents import formats

    if style == "table":
        return _on_screen(found)
    return formats.in_json(found) if style == "json" else formats.in_markdown(found)


def _on_screen(found: Report) -> str:
    from sre_compiler.cli.tables import table
    from sre_compiler.diagnostics.render.display import shown
    from sre_compiler.incidents.sections import sections

    parts = []
    for one in sections(found):
        rows = table([one.head, *one.rows]) if one.head else ()
        parts.append("\n".join([one.heading, *rows, *(f"  {shown(note)}" for note in one.notes)]))
    return "\n\n".join(parts) + "\n"


def _is_within(incident: Incident, since: datetime | None, until: datetime | None) -> bool:
    from sre_compiler import rotas

    day = datetime.fromtimestamp(rotas.moments(incident)["detected"], UTC).date()
    return (since is None or since.date() <= day) and (until is None or day <= until.date())


def _draw(found: Report, severities: Sequence[str], file: Path) -> None:
    draw = plotting("sre_compiler.plots.incidents")
    if not found.cases:
        raise CannotWorkError("there is no incident to draw")
    draw(found, severities, file)
    click.echo(f"{file} is written", err=True)
