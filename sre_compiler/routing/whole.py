"""Setting → Configuration: the plan of our routes with all that they need; in somebody else's configuration where there is a base."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from sre_compiler.program.program import Setting
from sre_compiler.routing import mounting, office
from sre_compiler.routing.configuration import Configuration, Route
from sre_compiler.routing.inhibition import inhibitions
from sre_compiler.routing.plan import Plan


def configuration(setting: Setting) -> Configuration:
    """The whole of it; ours in somebody else's where there is a base."""
    ours = own(setting)
    return mounted(setting, mounting.configuration(setting.base), ours) if setting.base is not None else ours


def mounted(setting: Setting, outer: Configuration, ours: Configuration) -> Configuration:
    """Our routes before or behind those of the base, whose root stays the one for what no team owns."""
    declared = setting.project.spec.alertmanager
    routes, theirs = ours.route.routes, outer.route.routes
    is_first = declared is None or declared.mount == "first"
    return Configuration(
        route=replace(outer.route, routes=(*routes, *theirs) if is_first else (*theirs, *routes)),
        receivers=(*outer.receivers, *ours.receivers),
        inhibitions=(*outer.inhibitions, *ours.inhibitions),
        intervals={**outer.intervals, **ours.intervals},
    )


def own(setting: Setting) -> Configuration:
    """What is ours; the order is that of names, and of ranks."""
    plan = Plan(setting, {team.name: team for team in setting.teams}, {one.name: one for one in setting.calendars})
    route = plan.root()
    used = {name for one in walk(route) for name in (*one.active, *one.mute)}
    told = {one.receiver for one in walk(route)}
    intervals = [office.intervals(calendar) for calendar in setting.calendars]
    return Configuration(
        route=route,
        receivers=tuple(one for one in plan.receivers() if one.name in told),
        inhibitions=inhibitions(setting),
        intervals={name: hours for one in intervals for name, hours in one.items() if name in used},
    )


def walk(route: Route) -> Iterator[Route]:
    """The route and all below it."""
    yield route
    for below in route.routes:
        yield from walk(below)
