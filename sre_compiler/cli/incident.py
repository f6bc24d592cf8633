"""`sre-compile incident new`: the file of a new incident, from what is known of it."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from sre_compiler.cli.exits import FINE, CannotWorkError
from sre_compiler.cli.options import specs_argument

if TYPE_CHECKING:
    from sre_compiler.incidents.draft import Draft
    from sre_compiler.incidents.known import Asked, Unknown

FOLDER = "incidents"
_MOST = 100
"""Incidents of one service on one day."""


@click.group(name="incident", short_help="begin the file of an incident")
def command() -> None:
    """Write down an incident."""


_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*(/[a-z][a-z0-9-]*)?")


def _names(ctx: click.Context, param: click.Parameter, value: str | tuple[str, ...]) -> str | tuple[str, ...]:
    """The same. Raises click.BadParameter for what is no name: it would stand in the name of a file."""
    for one in [value] if isinstance(value, str) else value:
        if one and (len(one) > 200 or not _NAME.fullmatch(one)):
            raise click.BadParameter(f"{one!r} is not a name", ctx, param)
    return value


def _instant(ctx: click.Context, param: click.Parameter, value: str | None) -> int:
    """Seconds since 1970; now if nothing is said. Raises click.BadParameter for a time whose zone nobody knows."""
    if value is None:
        return int(datetime.now(UTC).timestamp())
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"{value!r} is no time; write it as in 2026-03-14T09:20Z", ctx, param) from None
    if at.tzinfo is None:
        raise click.BadParameter(
            f"{value!r} has no zone; end it in Z for UTC, or in an offset as in +02:00", ctx, param
        )
    return int(at.timestamp())


@command.command(name="new")
@click.option(
    "--slo", "slos", multiple=True, callback=_names, metavar="ID", help="An SLO that is missed; as often as wanted."
)
@click.option(
    "--alert", callback=_names, metavar="NAME", default="", help="The alert that fired: it knows its SLO and severity."
)
@click.option(
    "--service",
    "services",
    multiple=True,
    callback=_names,
    metavar="NAME",
    help="A service that is affected; as often as wanted.",
)
@click.option(
    "--severity",
    callback=_names,
    metavar="NAME",
    default="",
    help="The severity; the worst that the SLO or alert has if left out.",
)
@click.option(
    "--environment", callback=_names, metavar="NAME", default="", help="Where; the first one that pages if left out."
)
@click.option(
    "--at",
    "detected",
    callback=_instant,
    metavar="TIME",
    help="When it was detected, as in 2026-03-14T09:20Z; now if left out.",
)
@specs_argument
def new(  # noqa: PLR0913 - one parameter for each option
    *,
    slos: tuple[str, ...],
    alert: str,
    services: tuple[str, ...],
    severity: str,
    environment: str,
    detected: int,
    specs: str,
) -> int:
    """Write the file of a new incident below SPECS, and say what is left to do. Never overwrites anything.

    Example: sre-compile incident new --slo checkout/availability
    """
    from sre_compiler.incidents.known import Asked

    if not (slos or alert or services):
        raise click.UsageError("say what is affected: --slo, --alert or --service")
    draft, wrong = _draft(specs, Asked(slos, services, alert, severity, environment, detected))
    path = _written(specs, draft)
    click.echo(path)
    click.echo(_next(draft, path, specs, wrong), err=True)
    return FINE


def _draft(specs: str, asked: Asked) -> tuple[Draft, int]:
    """What is known, and how many errors of the specs stand in the way of knowing more."""
    from sre_compiler import pipeline
    from sre_compiler.diagnostics import Severity
    from sre_compiler.incidents import known

    compiled = pipeline.compile_specs(specs)
    if compiled.program is None:
        if not asked.severity:
            raise CannotWorkError("the specs have errors, so that nobody knows the severity: give it with --severity")
        errors = sum(one.severity is Severity.ERROR for one in compiled.diagnostics)
        return known.without_program(asked), errors
    try:
        return known.draft(compiled.program, asked), 0
    except known.Unknown as error:
        raise CannotWorkError(_better(error)) from error


def _better(error: Unknown) -> str:
    """What is unknown, and what to give instead."""
    from difflib import get_close_matches

    if not error.name:
        return f"nothing says how severe it is: give --severity, one of {', '.join(error.known)}"
    close = get_close_matches(error.name, error.known, n=1, cutoff=0.5)
    hint = (
        f"did you mean {close[0]}?"
        if close
        else f"known are {', '.join(error.known[:8])}{', …' * (len(error.known) > 8)}"
    )
    return f"{error}: {hint}"


def _written(specs: str, draft: Draft) -> str:
    """The path of the new file. Raises `CannotWorkError` where there are too many of that day."""
    from sre_compiler.incidents.draft import text

    root = specs if os.path.isdir(specs) else os.path.dirname(specs) or os.curdir  # noqa: PTH112, PTH120 - as in the rest of this room
    folder = f"{root}/{FOLDER}"
    os.makedirs(folder, exist_ok=True)  # noqa: PTH103 - as above
    for number in range(1, _MOST + 1):
        name = draft.stem if number == 1 else f"{draft.stem}-{number}"
        try:
            with open(f"{folder}/{name}.yaml", "x", encoding="utf-8") as file:  # noqa: PTH123 - as above
                file.write(text(draft, name, _schema(root)))
        except FileExistsError:
            continue
        return f"{folder}/{name}.yaml"
    raise CannotWorkError(f"{folder} has {_MOST} incidents of {draft.stem} already")


def _schema(root: str) -> str:
    """The schema for editors, as seen from the new file, where `sre-compile schema` has written one."""
    return "../../schemas/spec.schema.json" if os.path.exists(f"{root}/../schemas/spec.schema.json") else ""  # noqa: PTH110 - as above


def _next(draft: Draft, path: str, specs: str, wrong: int) -> str:
    """What is left to do, for somebody who has other things to do."""
    return "\n".join(f"  {line}" for line in _steps(draft, path, specs, wrong))


def _steps(draft: Draft, path: str, specs: str, wrong: int) -> Sequence[str]:
    response = draft.response
    steps = []
    if wrong:
        steps.append(f"the specs have {wrong} error{'s' * (wrong > 1)}: roles, links and who is on call are left out")
    if draft.on_call:
        steps.append(f"{draft.on_call} is on call by {draft.rota}")
    if response is not None and response.incident_roles:
        says = "usual roles are" if "incident_roles" in response.assumed else f"{draft.severity} asks for"
        steps.append(f"{says} {', '.join(response.incident_roles)}: write down who does it")
    if response is not None and response.review_within is not None:
        held = "is usually" if "review_within" in response.assumed else "is to be"
        steps.append(f"the review {held} held within {response.review_within} of the end")
    steps.append(f"`sre-compile lint {path}` says what is still missing")
    steps.append(f"`sre-compile build{'' if specs == 'specs' else f' {specs}'}` writes the page of the review")
    return steps
