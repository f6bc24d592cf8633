"""`sre-compile budget`: error budgets asked of a Prometheus, and the gate; the same code as `generated/budgets/`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sre_compiler.cli import screen
from sre_compiler.cli.exits import CANNOT_WORK, CannotWorkError
from sre_compiler.cli.plotting import ENDINGS, plotting

if TYPE_CHECKING:  # imported where the command runs
    from sre_compiler.budget.command import Outcome
    from sre_compiler.budget.objective import Slo

PROGRAM = "sre-compile budget"


@click.command(
    name="budget",
    short_help="ask a Prometheus for error budgets, and gate a deploy",
    add_help_option=False,
    context_settings={"ignore_unknown_options": True},
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def command(*, arguments: tuple[str, ...]) -> int:
    """Error budgets of the SLOs in the specs, asked of a Prometheus.

    Example: sre-compile budget specs checkout/availability --server eu1 --prometheus-url http://prometheus:9090
    """
    from sre_compiler.budget.access import MisuseError
    from sre_compiler.budget.command import parser_of, run_budget, tell

    try:
        parser = parser_of(PROGRAM, specs=True)
        parser.add_argument("--plot", metavar="FILE", help="draw what is left and how it burned, to a .png or .svg")
        options = parser.parse_intermixed_args(arguments)
        plot = _drawing(options.plot) if options.plot is not None else None
        specs, options.slos = _split(options.slos)
        slos = _slos(specs)
        if slos is None:
            return CANNOT_WORK
        outcome = run_budget(options, slos)
    except MisuseError as error:
        raise CannotWorkError(f"budget: {error}") from error
    tell(outcome)
    if plot is not None:
        plot(outcome)
    return outcome.code


def _drawing(file: str) -> Callable[[Outcome], None]:
    """Who draws the outcome. Raises CannotWorkError, before anything is asked, where nothing can be drawn."""
    path = Path(file)
    if path.suffix not in ENDINGS:
        raise CannotWorkError(f"budget: --plot {file} ends in neither .png nor .svg")
    draw = plotting("sre_compiler.plots.budgets")

    def plot(outcome: Outcome) -> None:
        left_out = draw(outcome.results, outcome.report["timestamp"], path)
        more = f"; {left_out} budgets were left out: name the SLOs that you want" if left_out else ""
        click.echo(f"{file} is written{more}", err=True)

    return plot


def _split(words: list[str]) -> tuple[str, list[str]]:
    """The specs, where the first word is a file or a folder, and the names of SLOs."""
    if words and Path(words[0]).exists():
        return words[0], words[1:]
    return "specs", words


def _slos(specs: str) -> list[Slo] | None:
    """What the specs declare; None where they are wrong, which is told."""
    from sre_compiler import pipeline
    from sre_compiler.backends.budgets.slos import slos_of
    from sre_compiler.budget.objective import read_slo

    if not Path(specs).exists():
        raise CannotWorkError(f"{specs} does not exist; say where the specs are")
    compiled = pipeline.compile_specs(specs)
    if compiled.program is None:
        screen.print_findings(compiled.diagnostics, "full")
        return None
    program = compiled.program
    return [read_slo(one) for service in program.services for one in slos_of(program, service)]
