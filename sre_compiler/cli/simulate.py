"""`sre-compile simulate`: when each alert would fire, what it costs and what it finds, without a Prometheus."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sre_compiler import pipeline
from sre_compiler.cli import screen
from sre_compiler.cli.exits import FINE, WRONG, CannotWorkError
from sre_compiler.cli.plotting import plot_option
from sre_compiler.cli.simulated import Asked
from sre_compiler.diagnostics.render.display import shown

if TYPE_CHECKING:  # imported where the command runs: numpy takes a tenth of a second
    from fractions import Fraction

    from sre_compiler.simulation.answers import Answer

FORMATS = ("table", "markdown", "json")


def _ratios(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> tuple[Fraction, ...]:
    from fractions import Fraction

    from sre_compiler.units import Percent, UnitError

    try:
        ratios = tuple(Fraction(Percent.parse(value).ratio) for value in values)
    except UnitError as error:
        raise click.BadParameter(str(error), ctx, param) from error
    if any(not 0 < ratio <= 1 for ratio in ratios):
        raise click.BadParameter("more than 0% and at most 100%", ctx, param)
    return ratios


@click.command(name="simulate", short_help="when each alert would fire, what it costs and what it finds")
@click.argument("slo", required=False)
@click.argument("specs", required=False, type=click.Path(exists=True, readable=True))
@click.option("--environment", metavar="NAME", help="Only in this environment.")
@click.option(
    "--errors", "ratios", multiple=True, callback=_ratios, metavar="SHARE", help="An error ratio; as often as wanted."
)
@click.option("--months", type=click.IntRange(1, 10_000), default=40, show_default=True, help="Random months to draw.")
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True, help="What chance begins with.")
@click.option(
    "--daily-peak",
    type=click.FloatRange(1),
    default=1,
    help="Traffic of the busiest moment of a day over the quietest.",
)
@click.option(
    "--weekend", type=click.FloatRange(0, 1), default=1, help="Traffic of a weekend over that of a working day."
)
@click.option(
    "--scenario",
    "file",
    type=click.Path(exists=True, dir_okay=False),
    metavar="FILE",
    help="Replay the scenario of this file.",
)
@click.option("--format", "style", type=click.Choice(FORMATS), default="table", show_default=True)
@plot_option
def command(
    *, slo: str | None, specs: str | None, file: str | None, style: str, plot: Path | None, **options: Any
) -> int:
    """Simulate the alerts of an SLO: detection, reset and budget for a row of error ratios; false alarms at its traffic,
    and what `min_errors` changes; precision and recall for outages by chance. Without SLO, an overview of all.

    Example: sre-compile simulate checkout/availability --scenario outage.yaml --plot outage.svg
    """
    if specs is None and slo is not None and os.path.exists(slo):  # noqa: PTH110 - a name, most of the time
        slo, specs = None, slo
    scenario, wrong = pipeline.scenario(file) if file else (None, ())
    if wrong:
        screen.print_findings(wrong, "full")
        return WRONG
    if file and scenario is None:
        raise CannotWorkError(
            f"{file} is empty; a scenario begins with `kind: Scenario`, and schemas/scenario.schema.json says more"
        )
    compiled = pipeline.compile_specs(specs or "specs")
    if compiled.program is None:
        screen.print_findings(compiled.diagnostics, "full")
        return screen.verdict(compiled.diagnostics, strict=False)
    named = slo or (scenario.spec.slo if scenario else None)
    asked = Asked(compiled.program, named, scenario, options)
    draw = asked.drawing() if plot is not None else None
    answers = asked.answers()
    if draw is not None and plot is not None:
        draw(answers[0].seen, plot)
        click.echo(f"{plot} is written", err=True)
    click.echo("\n".join(map(shown, _text(answers, style).split("\n"))))
    return FINE


def _text(answers: Sequence[Answer], style: str) -> str:
    from sre_compiler.simulation.numbers import VERSION
    from sre_compiler.simulation.render import as_markdown, as_text

    if style == "json":
        data = {"version": VERSION, "slos": [one for answer in answers for one in answer.numbers]}
        return json.dumps(data, indent=2)
    show = as_markdown if style == "markdown" else as_text
    return "\n\n".join(show(answer.sections) for answer in answers)
