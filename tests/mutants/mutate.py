"""Every small change of a rule file: thresholds, windows, labels, matchers, `and`, `for`, a rule that is gone, another name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_NUMBER = re.compile(r"(?<=[<>=] )[0-9]*\.?[0-9]+(?![0-9a-z.\]])")
_BUDGET = re.compile(r"(?<=/ )[0-9]*\.?[0-9]+$|(?<=vector\()[0-9.]+(?=\))")
_WINDOW = re.compile(r"(?<=\[)((?:[0-9]+(?:ms|[smhdwy]))+)(?=\])")
_MATCHER = re.compile(r'(?<=[{,])([a-z_]+)(=~|!~|!=|=)"((?:[^"\\]|\\.)*)"')
_RECORD = re.compile(r"^(\s+- record: )(\S+)$")
_TIMING = re.compile(r"^(\s+(?:for|keep_firing_for): )(\S+)$")
_LABEL = re.compile(r"^(          [A-Za-z_]+: )(\S.*)$")
_WORDS = re.compile(r"-?[\w.:]+|.", re.DOTALL)
_UNITS = {"ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000}


@dataclass(frozen=True)
class Mutant:
    """The text of a rule file with one change; `kind` is what was changed, `change` the line with `⟨before → after⟩` in it,
    `rule` the rule as it was."""

    kind: str
    line: int
    change: str
    text: str
    rule: str = ""


def mutants(text: str) -> Iterator[Mutant]:
    """Each change of a rule file, in the order of its lines."""
    lines = text.splitlines()
    section = ""
    for number, line in enumerate(lines):
        section = _section(line, section)
        for kind, new in _of_line(line, section):
            if new != line:
                changed = "\n".join([*lines[:number], new, *lines[number + 1 :]]) + "\n"
                yield Mutant(kind, number + 1, _told(line.strip(), new.strip()), changed, _rule(lines, number))
    yield from _dropped(lines)


def _told(old: str, new: str) -> str:
    """The line with what was changed, by whole words."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    start = _common(before, after)
    end = _common(before[start:][::-1], after[start:][::-1])
    there, here = ("".join(some[start : len(some) - end]) for some in (before, after))
    return f"{''.join(before[:start])}⟨{there} → {here}⟩{''.join(before[len(before) - end :])}"


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((number for number, (mine, yours) in pairs if mine != yours), min(len(one), len(other)))


def _section(line: str, before: str) -> str:
    found = re.match(r"^        ([a-z_]+):", line)
    return found[1] if found else "head" if re.match(r"^      - ", line) else before


def _of_line(line: str, section: str) -> Iterator[tuple[str, str]]:
    if section == "annotations":
        return
    if (name := _RECORD.match(line)) is not None:
        yield "series", f"{name[1]}{name[2]}_x"
        return
    if (timing := _TIMING.match(line)) is not None:
        yield "timing", f"{timing[1]}{_longer(timing[2])}"
        yield "timing", f"{timing[1]}0s"
        return
    if section == "labels":
        if (label := _LABEL.match(line)) is not None:
            yield "label", f"{label[1]}mutant"
        return
    if section == "expr":
        yield from _of_expression(line)


def _of_expression(line: str) -> Iterator[tuple[str, str]]:
    for pattern, kind in ((_NUMBER, "threshold"), (_BUDGET, "constant")):
        for found in pattern.finditer(line):
            value = float(found[0])
            for new in (value * 1.1, value * 0.9) if value else (1.0, -1.0):
                yield kind, f"{line[: found.start()]}{new:.10g}{line[found.end() :]}"
    for found in _WINDOW.finditer(line):
        yield "window", f"{line[: found.start()]}{_scaled(found[0], 5, 4)}{line[found.end() :]}"
        yield "window", f"{line[: found.start()]}{_scaled(found[0], 3, 4)}{line[found.end() :]}"
    for found in _MATCHER.finditer(line):
        yield "matcher", f'{line[: found.start()]}{found[1]}="mutant"{line[found.end() :]}'
    if line.strip() == "and":
        yield "and", line.replace("and", "or")
    for old, new in ((" > ", " < "), (" >= ", " < "), ("sum_over_time", "max_over_time"), ("clamp_min(", "clamp_max(")):
        if old in line:
            yield "operator", line.replace(old, new, 1)


def _scaled(window: str, up: int, down: int) -> str:
    total = sum(int(count) * _UNITS[unit] for count, unit in re.findall(r"([0-9]+)(ms|[smhd])", window))
    return f"{total * up // down // 1000}s"


def _longer(window: str) -> str:
    return _scaled(window, 2, 1)


def _rule(lines: list[str], number: int) -> str:
    """The rule that the line belongs to."""
    start = next((n for n in range(number, -1, -1) if lines[n].startswith("      - ")), number)
    return "\n".join(lines[start : _end(lines, start)])


def _end(lines: list[str], start: int) -> int:
    """The line after the rule."""
    return next((n for n in range(start + 1, len(lines)) if re.match(r"^(      - |  - )", lines[n])), len(lines))


def _dropped(lines: list[str]) -> Iterator[Mutant]:
    for start in (number for number, line in enumerate(lines) if re.match(r"^      - (record|alert): ", line)):
        end = _end(lines, start)
        without = "\n".join([*lines[:start], *lines[end:]]) + "\n"
        yield Mutant("rule", start + 1, f"without {lines[start].strip()}", without, "\n".join(lines[start:end]))
