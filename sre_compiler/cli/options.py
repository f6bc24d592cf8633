"""Arguments and options that several commands share, and those of `lint` that take a format."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

import click

from sre_compiler.cli.screen import FORMATS
from sre_compiler.diagnostics.render.formats import MACHINE

_Command = TypeVar("_Command", bound=Callable[..., object])
_IN_FILES = (*FORMATS, *MACHINE)


def _reports(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Format and file of each `FORMAT=FILE`. Raises click.BadParameter for an unknown format and an empty file name."""
    pairs = []
    for value in values:
        kind, _, path = value.partition("=")
        if kind not in _IN_FILES or not path:
            message = f"{value!r} is not FORMAT=FILE; the formats are {', '.join(_IN_FILES)}"
            raise click.BadParameter(message, ctx, param)
        pairs.append((kind, path))
    return tuple(pairs)


specs_argument = click.argument("specs", default="specs", type=click.Path(exists=True, readable=True))
lint_specs_argument = click.argument("specs", nargs=-1, default=("specs",), type=click.Path(exists=True, readable=True))
output_option = click.option(
    "-o",
    "--output",
    default="generated",
    show_default=True,
    type=click.Path(file_okay=False),
    help="Folder to write to.",
)
format_option = click.option(
    "--format", "style", type=click.Choice(FORMATS), default="full", show_default=True, help="How findings are printed."
)
lint_format_option = click.option(
    "--format",
    "style",
    type=click.Choice((*FORMATS, "auto", *MACHINE)),
    metavar="FORMAT",
    default="full",
    show_default=True,
    help=f"How findings are printed: {', '.join((*FORMATS, 'auto', *MACHINE))}. "
    "auto is full, with annotations in GitHub Actions.",
)
reports_option = click.option(
    "--output",
    "reports",
    multiple=True,
    callback=_reports,
    metavar="FORMAT=FILE",
    help="Write the findings to this file besides; as often as wanted.",
)
_BASELINE = (
    click.option(
        "--baseline",
        type=click.Path(dir_okay=False),
        metavar="FILE",
        help="Findings to live with; .sre-baseline.json beside the specs if it is there.",
    ),
    click.option("--no-baseline", is_flag=True, help="Report them too."),
    click.option(
        "--write-baseline", is_flag=True, help="Write the findings into the baseline; an earlier one only shrinks."
    ),
    click.option("--allow-growth", is_flag=True, help="Let --write-baseline add to it."),
)


def baseline_options(command: _Command) -> _Command:
    """All options about the baseline."""
    for option in reversed(_BASELINE):
        command = option(command)
    return command


since_option = click.option(
    "--since", metavar="REV", help="Report only what touches nodes that changed since this branch left REV."
)
today_option = click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    default=datetime.now,  # the day of whoever reads the findings
    show_default="the date of this machine",
    envvar="SRE_COMPILE_TODAY",
    metavar="DATE",
    help="The date on which allowances expire, reviews and actions are late, and the calendar horizon is nearly over.",
)
runbooks_option = click.option(
    "--runbooks",
    type=click.Path(exists=True, file_okay=False),
    metavar="DIR",
    help="Where the runbooks are; generated/runbooks beside the specs if it is there.",
)
secrets_option = click.option(
    "--secrets-dir",
    type=click.Path(exists=True, file_okay=False),
    metavar="DIR",
    help="Where the secret files are: a finding for each that is missing or empty.",
)
fix_option = click.option(
    "--fix",
    is_flag=True,
    help="Make the fixes that keep what was meant, [*] in the findings; none of what is ignored, allowed or in the baseline.",
)
unsafe_fixes_option = click.option(
    "--unsafe-fixes", is_flag=True, help="With --fix or --diff: also those that are only likely."
)
diff_option = click.option("--diff", is_flag=True, help="Show what --fix would change, and write nothing.")
strict_option = click.option("--strict", is_flag=True, help="Exit 1 on warnings too.")
