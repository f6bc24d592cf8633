"""Calendars are read by icalendar, and say at every instant what `oncall who` says."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event
from msgspec.structs import replace

from sre_compiler import pipeline, rotas
from sre_compiler.backends.oncall import emit, ical
from sre_compiler.backends.oncall.calendars import calendar
from sre_compiler.cli.main import run
from sre_compiler.program import Program
from sre_compiler.program.oncall import OnCallPolicy, Override
from sre_compiler.rotas.horizon import FIRST, LAST, WEEK, Horizon
from tests.programs import ROOT
from tests.rota_cases import weekly


@pytest.fixture(scope="module")
def program() -> Program:
    program = pipeline.compile_specs(str(ROOT / "specs")).program
    assert program is not None
    return program


def events(text: str) -> list[Event]:
    return [event for event in Calendar.from_ical(text.encode()).walk("VEVENT") if isinstance(event, Event)]


def on_call(found: list[Event], policy: str, schedule: str, instant: int) -> list[str]:
    at = datetime.fromtimestamp(instant, UTC)
    now = [str(one["SUMMARY"]) for one in found if one.decoded("DTSTART") <= at < one.decoded("DTEND")]
    return [summary.split()[2] for summary in now if summary.endswith(f"({policy} {schedule})")]


@pytest.mark.parametrize("name", ["platform", "shop"])
def test_every_instant_is_as_who_says(program: Program, name: str) -> None:
    policy = next(one for one in program.oncall_policies if one.name == name)
    horizon = rotas.horizon(program.project)
    assert horizon is not None
    found = events((ROOT / f"generated/oncall/{name}.ics").read_bytes().decode())
    chosen = random.Random(name)
    swap = [rotas.instant(f"2026-10-2{day}T{hour:02}:00", "Europe/Berlin") for day in (4, 5, 6) for hour in range(24)]
    instants = [chosen.randrange(horizon.start, horizon.end) for _ in range(150)]
    for instant in (horizon.start, horizon.end - 1, *swap, *instants):
        for schedule in policy.schedules:
            duty = rotas.on_duty(policy, schedule.name, instant)
            assert on_call(found, name, schedule.name, instant) == ([duty.person] if duty else [])


def test_no_line_is_longer_than_the_standard_has_it() -> None:
    text = ical.lines([f"SUMMARY:{'é' * 200}", "x" * 75, "x" * 76])
    assert max(len(line.encode()) for line in text.split("\r\n")) == 75
    assert text.replace("\r\n ", "") == f"SUMMARY:{'é' * 200}\r\n{'x' * 75}\r\n{'x' * 76}\r\n"
    assert "\r\n" + "x" * 75 + "\r\n" in text


def test_nothing_in_it_depends_on_the_day(program: Program) -> None:
    for artifact in (one for one in emit(program) if one.path.endswith(".ics")):
        stamps = {event.decoded("DTSTAMP") for event in events(artifact.text)}
        assert stamps == {datetime(1970, 1, 1, tzinfo=UTC)}
        uids = [str(event["UID"]) for event in events(artifact.text)]
        assert len(uids) == len(set(uids))


def test_an_event_keeps_its_uid_when_others_change(program: Program) -> None:
    policy = next(one for one in program.oncall_policies if one.name == "shop")
    primary = policy.schedules[0]
    sick = Override("chi", "2026-06-02T09:00", "2026-06-03T09:00", "ill; back soon, says ida")
    changed = replace(policy, schedules=(replace(primary, overrides=(*primary.overrides, sick)), *policy.schedules[1:]))
    before, after = (by_uid(program, one) for one in (policy, changed))
    assert before.keys() < after.keys()
    new = [after[uid] for uid in after.keys() - before.keys()]
    assert {str(one["SUMMARY"]) for one in new} == {"On call: chi (shop primary)", "On call: ben (shop primary)"}
    assert any(str(one["DESCRIPTION"]).endswith("by override: ill; back soon, says ida") for one in new)


def by_uid(program: Program, policy: OnCallPolicy) -> dict[str, Event]:
    horizon = rotas.horizon(program.project)
    assert horizon is not None
    return {str(one["UID"]): one for one in events(calendar(program.project.name, [policy], horizon))}


def test_a_turn_is_whole_where_the_horizon_begins_in_it(program: Program) -> None:
    policy = program.oncall_policies[0]
    horizon = rotas.horizon(program.project)
    assert horizon is not None
    later = replace(horizon, start=horizon.start + 10 * 86_400 + 7)
    first = min(event.decoded("DTSTART") for event in events(calendar("p", [policy], later)))
    assert first == datetime(2026, 1, 6, 15, tzinfo=UTC)


@pytest.mark.parametrize("start", [FIRST, LAST - 3 * WEEK])
def test_the_first_and_the_last_weeks_of_all(start: int) -> None:
    policy = replace(weekly(), timezone="Pacific/Apia")
    day = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=start)).date().isoformat()
    layer = replace(policy.schedules[0].layers[0], starts=day)
    always = replace(policy, schedules=(replace(policy.schedules[0], layers=(layer,)),))
    found = events(calendar("p", [always], Horizon(start, start + 3 * WEEK)))
    assert {event.decoded("DTSTART").year for event in found} == {int(day[:4])}
    assert len(found) in (3, 4)


def test_the_calendar_of_one_person(tmp_path: Path) -> None:
    file = tmp_path / "ada.ics"
    assert run(["oncall", "ics", str(ROOT / "specs"), "--person", "ada", "-o", str(file)]) == 0
    text = file.read_bytes().decode()
    assert Calendar.from_ical(text)["NAME"] == "On call: ada"
    assert {str(one["SUMMARY"]) for one in events(text)} == {
        "On call: ada (shop primary)",
        "On call: ada (shop secondary)",
    }
    assert run(["oncall", "ics", str(ROOT / "specs"), "--person", "adda"]) == 2


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
def test_any_text_is_read_as_it_was(value: str) -> None:
    written = ical.lines(["BEGIN:VEVENT", f"SUMMARY:{ical.text(value)}", "END:VEVENT"])
    raw = written.encode()
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    assert raw.count(b"\n") == raw.count(b"\r\n")
    for line in raw.split(b"\r\n"):
        line.decode()
    lines = value.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert str(Event.from_ical(written)["SUMMARY"]) == "\n".join("".join(filter(str.isprintable, one)) for one in lines)
