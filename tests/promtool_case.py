"""Numbers out of real promtool runs: what rules and queries give for a history of samples.

promtool only compares, so each question expects a sample that cannot be, and the answer is read from the failure. Every
rule group is listed in `group_eval_order`: without it promtool evaluates groups in random order. At most 10,000 samples
a query: a window divided by the spacing of its input must stay below that.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import yaml

from sre_compiler.units import Duration
from tests.programs import Program

Labels = dict[str, str]
Values = str | Iterable[int | float | None]
"""One sample each `interval` from time 0: numbers, None for no sample; or promtool's notation, as `0+10x60 _x5 stale`."""

_STRING = r'"(?:[^"\\]|\\.)*"'
_LABELS = rf"\{{(?:[^{{}}\"]|{_STRING})*\}}"
_LABEL = re.compile(rf"({_STRING}|[A-Za-z_][A-Za-z0-9_]*)=({_STRING})")
_SAMPLE = re.compile(rf"({_LABELS}) (\S+?)(?:, |$)")
_VECTOR = re.compile(rf"^    expr: {_STRING}, time: \S+,\n        exp: .*\n        got: (.*)$", re.MULTILINE)
_ALERTS = re.compile(
    r"^    alertname: ([^\n]*), time: (\S+), \n        exp:\[.*?\], \n        got:\[(.*?)\]$", re.MULTILINE | re.DOTALL
)
_ALERT = re.compile(rf"Labels:({_LABELS})\n\s+Annotations:({_LABELS})")
_ESCAPED = re.compile(r"\\(x[0-9a-f]{2}|u[0-9a-f]{4}|U[0-9a-f]{8}|.)")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}


class PromtoolError(AssertionError):
    """promtool refused the case: a rule or query does not parse or cannot be evaluated, or the input is malformed."""


class At(NamedTuple):
    """A question: a PromQL expression, or the name of an alert, and a time after the start, as `1h30m`."""

    what: str
    time: str


@dataclass(frozen=True, slots=True)
class Sample:
    """One series of an answer; `__name__` is among the labels where Prometheus keeps it."""

    labels: Labels
    value: float


@dataclass(frozen=True, slots=True)
class Alert:
    """One firing alert with its rendered annotations."""

    labels: Labels
    annotations: Labels


@dataclass(frozen=True, slots=True)
class Case:
    """Rule files, the samples scraped each `interval`, and the `evaluation_interval` of all groups.

    promtool ignores the groups' own intervals.
    """

    rules: Sequence[str]
    series: Mapping[str, Values]
    interval: str = "30s"
    evaluation_interval: str = "1m"
    external_labels: Mapping[str, str] | None = None

    def samples(self, queries: Iterable[tuple[str, str]], promtool: Program) -> dict[At, list[Sample]]:
        """The instant vector of each query, in Prometheus' order of labels. Raises `PromtoolError`."""
        asked = [At(*query) for query in queries]
        expected = [{"labels": '{never="matches"}', "value": 0}]
        tests = [{"expr": query.what, "eval_time": query.time, "exp_samples": expected} for query in asked]
        answers = _VECTOR.findall(output := self._failure({"promql_expr_test": tests}, promtool))
        if len(answers) != len(asked):
            raise PromtoolError(output)
        return {query: _vector(answer) for query, answer in zip(asked, answers, strict=True)}

    def alerts(self, names: Iterable[tuple[str, str]], promtool: Program) -> dict[At, list[Alert]]:
        """The alerts of each name that fire at that time. Raises `PromtoolError`."""
        asked = [At(*name) for name in names]
        expected = [{"exp_labels": {"never": "matches"}}]
        tests = [{"alertname": name.what, "eval_time": name.time, "exp_alerts": expected} for name in asked]
        output = self._failure({"alert_rule_test": tests}, promtool)
        answers = {(name, Duration.parse(time)): _alerts(block) for name, time, block in _ALERTS.findall(output)}
        try:
            return {name: answers[name.what, Duration.parse(name.time)] for name in asked}
        except KeyError:
            raise PromtoolError(output) from None

    def _failure(self, questions: Mapping[str, object], promtool: Program) -> str:
        """What promtool prints about a test file that asks these questions."""
        with tempfile.TemporaryDirectory() as folder:
            names = [f"rules{number}.yaml" for number in range(len(self.rules))]
            for name, text in zip(names, self.rules, strict=True):
                Path(folder, name).write_text(text, encoding="utf-8")
            test_file = Path(folder, "test.yaml")
            test_file.write_text(json.dumps(self._file(names, questions), ensure_ascii=False), encoding="utf-8")
            result = promtool.run("test", "rules", test_file)
        return result.stderr + result.stdout

    def _file(self, names: Sequence[str], questions: Mapping[str, object]) -> dict[str, object]:
        series = [{"series": name, "values": _notation(values)} for name, values in self.series.items()]
        test = {"interval": self.interval, "input_series": series, "external_labels": self.external_labels, **questions}
        return {
            "rule_files": names,
            "evaluation_interval": self.evaluation_interval,
            "group_eval_order": [group for text in self.rules for group in _groups(text)],
            "tests": [test],
        }


def only(samples: Sequence[Sample]) -> float:
    """The value of a vector that must have exactly one series."""
    assert len(samples) == 1, f"expected one series, got {samples}"
    return samples[0].value


def _groups(rules: str) -> list[str]:
    return [group["name"] for group in yaml.load(rules, yaml.CSafeLoader)["groups"]]


def _notation(values: Values) -> str:
    return values if isinstance(values, str) else " ".join("_" if value is None else repr(value) for value in values)


def _vector(text: str) -> list[Sample]:
    """Read `{a="b"} 1E+00, {a="c"} NaN`; `nil` is the empty vector. A native histogram is not a number: an error."""
    samples = [] if text == "nil" else _SAMPLE.findall(text)
    return [Sample(_labels(labels), float(value)) for labels, value in samples]


def _alerts(block: str) -> list[Alert]:
    return [Alert(_labels(labels), _labels(annotations)) for labels, annotations in _ALERT.findall(block)]


def _labels(text: str) -> Labels:
    return {_unquote(name): _unquote(value) for name, value in _LABEL.findall(text)}


def _unquote(text: str) -> str:
    """The value of a Go string literal; a bare label name is its own value."""
    return _ESCAPED.sub(_character, text[1:-1]) if text.startswith('"') else text


def _character(escape: re.Match[str]) -> str:
    code = escape.group(1)
    return _ESCAPES.get(code, code) if len(code) == 1 else chr(int(code[1:], 16))
