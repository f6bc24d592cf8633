"""Rules and groups as data, in the shape of a Prometheus rule file."""

from __future__ import annotations

from sre_compiler.backends.prometheus.series import Frame

Rule = dict[str, object]


def record(frame: Frame, name: str, expr: str, labels: dict[str, str] | None = None) -> Rule:
    """A recording rule of the objective."""
    return {"record": name, "expr": expr, "labels": {**frame.labels, **labels} if labels else frame.labels}


def group(name: str, rules: list[Rule], interval: str = "") -> dict[str, object]:
    """A group; without `interval` the server's own applies."""
    timing = {"interval": interval} if interval else {}
    return {"name": name, **timing, "rules": rules}
