"""The instant that a command is about: now, or `--at`."""

from __future__ import annotations

import time
from collections.abc import Collection
from datetime import UTC, datetime

import click

from sre_compiler.cli.exits import CannotWorkError

at_option = click.option(
    "--at",
    metavar="INSTANT",
    help="Then instead of now: 2026-12-24T18:00 by the clock of the policy or person, or with Z or +01:00 at its end.",
)


def instant_of(at: str | None, zones: Collection[str], otherwise: str) -> int:
    """Seconds since 1970. Raises click.BadParameter for no time, CannotWorkError where it could be by several clocks."""
    return int(time.time()) if at is None else _instant(at.strip(), sorted(zones), otherwise)


def _instant(written: str, zones: list[str], otherwise: str) -> int:
    from sre_compiler import rotas

    try:
        stated = datetime.fromisoformat(written)
    except ValueError:
        message = f"{written!r} is no instant; write it as 2026-12-24T18:00 or 2026-12-24T18:00Z"
        raise click.BadParameter(message, param_hint="--at") from None
    if not 1970 <= stated.year < 2200:
        raise click.BadParameter(f"{stated.year} is no year in which anybody is on call", param_hint="--at")
    if stated.tzinfo is not None:
        return int((stated - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds())
    if len(zones) > 1:
        raise CannotWorkError(
            f"{written} could be by several clocks, {' and '.join(zones)}: end it with Z, or {otherwise}"
        )
    return rotas.instant(f"{stated:%Y-%m-%dT%H:%M}", zones[0]) + stated.second
