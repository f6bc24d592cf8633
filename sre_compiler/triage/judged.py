"""Findings, divided into those to report and those that somebody lives with."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from sre_compiler.diagnostics import Diagnostic


@dataclass(frozen=True, slots=True)
class Judged:
    """Every finding is in one of the two; the silenced ones say why."""

    reported: tuple[Diagnostic, ...]
    silenced: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class Names:
    """The findings that may be silenced, because a whole program stands behind them, and a way to ask for all there are."""

    allowable: Collection[str]
    every: Callable[[], Collection[str]]
