"""The texts of a plain alert that Prometheus expands as templates, and where they are written."""

from __future__ import annotations

from collections.abc import Iterator

from sre_compiler.checks._go_template import Template, read
from sre_compiler.diagnostics import Place
from sre_compiler.program.alerts import Alert

_OF_THE_ALERT = frozenset({"summary", "description"})


def templates(alert: Alert) -> Iterator[tuple[Template, Place]]:
    """Its annotations and the values of its labels."""
    for name, text in alert.annotations:
        steps = (name,) if name in _OF_THE_ALERT else ("annotations", name)
        yield read(text), alert.place.at(*steps)
    for name, text in alert.labels:
        yield read(text), alert.place.at("labels", name)
