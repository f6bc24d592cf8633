"""`sre-compile test`: the generated proof, run by the programs that will load what was generated."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from sre_compiler.cli import screen
from sre_compiler.cli.exits import CannotWorkError
from sre_compiler.cli.screen import FORMATS

if TYPE_CHECKING:  # imported where the command runs
    from sre_compiler.diagnostics import Diagnostic
    from sre_compiler.servers.proofs import Failure, Proof, Prove, Proven
    from sre_compiler.servers.tools import Tool

__test__ = False
"""For pytest, which would take a module of this name for one of its own."""


@click.command(name="test", short_help="run the generated proof")
@click.argument("folder", metavar="[GENERATED]", default="generated", type=click.Path(exists=True, file_okay=False))
@click.option("--promtool", metavar="PATH", help="The promtool to use, in place of the one in PATH.")
@click.option("--amtool", metavar="PATH", help="The amtool to use, in place of the one in PATH.")
@click.option("-j", "--jobs", type=click.IntRange(1, 64), help="Programs that run at the same time; one for each core.")
@click.option(
    "--format", "style", type=click.Choice((*FORMATS, "junit")), default="full", show_default=True, help="How to tell."
)
def command(folder: str, promtool: str | None, amtool: str | None, jobs: int | None, style: str) -> int:
    """Run the tests that stand beside the generated rules and routes, and tell which alert does not do what it should.

    Nothing but the folder is needed; where the specs are there too, each failure is shown at their lines.

    Example: sre-compile test generated
    """
    from sre_compiler.output.errors import OutputError
    from sre_compiler.servers.proofs import proofs

    try:
        some = proofs(folder)
    except OutputError as error:
        raise CannotWorkError(str(error)) from error
    if not some:
        raise CannotWorkError(f"{folder} holds no generated tests: build it with sre-compile build -o {folder}")
    tools = _tools(some, promtool, amtool)
    some, newer = _readable(folder, some, tools[0])
    proven, found = _run(folder, some, tools, jobs)
    if style == "junit":
        from sre_compiler.servers.proof_cases import junit

        click.echo(junit(proven).encode(), nl=False)
    else:
        screen.print_findings(found, style)
        failed = sum(bool(one.failures) for one in proven)
        left_out = f"; {len(newer)} left out, which this promtool is too old for" if newer else ""
        click.echo(f"{len(proven)} tests: {len(proven) - failed} passed, {failed} failed{left_out}")
    return screen.verdict(found, strict=False)


Tools = tuple["Tool | None", "Tool | None"]
"""promtool and amtool, each where a test needs it."""


def _tools(some: list[Proof], promtool: str | None, amtool: str | None) -> Tools:
    from sre_compiler.servers.tools import ToolMissingError, tool

    try:
        of_rules = tool("promtool", promtool) if any(not one.is_of_routes for one in some) else None
        of_routes = tool("amtool", amtool) if any(one.is_of_routes for one in some) else None
    except ToolMissingError as error:
        raise CannotWorkError(str(error)) from error
    return of_rules, of_routes


def _readable(folder: str, some: list[Proof], promtool: Tool | None) -> tuple[list[Proof], list[Proof]]:
    from sre_compiler.servers.needs import readable

    return (some, []) if promtool is None else readable(folder, some, promtool)


def _run(folder: str, some: list[Proof], tools: Tools, jobs: int | None) -> tuple[list[Proven], list[Diagnostic]]:
    from sre_compiler.documents import locate, read
    from sre_compiler.servers.origins import Origins
    from sre_compiler.servers.proof_report import findings
    from sre_compiler.servers.proofs import run
    from sre_compiler.workers import available

    steps = run(some, _prover(folder, *tools), jobs or available())
    proven = sorted(screen.progress(steps, "proving", "tests"), key=lambda one: one.proof.path)
    sources = frozenset(one.source for one in some if os.path.exists(one.source.partition("#")[0]))  # noqa: PTH110
    return proven, locate(list(findings(proven, Origins(sources))), read)


def _prover(folder: str, promtool: Tool | None, amtool: Tool | None) -> Prove:
    """The program for each."""
    from sre_compiler.servers.proofs import by_promtool
    from sre_compiler.servers.routes import by_routes

    of_rules = None if promtool is None else by_promtool(folder, promtool)
    of_routes = None if amtool is None else by_routes(folder, amtool)

    def prove(one: Proof) -> Sequence[Failure]:
        chosen = of_routes if one.is_of_routes else of_rules
        return chosen(one) if chosen is not None else []

    return prove
