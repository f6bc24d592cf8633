"""What Alertmanager takes for another incident after a change: another key of a group, or another receiver.

PagerDuty and Opsgenie know an incident by the key of its group: where that is written otherwise, a second incident is opened, and the first
is never resolved. What was sent already is known by the receiver's name, and by the place of a way among those of its kind: one of another
name, or at another place, is told again, and is told of the end of what another one was told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from sre_compiler.documents import Data
from sre_compiler.program.mounting import Base
from sre_compiler.routing.configuration import Configuration, Route
from sre_compiler.routing.model import Destination, destinations
from sre_compiler.routing.reach import example, paths


class Moved(Struct, frozen=True):
    """The conditions of a route as they were written, and the receiver that it told; `receivers` are those that its groups have now.

    Without any, their keys have changed, or nobody takes these alerts.
    """

    route: str
    receiver: str
    receivers: tuple[str, ...]


def moved(old: Configuration, new: Configuration) -> Iterator[Moved]:
    """Each route of the old configuration whose groups the new one keys otherwise, or tells of under another name."""
    seen = set()
    for path in paths(old.route):
        labels = example(path)
        if labels is None:
            continue
        after = destinations(new, labels)
        for one in destinations(old, labels):
            found = tuple(each.receiver for each in after if _key(each) == _key(one))
            if one.receiver not in found and (_key(one), one.receiver) not in seen:
                seen.add((_key(one), one.receiver))
                yield Moved(_conditions(one.path), one.receiver, found)


def reordered(old: Base, new: Base) -> Iterator[str]:
    """The receivers in which a way has another place among those of its kind."""
    after = {one.get("name"): one for _, one in new.items("receivers")}
    for _, one in old.items("receivers"):
        now = after.get(one.get("name"), {})
        if any(_change_places(ways, now.get(kind)) for kind, ways in one.items()):
            yield str(one.get("name"))


def _change_places(old: Data, new: Data) -> bool:
    if not (isinstance(old, list) and isinstance(new, list)):
        return False
    return any(way in new and new.index(way) != at for at, way in enumerate(old))


def _key(one: Destination) -> tuple[str, tuple[str, ...]]:
    """All that the key of a group is made of but the values of its labels."""
    return one.group_key({}), tuple(sorted(one.group_by))


def _conditions(path: Sequence[Route]) -> str:
    return ", ".join(str(matcher) for route in path for matcher in route.matchers) or "the root route"
