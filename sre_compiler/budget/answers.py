"""Questions in PromQL, and their answers as numbers. What is not exactly an answer to the question is refused."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, NoReturn

from sre_compiler.budget.client import Connection, Reply, fetch
from sre_compiler.budget.unknowns import UnknownError

Labels = tuple[tuple[str, str], ...]
"""Sorted, so that a set of labels is found again."""

LARGEST = 2.0**53
"""A larger number of events is not one that was counted."""


class Question(NamedTuple):
    """PromQL over steps of time; `steps` is 1 where one moment is meant, `end`."""

    promql: str
    end: float
    step: int = 0
    steps: int = 1

    def times(self) -> list[float]:
        """Every moment that is asked for."""
        return [self.end - self.step * (self.steps - 1 - index) for index in range(self.steps)]


class Server:
    """A server that has been asked nothing yet. What it is asked is kept in `asked`; once it was not there, it is not asked again."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.asked: list[str] = []
        self.gone: UnknownError | None = None

    def series(self, question: Question) -> dict[Labels, list[float | None]]:
        """The values of each series at the moments of the question, None where it has none. Raises UnknownError."""
        self.asked.append(question.promql)
        if question.steps == 1:
            data = self._data("/api/v1/query", {"query": question.promql, "time": clock_text(question.end)})
            return dict(_rows(data, "vector", lambda row: _instant(row, question)))
        times = question.times()
        fields = {"query": question.promql, "start": clock_text(times[0]), "end": clock_text(times[-1])}
        data = self._data("/api/v1/query_range", {**fields, "step": str(question.step)})
        return dict(_rows(data, "matrix", lambda row: _range(row, question)))

    def version(self) -> str:
        """What the server says of itself; "" where it does not."""
        try:
            data = self._data("/api/v1/status/buildinfo", {}) if self.gone is None else {}
        except UnknownError:
            return ""
        version = data.get("version")
        return version if isinstance(version, str) and version.isprintable() and len(version) < 100 else ""

    def _data(self, path: str, fields: Mapping[str, str]) -> dict[str, Any]:
        if self.gone is not None:
            raise self.gone
        try:
            reply = fetch(self.connection, path, fields)
        except UnknownError as error:
            self.gone = error
            raise
        return _checked(document_of(reply), reply)


def clock_text(moment: float) -> str:
    """A moment as the API takes it, in seconds since 1970."""
    return f"{moment:.3f}"


def document_of(reply: Reply) -> dict[str, Any]:
    """The body as a JSON object. Raises UnknownError."""
    try:
        document = json.loads(reply.body.decode("utf-8"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        what = "an HTML page" if "html" in reply.kind else f"{reply.kind} that is not JSON"
        raise UnknownError(
            f"the server answers with status {reply.status} and {what}; is the URL that of a Prometheus?"
        ) from None
    if not isinstance(document, dict):
        raise UnknownError(f"the server answers with status {reply.status} and JSON that is not an object")
    return document


def _refuse_constant(text: str) -> NoReturn:
    raise ValueError(text)


def _checked(document: dict[str, Any], reply: Reply) -> dict[str, Any]:
    """The data of a success that is complete."""
    if document.get("status") != "success" or reply.status != 200:
        said = document.get("error") or document.get("message") or "no reason given"
        raise UnknownError(f"the server refuses (status {reply.status}): {one_line(said)}")
    if document.get("warnings"):
        raise UnknownError(f"the server warns that its answer may be incomplete: {one_line(document['warnings'])}")
    if document.get("isPartial"):
        raise UnknownError("the server says that its answer is partial")
    data = document.get("data")
    if not isinstance(data, dict):
        raise UnknownError("the server's answer has no data")
    return data


def one_line(said: object) -> str:
    """What a server says, as far as it can stand in a sentence."""
    words = "; ".join(map(str, said)) if isinstance(said, list) else str(said)
    visible = "".join(letter if letter.isprintable() else " " for letter in words[:1000])
    return " ".join(visible.split())[:300]


def _rows(data: Mapping[str, Any], kind: str, values: Any) -> Iterator[tuple[Labels, list[float | None]]]:
    """The labels and values of each series."""
    if data.get("resultType") != kind or not isinstance(data.get("result"), list):
        raise UnknownError(f"the server's answer is not a {kind}, which was asked for")
    seen = set()
    for row in data["result"]:
        labels = row.get("metric") if isinstance(row, dict) else None
        if not isinstance(labels, dict) or not all(isinstance(one, str) for pair in labels.items() for one in pair):
            raise UnknownError("the server's answer has a series without proper labels")
        key = tuple(sorted(labels.items()))
        if key in seen:
            raise UnknownError("the server's answer has the same series twice")
        seen.add(key)
        yield key, values(row)


def _instant(row: Mapping[str, Any], question: Question) -> list[float | None]:
    moment, value = _sample(row.get("value"))
    if abs(moment - question.end) > 0.002:
        raise UnknownError("the server answers for another time than it was asked for")
    return [value]


def _range(row: Mapping[str, Any], question: Question) -> list[float | None]:
    """Every sample in its place; samples that are out of order or between the steps are refused."""
    samples = row.get("values")
    if not isinstance(samples, list) or "histograms" in row:
        raise UnknownError("the server's answer has a series that is not one of numbers")
    found: list[float | None] = [None] * question.steps
    start, last = question.times()[0], -1
    for moment, value in map(_sample, samples):
        index = round((moment - start) / question.step)
        if abs(start + index * question.step - moment) > 0.002 or not last < index < question.steps:
            raise UnknownError("the server's answer has samples out of order, or at times that were not asked for")
        found[index], last = value, index
    return found


def _sample(pair: object) -> tuple[float, float]:
    """A time and a value that is finite and can be a count."""
    if not isinstance(pair, list) or len(pair) != 2 or not isinstance(pair[1], str) or isinstance(pair[0], bool):
        raise UnknownError("the server's answer has a sample that is not a time and a text")
    moment, text = pair
    try:
        value = float(text)
    except ValueError:
        raise UnknownError(f"the server's answer has the value {one_line(text)!r}, which is no number") from None
    if not isinstance(moment, (int, float)) or not abs(moment) < LARGEST:
        raise UnknownError("the server's answer has a sample without a proper time")
    if not math.isfinite(value):
        raise UnknownError(f"the server's answer has the value {text}")
    if not -1e-9 <= value <= LARGEST:
        raise UnknownError(f"the server's answer has the value {one_line(text)}, which nothing here can be")
    return moment, max(value, 0.0)
