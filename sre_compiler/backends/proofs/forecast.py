"""When the simulator says that an alert fires, on servers of either convention; a case asserts outside of what they differ in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from sre_compiler.backends.prometheus.series import Frame
from sre_compiler.units import Duration


class Moments(Struct, frozen=True):
    """The first and the last evaluation at which an alert fires, in milliseconds: at the earliest and at the latest."""

    first: tuple[int, int]
    last: tuple[int, int]

    def asserted(self, step: int, end: int) -> list[tuple[int, bool]]:
        """Times at which it is sure whether it fires, none of them next to a time at which that changes."""
        times = [
            (self.first[0] - 2 * step, False),
            (self.first[1] + step, True),
            (self.last[0] - step, True),
            (self.last[1] + 2 * step, False),
        ]
        sure = [(at, fires) for at, fires in times if 0 <= at <= end]
        whole = self.last[0] - self.first[1] >= step
        return list(dict.fromkeys(sure if whole else [one for one in sure if not one[1]]))


def moments(episodes: Iterable[list[tuple[int, int]]]) -> Moments | None:
    """What both conventions say; None where one of them says that it never fires, or that it fires twice."""
    found = list(episodes)
    if any(len(one) != 1 for one in found):
        return None
    firsts, lasts = zip(*(one[0] for one in found), strict=True)
    return Moments((min(firsts), max(firsts)), (min(lasts), max(lasts)))


class Outlook(Struct, frozen=True):
    """What both conventions say of a case: when the leg fires, if it does, and the ratio of each window at `at`."""

    moments: Moments | None
    silent: bool
    at: int
    ratios: tuple[tuple[Duration, float, float], ...]


class Shape(Struct, frozen=True):
    """A case without the names of its SLO: what is asserted, and how its series run, by their part in it."""

    checks: str
    inputs: str = ""
    values: Mapping[object, str] = {}

    def of(self, frame: Frame) -> Shape:
        """The same with the names."""
        return Shape(named(self.checks, frame), named(self.inputs, frame), self.values)


Known = dict[object, Shape]
_SLO, _ALERT, _NO_DATA = "<slo_id>", "<alert>", "<no_data>"


def unnamed(frame: Frame) -> Frame:
    """The objective of everybody who has this shape."""
    names = {"slo_id": _SLO, "burn_alert": _ALERT, "no_data_alert": _NO_DATA}
    return Frame(replace(frame.objective, **names), frame.server)


def named(text: str, frame: Frame) -> str:
    """Names are made of letters, digits and a few signs that need no escape anywhere."""
    one = frame.objective
    return text.replace(_SLO, one.slo_id).replace(_ALERT, one.burn_alert).replace(_NO_DATA, one.no_data_alert)


def remembered(known: Known, key: object, frame: Frame, work: Callable[[Frame], Shape]) -> Shape:
    """The cases of one shape are worked out once."""
    found = known.get(key)
    if found is None:
        found = known[key] = work(unnamed(frame))
    return found.of(frame)
