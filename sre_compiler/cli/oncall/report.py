"""`sre-compile oncall report`: gaps, and the load of each person over the calendar horizon."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sre_compiler.cli.exits import FINE, WRONG
from sre_compiler.cli.oncall.asked import format_option, horizon_of, policies_of, policy_option, program_of
from sre_compiler.cli.options import specs_argument
from sre_compiler.cli.plotting import plot_option, plotting

if TYPE_CHECKING:
    from sre_compiler.program import Program
    from sre_compiler.rotas import FreeTime, Report


@click.command(name="report", short_help="gaps, and the load of each person over the calendar horizon")
@specs_argument
@policy_option
@format_option
@plot_option
def command(*, specs: str, names: tuple[str, ...], style: str, plot: Path | None) -> int:
    """Gaps, and hours, nights, weekends and holidays of each person from the first to the last day of `calendar_horizon`.

    What counts as night and weekend are the options of the finding `handoff-at-night`.

    Example: sre-compile oncall report --policy shop --plot oncall.svg
    """
    program = program_of(specs)
    if program is None:
        return WRONG
    from sre_compiler import rotas
    from sre_compiler.cli.oncall.load_tables import as_lines
    from sre_compiler.cli.oncall.loads import as_data
    from sre_compiler.output.encode import json_text

    policies = policies_of(program, names)
    found = rotas.report(program, policies, horizon_of(program, policies), _free_time(program))
    if plot is not None:
        _draw(found, plot)
    click.echo(json_text(as_data(found)).rstrip("\n") if style == "json" else "\n".join(as_lines(found)))
    return FINE


def _draw(found: Report, file: Path) -> None:
    draw = plotting("sre_compiler.plots.duty")
    draw(found, file)
    click.echo(f"{file} is written", err=True)


def _free_time(program: Program) -> FreeTime:
    """Nights and weekends as the project has them for its hand-offs."""
    from sre_compiler import rotas
    from sre_compiler.checks.handoff_at_night import EARLIEST, LATEST, WEEKEND

    return rotas.FreeTime(program.option(LATEST), program.option(EARLIEST), program.option(WEEKEND))
