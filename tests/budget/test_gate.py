"""The gate: its states, why, what follows, and the exit codes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sre_compiler.budget.access import MisuseError
from sre_compiler.budget.evaluate import Result
from sre_compiler.budget.gate import exit_code
from sre_compiler.budget.override import overridden
from tests.budget.cases import DAY, POLICY, WHOLE, ask, slo
from tests.budget.fake import END, World

HOUR = 3600


def spent(share: float, *, days_ago: int = 5) -> World:
    """This share of the budget was spent in two hours."""
    ratio = share * 0.01 * 168 / 2
    since = days_ago * DAY
    return World().fill(WHOLE, 14 * DAY, lambda ago: ratio if since <= ago < since + 2 * HOUR else 0.0)


def active(world: World, long: str, short: str, value: float) -> World:
    world.ratios |= {(f"slo:sli_error:ratio_rate{window}", WHOLE): value for window in (long, short)}
    return world


@pytest.mark.parametrize(
    ("world", "state", "reason", "then"),
    [
        (spent(0.2), "open", "80% of the budget is left", ()),
        (spent(0.76), "warn", "24% of the budget is left, at most 25%", ("Look at it.",)),
        (spent(1.1 / 2, days_ago=3), "open", "45% of the budget is left", ()),
        (spent(0.99), "warn", "1% of the budget is left, at most 25%", ("Look at it.",)),
        (spent(0.5), "open", "50% of the budget is left", ()),
        (active(spent(0.2), "1h", "5m", 0.145), "frozen", "the 1h leg is active, which pages (sev1)", ("Only mending.",)),
        (active(spent(0.2), "1h", "5m", 0.144), "open", "80% of the budget is left", ()),
        (active(spent(0.2), "1d", "2h", 0.031), "warn", "the 1d leg is active, which alerts (sev3)", ("Look at it.",)),
    ],
)  # fmt: skip
def test_states(world: World, state: str, reason: str, then: tuple[str, ...]) -> None:
    gate = ask(world).gate
    assert (gate.state, gate.reasons[0], gate.consequences) == (state, reason, then)


def test_a_spent_budget_freezes() -> None:
    gate = ask(World().fill(WHOLE, 8 * DAY, lambda _: 0.011)).gate
    assert (gate.state, gate.reasons) == ("frozen", ("-10% of the budget is left, at most 0%",))


def test_one_window_above_is_not_enough() -> None:
    world = spent(0.2)
    world.ratios["slo:sli_error:ratio_rate1h", WHOLE] = 0.9
    assert ask(world).gate.state == "open"


def test_a_leg_needs_its_errors() -> None:
    """60 events an hour, a fifth of them bad in the last one: 12."""

    def world() -> World:
        return active(
            World().fill(WHOLE, 14 * DAY, lambda ago: 0.2 if ago < HOUR else 0.0, total=1 / 60), "1h", "5m", 0.2
        )

    assert ask(world(), slo(min_errors=12)).gate.state == "frozen"
    assert ask(world(), slo(min_errors=14)).gate.state != "frozen"


def test_a_burn_that_goes_on_warns() -> None:
    """A burn of 5 for six hours: what is left, 82 % of a week's budget, lasts for 1.15 days."""
    gate = ask(World().fill(WHOLE, 14 * DAY, lambda ago: 0.05 if ago < 6 * HOUR else 0.0)).gate
    assert (gate.state, gate.reasons) == ("warn", ("if the last 6h go on, the budget is spent in 28 h",))


def leaving(spent_before: float, spent_now: float, hours_ago: int) -> World:
    """Until some hours ago one more incident was in the window, and with it that much of the budget was spent."""
    first, ratio = 7 * DAY + hours_ago * HOUR, 1.68

    def bad(ago: int) -> float:
        if first - HOUR <= ago < first:
            return (spent_before - spent_now) * ratio
        return spent_now * ratio / 4 if 4 * DAY <= ago < 4 * DAY + 4 * HOUR else 0.0

    return World().fill(WHOLE, 14 * DAY, bad)


@pytest.mark.parametrize(
    ("before", "now", "hours", "state"),
    [(1.02, 0.97, 5, "frozen"), (1.02, 0.94, 5, "warn"), (0.99, 0.97, 5, "warn"), (1.02, 0.97, 100, "warn")],
)  # fmt: skip
def test_frozen_stays_frozen_until_there_is_some_budget(before: float, now: float, hours: int, state: str) -> None:
    """At a hundred hours the second incident had not happened yet: in between, more than 5 % was left."""
    assert ask(leaving(before, now, hours)).gate.state == state


