"""Our configuration inside of somebody's own: everything of theirs keeps its place, words and meaning."""

from __future__ import annotations

from typing import Any

from sre_compiler.output.encode import Verbatim
from sre_compiler.program.mounting import Base

Data = dict[str, Any]


def into(base: Base, ours: Data, *, is_first: bool) -> Data:
    """Their document with our routes before or behind theirs, and ours behind theirs in every other list."""
    found: Data = base.document.written(Verbatim)  # type: ignore[assignment] # a mapping, else there is no Base
    settings = _mapping(found.get("global"))
    if ours.get("global") and not any(key.startswith("smtp_") for key in settings):
        found["global"] = {**settings, **ours["global"]}
    route, routes = _mapping(found["route"]), ours["route"].get("routes", [])
    theirs = _items(route.get("routes"))
    found["route"] = {**route, "routes": [*routes, *theirs] if is_first else [*theirs, *routes]}
    for key in ("templates", "inhibit_rules", "time_intervals", "receivers"):
        if listed := [*_items(found.get(key)), *ours.get(key, ())]:
            found[key] = listed
    return found


def _mapping(data: object) -> Data:
    return data if isinstance(data, dict) else {}


def _items(data: object) -> list[Any]:
    return data if isinstance(data, list) else []
