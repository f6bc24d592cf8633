"""`sre-compile verify`: what was generated, asked of running servers."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

import click

from sre_compiler.cli import screen
from sre_compiler.cli.exits import WRONG, CannotWorkError
from sre_compiler.cli.options import lint_format_option, reports_option, strict_option
from sre_compiler.cli.reports import Reports
from sre_compiler.diagnostics import Diagnostic, Severity
from sre_compiler.diagnostics.render.formats import MACHINE
from sre_compiler.triage.judged import Judged

if TYPE_CHECKING:  # imported where the command runs
    from sre_compiler.budget.client import Connection
    from sre_compiler.servers.generated import Boards
    from sre_compiler.servers.prometheus import Prometheus
    from sre_compiler.servers.verify import Verified

_Command = TypeVar("_Command", bound=Callable[..., object])
_file = click.Path(exists=True, dir_okay=False)
_ACCESS = (
    click.option(
        "--prometheus", "--prometheus-url", "prometheus_url", metavar="URL", required=True, help="The server."
    ),
    click.option(
        "--header", multiple=True, metavar="'NAME: VALUE'", help="As X-Scope-OrgID: shop; as often as wanted."
    ),
    click.option("--bearer-token-file", type=_file, metavar="FILE", help="What lets us in, in a file."),
    click.option("--user", metavar="NAME", help="For basic authentication, with --password-file."),
    click.option("--password-file", type=_file, metavar="FILE"),
    click.option("--ca", type=_file, metavar="FILE", help="Certificates to trust, in place of the system's."),
    click.option("--cert", type=_file, metavar="FILE", help="Certificate of this client."),
    click.option("--key", type=_file, metavar="FILE", help="Its key, if it is not in the same file."),
    click.option("--timeout", type=click.FloatRange(0.1, 3600), default=30.0, show_default=True, metavar="SECONDS"),
    click.option("--retries", type=click.IntRange(0, 10), default=2, show_default=True, metavar="N"),
)


def _access(command: _Command) -> _Command:
    """The options that say which server, and what lets us in."""
    for option in reversed(_ACCESS):
        command = option(command)
    return command


@click.group(name="verify", short_help="ask running servers what is empty or broken")
def command() -> None:
    """Ask running servers whether what was generated works there.

    Example: sre-compile verify dashboards --prometheus http://prometheus:9090
    """


@command.command(name="dashboards", short_help="run every panel of every board")
@click.argument("path", metavar="[SPECS|GENERATED]", default="specs", type=click.Path(exists=True))
@_access
@click.option(
    "--at", metavar="TIME", help="Look at this time, as 2026-01-31T12:00:00Z or in seconds since 1970; now if left out."
)
@click.option("--each", is_flag=True, help="Show each board with every value of its variables, not only as it opens.")
@lint_format_option
@reports_option
@strict_option
def dashboards(  # noqa: PLR0913 - one parameter for each option
    *,
    path: str,
    at: str | None,
    each: bool,
    style: str,
    reports: tuple[tuple[str, str], ...],
    strict: bool,
    **access: object,
) -> int:
    """Run every query of every board against a Prometheus, as Grafana would, and tell which panels are empty or in error.

    The boards are those of a folder of specs, or those in a folder that was built. A panel that reads a series that does not exist is
    an error, one whose answer is empty at this time is a warning.

    Example: sre-compile verify dashboards --prometheus http://prometheus:9090 generated
    """
    from sre_compiler.servers.prometheus import Prometheus, UnreachableError

    moment = _moment(at)
    server = Prometheus(_connection(access))
    boards = _boards(path)
    if boards is None:
        return WRONG
    try:
        shown, found = _verified(boards, server, moment, each=each)
    except UnreachableError as error:
        raise CannotWorkError(str(error)) from error
    report = Reports((), Judged(tuple(found)), len(shown), screen.failing(strict=strict))
    report.print(style)
    for kind, file in reports:
        report.save(kind, file)
    click.echo(_summary(shown), err=style in MACHINE)
    return screen.verdict(found, strict=strict)


def _moment(at: str | None) -> float:
    """The time to look at, as `sre-compile budget` reads it."""
    from sre_compiler.budget.access import MisuseError
    from sre_compiler.budget.command import moment_of

    try:
        return moment_of(at)
    except MisuseError as error:
        raise CannotWorkError(str(error)) from error


def _connection(access: dict[str, object]) -> Connection:
    from sre_compiler.budget.access import MisuseError, connection_of

    try:
        return connection_of(Namespace(**access))
    except MisuseError as error:
        raise CannotWorkError(str(error)) from error


def _boards(path: str) -> Boards | None:
    """The boards; None where the specs are wrong, which is told."""
    from sre_compiler.output.errors import OutputError
    from sre_compiler.servers.boards import BoardError
    from sre_compiler.servers.generated import is_generated, of_artifacts, of_folder

    try:
        if is_generated(path):
            return of_folder(path)
        from sre_compiler import pipeline

        compiled = pipeline.compile_specs(path)
        if compiled.program is None:
            screen.print_findings([one for one in compiled.diagnostics if one.severity == Severity.ERROR], "full")
            return None
        return of_artifacts(pipeline.artifacts(compiled.program, ["grafana"]))
    except (BoardError, OutputError) as error:
        raise CannotWorkError(str(error)) from error


def _verified(boards: Boards, server: Prometheus, at: float, *, each: bool) -> tuple[list[Verified], list[Diagnostic]]:
    """What each board showed, and the findings at their lines in the specs."""
    from sre_compiler.documents import locate, read
    from sre_compiler.servers.origins import Origins
    from sre_compiler.servers.report import findings
    from sre_compiler.servers.verify import missing, verify

    origins = Origins(boards.sources)
    shown: list[Verified] = []
    found: list[Diagnostic] = []
    for one in screen.progress(verify(boards.boards, server, at, each=each), "asking"):
        shown.append(one)
        found += findings(one, origins, lambda panel: missing(panel, server, at))
    return shown, locate(found, read)


def _summary(verified: Sequence[Verified]) -> str:
    panels = [panel for board in verified for panel in board.panels]
    queries = sum(len(panel.answers) for panel in panels)
    broken = sum(bool(panel.errors) for panel in panels)
    empty = sum(panel.is_empty for panel in panels)
    asked = ", ".join(_counted(*one) for one in ((len(verified), "board"), (len(panels), "panel"), (queries, "query")))
    return f"{asked}: {len(panels) - broken - empty} with data, {empty} without, {broken} in error"


def _counted(number: int, what: str) -> str:
    many = f"{what.removesuffix('y')}ies" if what.endswith("y") else f"{what}s"
    return f"{number} {what if number == 1 else many}"