def test_frozen_by_a_page_stays_frozen_without_budget() -> None:
    quiet, paged = spent(0.97), spent(0.97)
    paged.alerted = {(): [END - 3 * HOUR - 60]}
    assert (ask(quiet).gate.state, ask(paged).gate.state) == ("warn", "frozen")
    assert ask(paged).gate.reasons[0] == "it was frozen, and at most 5% of the budget has been left since"


def test_a_page_does_not_freeze_for_longer_where_there_is_budget() -> None:
    world = spent(0.5)
    world.alerted = {(): [END - 3 * HOUR - 60]}
    assert ask(world).gate.state == "open"


def grouped(*bad: float, edit: Callable[[World], object] = lambda _: None) -> Result:
    world = World()
    for name, ratio in zip("abc", bad, strict=False):
        world.fill((("provider", name), ("slo_id", "shop/answers")), 8 * DAY, lambda _, ratio=ratio: ratio)
    edit(world)
    return ask(world, slo(group_by=("provider",)))


def test_the_worst_group_decides() -> None:
    result = grouped(0.001, 0.02, 0.008)
    assert result.gate.state == "frozen"
    assert [(dict(one.labels)["provider"], one.gate.state) for one in result.groups] == [
        ("b", "frozen"),
        ("c", "warn"),
        ("a", "open"),
    ]


def test_a_group_that_is_gone_for_a_day_decides_nothing() -> None:
    def stop(world: World) -> None:
        for samples in (world.bad, world.total):
            row = samples[("provider", "b"), ("slo_id", "shop/answers")]
            for moment in [one for one in row if one > END - 25 * HOUR]:
                del row[moment]

    result = grouped(0.001, 0.02, edit=stop)
    assert (result.gate.state, [one.ended for one in result.groups]) == ("open", [False, True])
    assert result.groups[1].measures is not None, "its numbers are shown as long as it is in the window"


def test_a_group_without_events_is_open() -> None:
    world = World().fill((("provider", "a"), ("slo_id", "shop/answers")), 8 * DAY, lambda _: 0.0, total=0)
    world.fill((("provider", "b"), ("slo_id", "shop/answers")), 8 * DAY, lambda _: 0.0)
    result = ask(world, slo(group_by=("provider",)))
    assert (result.gate.state, {one.gate.reasons[0] for one in result.groups}) == (
        "open",
        {"100% of the budget is left", "nothing happened within the window"},
    )


@pytest.mark.parametrize(
    ("state", "strict", "on_unknown", "code"),
    [
        ("open", True, "fail", 0), ("warn", False, "fail", 0), ("warn", True, "fail", 1), ("frozen", False, "fail", 1),
        ("frozen", False, "pass", 1), ("unknown", False, "fail", 3), ("unknown", True, "pass", 0),
    ],
)  # fmt: skip
def test_exit_codes(state: str, strict: bool, on_unknown: str, code: int) -> None:
    assert exit_code(state, strict=strict, on_unknown=on_unknown) == code


def test_an_override_is_kept_and_changes_nothing_else() -> None:
    frozen, fine = ask(World().fill(WHOLE, 8 * DAY, lambda _: 0.02)), ask(spent(0.1))
    passed = overridden([frozen, fine], "reliability-fix")
    assert [(one.gate.state, one.gate.override) for one in passed] == [("frozen", "reliability-fix"), ("open", "")]


@pytest.mark.parametrize("reason", ["", "  ", "two\nlines", "red\x1b[31m"])
def test_a_reason_is_a_line_of_words(reason: str) -> None:
    with pytest.raises(MisuseError, match="--allow needs a reason of one line"):
        overridden([ask(spent(0.1))], reason)


def test_a_policy_knows_for_which_reasons_it_may_be_passed() -> None:
    frozen = ask(World().fill(WHOLE, 8 * DAY, lambda _: 0.02))
    with pytest.raises(MisuseError, match=r"reliability-fix \(whoever is on call\)"):
        overridden([frozen], "hurry")
    free = frozen._replace(slo=slo(policy=POLICY._replace(overrides=())))
    assert overridden([free], "hurry")[0].gate.override == "hurry"
