"""A board: sections of panels in a grid of 24 columns, variables, links and marks; and its bytes.

Panels are placed from left to right, and below when a line is full. Their numbers come from their names, so that links to
them last.
"""

from __future__ import annotations

from grafana_foundation_sdk.models import dashboard, prometheus
from msgspec import Struct

from sre_compiler.backends.grafana.panels import SOURCE, Panel
from sre_compiler.output.encode import object_json
from sre_compiler.program.boards import panel_id

COLUMNS = 24
TAG = "sre-compile"


class Section(Struct, frozen=True):
    """Panels below a header; without a title, without one."""

    title: str
    panels: tuple[Panel, ...]


class Variable(Struct, frozen=True):
    """What a reader chooses: one of the values of a query, or as many as he likes."""

    name: str
    label: str
    query: str
    many: bool = False
    chosen: str = ""


class Link(Struct, frozen=True):
    """A way to another page, with the times and variables of this one where the page is a board of ours."""

    title: str
    url: str
    board: bool = True


class Board(Struct, frozen=True):
    """All of a board. `marks` selects the alerts whose beginning and end is marked in every panel."""

    uid: str
    title: str
    about: str
    sections: tuple[Section, ...]
    tags: tuple[str, ...] = ()
    variables: tuple[Variable, ...] = ()
    links: tuple[Link, ...] = ()
    marks: str = ""
    since: str = "now-24h"


def text_of(board: Board) -> str:
    """The board as JSON that every Grafana from 9 to 13 takes from a file, keys sorted."""
    model = dashboard.Dashboard(
        uid=board.uid,
        title=board.title,
        description=board.about,
        tags=sorted({TAG, *board.tags}),
        timezone="browser",
        editable=False,
        graph_tooltip=dashboard.DashboardCursorSync.CROSSHAIR,
        time=dashboard.DashboardDashboardTime(from_val=board.since, to="now"),
        refresh="1m",
        panels=_placed(board),
        templating=dashboard.DashboardDashboardTemplating([_source(), *map(_variable, board.variables)]),
        annotations=dashboard.AnnotationContainer([_mark(board.marks)] if board.marks else []),
        links=[_link(link) for link in board.links],
    )
    return object_json(model, lambda value: value.to_json())


def _placed(board: Board) -> list[dashboard.Panel | dashboard.RowPanel]:
    placed: list[dashboard.Panel | dashboard.RowPanel] = []
    taken: set[int] = set()
    top = 0
    for section in board.sections:
        if section.title:
            number = _number(f"row:{section.title}", taken)
            spot = dashboard.GridPos(h=1, w=COLUMNS, x=0, y=top)
            placed.append(dashboard.RowPanel(title=section.title, grid_pos=spot, id_val=number, panels=[]))
            top += 1
        left = height = 0
        for panel in section.panels:
            if left + panel.width > COLUMNS:
                left, top, height = 0, top + height, 0
            panel.model.grid_pos = dashboard.GridPos(h=panel.height, w=panel.width, x=left, y=top)
            panel.model.id_val = _number(panel.slug, taken)
            panel.model.repeat_direction = None
            placed.append(panel.model)
            left, height = left + panel.width, max(height, panel.height)
        top += height
    return placed


def _number(slug: str, taken: set[int]) -> int:
    number = panel_id(slug)
    while number in taken:
        number += 1
    taken.add(number)
    return number


def _source() -> dashboard.VariableModel:
    return dashboard.VariableModel(
        type_val=dashboard.VariableType.DATASOURCE,
        name="datasource",
        label="Data source",
        query="prometheus",
        current=dashboard.VariableOption(text="default", value="default", selected=True),
        refresh=dashboard.VariableRefresh.ON_DASHBOARD_LOAD,
        auto=None,
        auto_min=None,
        auto_count=None,
    )


def _variable(one: Variable) -> dashboard.VariableModel:
    everything = dashboard.VariableOption(text=["All"], value=["$__all"], selected=True)
    chosen = dashboard.VariableOption(text=one.chosen, value=one.chosen, selected=True)
    return dashboard.VariableModel(
        type_val=dashboard.VariableType.QUERY,
        name=one.name,
        label=one.label,
        datasource=SOURCE,
        query=one.query,
        definition=one.query,
        refresh=dashboard.VariableRefresh.ON_TIME_RANGE_CHANGED,
        sort=dashboard.VariableSort.ALPHABETICAL_ASC,
        multi=one.many,
        include_all=one.many,
        all_value=".+" if one.many else None,
        current=everything if one.many else chosen if one.chosen else None,
        auto=None,
        auto_min=None,
        auto_count=None,
    )


def _mark(selector: str) -> dashboard.AnnotationQuery:
    expr = f"ALERTS{selector}"
    mark = dashboard.AnnotationQuery(
        name="Alerts",
        datasource=SOURCE,
        icon_color="red",
        expr=expr,
        target=prometheus.Dataquery(expr=expr, ref_id="Anno", range_val=True, instant=False),
        step="60s",
        title_format="{{alertname}}",
        text_format="{{severity}} {{leg}}",
        built_in=None,
    )
    mark.placement = None  # type: ignore[assignment] # the SDK would hide the switch in a menu
    return mark


def _link(link: Link) -> dashboard.DashboardLink:
    made = dashboard.DashboardLink(
        title=link.title,
        type_val=dashboard.DashboardLinkType.LINK,
        icon="dashboard" if link.board else "external link",
        url=link.url,
        target_blank=not link.board,
        keep_time=link.board,
    )
    made.placement = None  # type: ignore[assignment] # the SDK would hide the link in a menu
    return made
