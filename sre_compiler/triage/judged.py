"""Findings, divided into those to report and those that somebody lives with."""

from __future__ import annotations

from collections.abc import Callable, Collection

from msgspec import Struct

from sre_compiler.diagnostics import Diagnostic


class Judged(Struct, frozen=True):
    """Every finding is in one of the two; the silenced ones say why."""

    reported: tuple[Diagnostic, ...]
    silenced: tuple[Diagnostic, ...] = ()


class Names(Struct, frozen=True):
    """The findings that may be silenced, because a whole program stands behind them, and a way to ask for all there are."""

    allowable: Collection[str]
    every: Callable[[], Collection[str]]
