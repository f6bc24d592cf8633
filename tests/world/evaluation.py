"""What our rules record and alert on in the month, as a real Prometheus answers their expressions.

`promtool tsdb create-blocks-from rules` takes more than ten minutes for this, and knows no alerts. So each expression is
asked for as a range, and what comes back is written as the rule manager would have written it. What the rules sum up is
asked for at each evaluation; the rest is coarser before the last two days, and what looks back over days is asked for every
20 minutes and held in between.

Text cannot say that a series ended, so that a query finds its last sample for five minutes more. What the rules sum up must not
be read that way: such a series is replaced with its own expression.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from sre_compiler.units import Duration
from tests.world.clock import END, START
from tests.world.server import Server

COARSE = 240
"""Seconds between samples where it does not matter; a query looks back 300."""
HELD = 1200
RECENT = END - 2 * 86_400
LAST = END - 6 * 3_600
MOST_POINTS = 10_000
_NAME = re.compile(r"[A-Za-z_:][A-Za-z0-9_:]*")
_SUMMED = re.compile(r"(slo:[a-z0-9_:]+)\{[^}]*\}\[")
_SELECTED = re.compile(r'slo:[a-z0-9_:]+\{slo_id="[^"]*"\}(?!\[)')
_DAYS = re.compile(r"\[\d+d")

Rule = Mapping[str, Any]
Labels = dict[str, str]
Samples = dict[int, str]


@dataclass(frozen=True)
class Asked:
    """A rule, the seconds between its evaluations, and its expression without what the rules sum up."""

    rule: Rule
    interval: int
    expression: str
    exact: bool

    @property
    def name(self) -> str:
        return str(self.rule.get("record", ""))

    def reads(self) -> set[str]:
        return set(_NAME.findall(self.expression))


@dataclass(frozen=True)
class Grid:
    """Evaluations from `start` to `end`, each `step` seconds; each counts for the samples until the next, `spacing` apart."""

    start: int
    end: int
    step: int
    spacing: int

    def times(self) -> range:
        return range(self.start, self.end, self.step)

    def held(self, at: int) -> range:
        return range(at, min(at + self.step, self.end), self.spacing)


def passes(groups: Collection[Mapping[str, Any]]) -> Iterator[list[Asked]]:
    """The rules in an order in which each comes after those that it reads; alerts come last."""
    rules = list(_asked(groups))
    waiting = [one for one in rules if one.name]
    while waiting:
        open_names = {one.name for one in waiting}
        ready = [one for one in waiting if not one.reads() & open_names]
        assert ready, f"these rules read each other: {open_names}"
        yield ready
        waiting = [one for one in waiting if one not in ready]
    yield [one for one in rules if not one.name]


def _asked(groups: Collection[Mapping[str, Any]]) -> Iterator[Asked]:
    """Every rule; `meaning` holds the expressions of what is summed up, by their selectors."""
    summed = {name for group in groups for rule in group["rules"] for name in _SUMMED.findall(rule["expr"])}
    meaning: dict[str, str] = {}
    for group in groups:
        for rule in group["rules"]:
            expression = _SELECTED.sub(lambda found: meaning.get(found.group(), found.group()), rule["expr"])
            exact = rule.get("record") in summed
            if exact:
                slo = json.dumps(rule["labels"]["slo_id"])
                meaning[f"{rule['record']}{{slo_id={slo}}}"] = f'label_replace({expression}, "slo_id", {slo}, "", "")'
            yield Asked(rule, _seconds(group.get("interval", "1m")), expression, exact)


def lines(server: Server, rules: Sequence[Asked]) -> Iterator[str]:
    """What the rules write, as OpenMetrics, in their order; two at a time."""
    with ThreadPoolExecutor(2) as threads:
        yield from threads.map(lambda one: "".join(_written(server, one)), rules)


def _written(server: Server, one: Asked) -> Iterator[str]:
    grids = list(_grids(one))
    answers: dict[str, tuple[Labels, Samples]] = {}
    for grid in grids:
        for labels, samples in _answer(server, one.expression, grid):
            final = labels | one.rule.get("labels", {})  # two series of the answer may be one then
            answers.setdefault(_text(final), (final, {}))[1].update(samples)
    write = _recorded if one.name else _alerts
    for labels, samples in answers.values():
        yield from write(one.rule, labels, samples, grids)


def _grids(one: Asked) -> Iterator[Grid]:
    if one.exact:
        yield Grid(START, END + 1, one.interval, one.interval)
        return
    spacing = max(one.interval, COARSE)
    looks_far = _DAYS.search(one.expression) is not None
    change = LAST if looks_far else RECENT
    yield Grid(START, change, HELD if looks_far else spacing, spacing)
    yield Grid(change, END + 1, one.interval, one.interval)


def _answer(server: Server, expression: str, grid: Grid) -> Iterator[tuple[Labels, Samples]]:
    """The series of the answer, in as many pieces as Prometheus' limit on points makes it."""
    bounds = [*range(grid.start, grid.end, grid.step * MOST_POINTS), grid.end]
    for start, end in pairwise(bounds):
        for series in server.query_range(expression, start, end - 1, grid.step):
            labels = {name: value for name, value in series["metric"].items() if name != "__name__"}
            yield labels, {int(at): value for at, value in series["values"]}


def _recorded(rule: Rule, labels: Labels, samples: Samples, grids: Sequence[Grid]) -> Iterator[str]:
    head = rule["record"] + _text(labels)
    for grid in grids:
        for at in grid.times():
            if at in samples:
                yield from (f"{head} {samples[at]} {time}\n" for time in grid.held(at))


def _alerts(rule: Rule, labels: Labels, samples: Samples, grids: Sequence[Grid]) -> Iterator[str]:
    """The state at each evaluation, by the rule manager's own steps (rules/alerting.go, `Eval`)."""
    told = labels | {"alertname": rule["alert"]}
    assert not any("{{" in value for value in told.values()), f"a label with a template: {told}"
    wait, keep = (_seconds(rule.get(field, "0s")) for field in ("for", "keep_firing_for"))
    since = gone = None
    for grid in grids:
        for at in grid.times():
            if at in samples:
                since, gone = at if since is None else since, None
            elif since is not None:
                gone = at if gone is None else gone
                if gone - since < wait or at - gone >= keep:
                    since = gone = None
            if since is not None:
                state = "firing" if at - since >= wait else "pending"
                for time in grid.held(at):
                    yield f"ALERTS{_text({**told, 'alertstate': state})} 1 {time}\n"
                    yield f"ALERTS_FOR_STATE{_text(told)} {since} {time}\n"


def _text(labels: Labels) -> str:
    return (
        "{"
        + ",".join(f"{name}={json.dumps(value, ensure_ascii=False)}" for name, value in sorted(labels.items()))
        + "}"
    )


def _seconds(text: str) -> int:
    return Duration.parse(text).milliseconds // 1000
