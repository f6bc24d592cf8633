"""The report for people: one block for each SLO on a terminal, and the same as Markdown for a job summary."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sre_compiler.budget.gate import days, percent

Data = dict[str, Any]
NOTHING = "-"
COLUMNS = ("SLO", "objective", "left", "events left", "minutes left", "burn 1h", "6h", "1d", "3d", "state")


def table_text(report: Data) -> str:
    """A table of all SLOs and groups, then what is behind each that is not simply open, and the verdict."""
    rows = [COLUMNS, *(row for slo in report["slos"] for row in slo_rows(slo))]
    widths = [max(len(row[column]) for row in rows) for column in range(len(COLUMNS))]
    lines = [_aligned(row, widths) for row in rows]
    details = [visible(line) for slo in report["slos"] for line in _details(slo)]
    return "\n".join([*lines, "", *details, verdict_line(report), ""])


def _aligned(row: tuple[str, ...], widths: list[int]) -> str:
    cells = [
        cell.ljust(width) if index in (0, len(row) - 1) else cell.rjust(width)
        for index, (cell, width) in enumerate(zip(row, widths))
    ]
    return "  ".join(cells).rstrip()


def slo_rows(slo: Data) -> Iterator[tuple[str, ...]]:
    """A line for each budget of a SLO."""
    if not slo["groups"]:
        yield (slo["slo_id"], slo["objective"], *(NOTHING,) * 7, slo["state"])
    for group in slo["groups"]:
        yield (
            group_name(slo, group),
            slo["objective"],
            *_numbers(slo, group),
            "ended" if group["ended"] else group["state"],
        )


def group_name(slo: Data, group: Data) -> str:
    """The SLO, and the labels of the group where it has some."""
    labels = ", ".join(visible(f"{name}={value}") for name, value in group["labels"].items())
    return f"{slo['slo_id']}{{{labels}}}" if labels else str(slo["slo_id"])


def visible(text: str) -> str:
    """Without what could steer a terminal."""
    return "".join(letter if letter.isprintable() else "?" for letter in text)


def _numbers(slo: Data, group: Data) -> Iterator[str]:
    measures = group["measures"]
    if measures is None:
        yield from (NOTHING,) * 7
        return
    yield percent(measures["left_of_window"])
    yield number(measures["left_events"]) if slo["unit"] == "events" else NOTHING
    yield number(measures["left_minutes"])
    for look_back in ("1h", "6h", "1d", "3d"):
        burn = measures["burn"][look_back]
        yield NOTHING if burn is None else f"{number(burn)}x"


def number(value: float) -> str:
    """Three digits that mean something, whole from a hundred on."""
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}" if abs(value) >= 0.01 or not value else f"{value:.1g}"


def _details(slo: Data) -> Iterator[str]:
    yield f"{slo['slo_id']}: {slo['state']}" + (f", overridden: {slo['override']}" if slo["override"] else "")
    if not slo["groups"]:
        yield from (f"  {reason}" for reason in slo["reasons"])
    for group in slo["groups"]:
        indent = "  "
        if group["labels"]:
            yield f"  {group_name(slo, group)}: {'ended' if group['ended'] else group['state']}"
            indent = "    "
        yield from (f"{indent}{line}" for line in group_lines(slo, group))
    yield from (f"  then: {one}" for one in slo["consequences"])
    if slo["state"] == "frozen" and not slo["override"]:
        yield from (f"  to pass: --allow {one['reason']} ({one['by']})" for one in slo["overrides"])
    yield ""


def group_lines(slo: Data, group: Data) -> Iterator[str]:
    """The reasons, the numbers in words, and what comes."""
    yield from group["reasons"]
    measures = group["measures"]
    if measures is not None:
        yield _ratio_line(slo, measures)
        if measures["left"] != measures["left_of_window"]:
            yield f"left of what has been seen so far: {percent(measures['left'])}"
        if measures["ratio_if_gap_was_clean"] is not None:
            low, high = measures["ratio_if_gap_was_clean"], measures["ratio_if_gap_was_bad"]
            yield f"with the gap clean {_ratio(low)}, with the gap as bad as the worst hour {_ratio(high)}"
    yield f"known: {percent(group['coverage'])} of {days(group['seen_seconds'])}"
    yield from _future(group)
    firing = [leg["name"] for leg in group["legs"] if leg["firing"]]
    if firing:
        yield f"firing on the server: {', '.join(firing)}"
    yield from group["notes"]


def _ratio_line(slo: Data, measures: Data) -> str:
    counts = f"{number(measures['bad'])} of {number(measures['total'])} {slo['unit']}"
    return f"bad: {counts}, {_ratio(measures['ratio'])}; the objective is {measures['verdict']} ({_ratio(measures['low'])} to {_ratio(measures['high'])})"


def _ratio(ratio: float) -> str:
    return f"{ratio * 100:.4g}%"


def _future(group: Data) -> Iterator[str]:
    for one in group["if_this_goes_on"]:
        if one["seconds"] == 0:
            continue
        when = "not within 90 d" if one["seconds"] is None else f"in {days(one['seconds'])}"
        yield f"if the last {one['look_back']} go on, the budget is spent: {when}"
    incident = group["largest_incident"]
    if incident is not None:
        yield f"on {incident['leaves'][:16].replace('T', ' ')} UTC the largest incident leaves the window: +{percent(incident['share'])}"


def verdict_line(report: Data) -> str:
    """The one line for all."""
    return f"{report['state']} at {report['time']}, exit {report['exit_code']}"
