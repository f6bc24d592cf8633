"""Questions to a running Prometheus. What it refuses is one error, that it cannot be talked to is another."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from msgspec import Struct

from sre_compiler.budget.answers import document_of, one_line
from sre_compiler.budget.client import Connection, fetch
from sre_compiler.budget.unknowns import UnknownError


class RefusedError(Exception):
    """The server understood, and says why it does not answer this question."""


class UnreachableError(Exception):
    """There is no server, it is too slow, it does not let us in, or it is no Prometheus."""


class Times(Struct, frozen=True):
    """From `start` to `end` in seconds since 1970, every `step` seconds."""

    start: float
    end: float
    step: int


class Prometheus(Struct, frozen=True):
    """A server and the way to it."""

    connection: Connection

    def count(self, expr: str, at: float) -> int:
        """How many series of the answer have a number at that time."""
        rows = self._rows("/api/v1/query", {"query": expr, "time": f"{at:.3f}"})
        return sum(_is_number(row.get("value")) for row in rows)

    def count_over(self, expr: str, times: Times) -> int:
        """How many series of the answer have a number at any of the times."""
        fields = {"start": f"{times.start:.3f}", "end": f"{times.end:.3f}", "step": str(times.step)}
        rows = self._rows("/api/v1/query_range", {"query": expr, **fields})
        return sum(any(map(_is_number, row.get("values") or ())) for row in rows)

    def label_values(self, label: str, selector: str, times: Times) -> list[str]:
        """The values that a label has in series of that time, in their order."""
        asked = {"start": f"{times.start:.3f}", "end": f"{times.end:.3f}"}
        if selector:
            asked["match[]"] = selector
        try:
            found = self._data(f"/api/v1/label/{label}/values?{urlencode(asked)}", {})
        except RefusedError as error:
            raise UnreachableError(f"{self.url} does not tell the values of {label}: {error}") from error
        if not isinstance(found, list) or not all(isinstance(value, str) for value in found):
            raise UnreachableError(f"{self.url} answers with something else than values of a label")
        return found

    def is_there(self) -> bool:
        """Whether it answers to the simplest question, when another one got no answer."""
        try:
            return self.count("vector(1)", 0) == 1
        except (RefusedError, UnreachableError):
            return False

    @property
    def url(self) -> str:
        return self.connection.url

    def _rows(self, path: str, fields: Mapping[str, str]) -> list[Mapping[str, Any]]:
        data = self._data(path, fields)
        kind, result = (data.get("resultType"), data.get("result")) if isinstance(data, dict) else (None, None)
        if kind in {"scalar", "string"}:
            return [{"value": result, "values": [result]}]
        if not isinstance(result, list) or not all(isinstance(row, dict) for row in result):
            raise UnreachableError(f"{self.url} answers with something else than series")
        return result

    def _data(self, path: str, fields: Mapping[str, str]) -> Any:
        try:
            reply = fetch(self.connection, path, fields)
            document = document_of(reply)
        except UnknownError as error:
            raise UnreachableError(str(error)) from error
        if document.get("status") != "success":
            said = one_line(document.get("error") or document.get("message") or "no reason given")
            if reply.status in {401, 403}:
                raise UnreachableError(f"{self.url} lets nobody in (status {reply.status}): {said}")
            raise RefusedError(said)
        return document.get("data")


def _is_number(sample: object) -> bool:
    """Whether a pair of a time and a text holds a number that can be drawn."""
    if not isinstance(sample, list) or len(sample) != 2:
        return False
    try:
        return math.isfinite(float(sample[1]))
    except (TypeError, ValueError):
        return False
