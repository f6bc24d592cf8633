"""What `explain` says of the next turn of somebody is what the schedules say, hour by hour."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest

from sre_compiler import rotas
from sre_compiler.program.oncall import OnCallPolicy
from tests.consumers import example

HOUR = int(timedelta(hours=1).total_seconds())


@pytest.mark.parametrize("policy", example.program().oncall_policies, ids=lambda policy: policy.name)
def test_the_next_turn_is_the_first_hour_in_which_they_are_on_call(policy: OnCallPolicy) -> None:
    random, people = Random(5), [one.name for one in example.program().people]
    start = rotas.instant("2026-01-06T15:00Z", "UTC")
    seen = set()
    for _ in range(40):
        instant = start + random.randrange(300 * 24) * HOUR
        for schedule in policy.schedules:
            person = random.choice(people)
            found = rotas.next_duty(policy, schedule.name, person, instant)
            at = next(
                (t for t in range(instant, instant + 70 * 24 * HOUR, HOUR) if is_on(policy, schedule.name, person, t)),
                None,
            )
            if at is None:
                assert found is None or found.start is None or found.start >= instant + 70 * 24 * HOUR
            else:
                assert found is not None
                assert found.person == person
                assert found.start is not None
                assert found.start == at or (at == instant and found.start <= instant)
                assert found.end is None or not is_on(policy, schedule.name, person, found.end)
            seen.add("never" if at is None else "now" if at == instant else "later")
    assert seen == {"never", "now", "later"}


def is_on(policy: OnCallPolicy, schedule: str, person: str, instant: int) -> bool:
    duty = rotas.on_duty(policy, schedule, instant)
    return duty is not None and duty.person == person
