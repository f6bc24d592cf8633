"""Our words for what stands on a board: stat, timeseries, timeline, table, text.

With `fields.py` and `board.py` the only place that knows Grafana's SDK. Where its defaults are wrong for us, they are set here once:
legends are shown, what has no data says so, and every value has a unit and a title.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from grafana_foundation_sdk.models import common, dashboard, prometheus, statetimeline
from grafana_foundation_sdk.models import stat as stats
from grafana_foundation_sdk.models import table as tables
from grafana_foundation_sdk.models import text as texts
from grafana_foundation_sdk.models import timeseries as series
from msgspec import Struct
from msgspec.structs import replace

from sre_compiler.backends.grafana.fields import (
    Column,
    Scale,
    Step,
    Style,
    Words,
    column_override,
    defaults,
    styled,
    worded,
)

SOURCE = common.DataSourceRef(type_val="prometheus", uid="${datasource}")
"""The data source that the reader of a board chooses."""
_WIDE = common.ScaleDistributionConfig(type_val=common.ScaleDistribution.SYMLOG, log=10, linear_threshold=1)
_ROW, _ITEM, _PARAGRAPH, _AROUND, _UNIT = 36, 22, 38, 60, 38
"""Pixels of a table's row, of a list's item, of a paragraph, of what stands around them, and of one unit of height."""
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class Query(Struct, frozen=True):
    """What a panel asks. A table is asked for one moment and has a column for each label."""

    expr: str
    legend: str = ""
    instant: bool = False
    table: bool = False
    step: str = ""


class Panel(Struct, frozen=True):
    """A panel without a place. `slug` is its name on the board, which its number is made of."""

    slug: str
    width: int
    height: int
    model: dashboard.Panel


def stat(  # noqa: PLR0913 - what a panel says, and what it looks like
    slug: str,
    title: str,
    about: str,
    query: Query,
    scale: Scale,
    *,
    width: int = 4,
    height: int = 4,
    plain: str = "text",
) -> Panel:
    """One number of this moment, in its colour; `plain` is the colour of one whose scale has no steps."""
    options = stats.Options(
        graph_mode=common.BigValueGraphMode.NONE,
        color_mode=common.BigValueColorMode.VALUE,
        justify_mode=common.BigValueJustifyMode.AUTO,
        text_mode=common.BigValueTextMode.VALUE,
        orientation=common.VizOrientation.AUTO,
        reduce_options=common.ReduceDataOptions(calcs=["lastNotNull"], fields="", values=False),
    )
    asked = Query(query.expr, query.legend, instant=True)
    shown = defaults(scale if scale.steps else replace(scale, steps=(Step(None, plain),)))
    return _panel("stat", (slug, title, about), [asked], options=options, shown=shown, size=(width, height))


def timeseries(  # noqa: PLR0913 - what a panel says, and what it looks like
    slug: str,
    title: str,
    about: str,
    queries: Sequence[Query],
    scale: Scale,
    *,
    styles: Iterable[Style] = (),
    width: int = 12,
    height: int = 8,
    bars: bool = False,
    stacked: bool = False,
    since: str = "",
    step: str = "",
) -> Panel:
    """Lines over time, or bars; the steps of the scale are dashed lines in their colours."""
    options = series.Options(legend=_legend(), tooltip=_tooltip())
    shown = defaults(scale)
    if scale.steps and not bars:
        shown.color = dashboard.FieldColor(mode=dashboard.FieldColorModeId.PALETTE_CLASSIC)
    shown.custom = _drawing(bars=bars, stacked=stacked, lines=bool(scale.steps) and not bars, scale=scale)
    overrides = [styled(style) for style in styles]
    panel = _panel(
        "timeseries",
        (slug, title, about),
        queries,
        options=options,
        shown=shown,
        overrides=overrides,
        size=(width, height),
    )
    panel.model.time_from = since or None
    panel.model.interval = step or None
    return panel


def timeline(  # noqa: PLR0913 - what a panel says, and what it looks like
    slug: str,
    title: str,
    about: str,
    queries: Sequence[Query],
    words: Mapping[str, tuple[Words, ...]],
    *,
    width: int = 12,
    height: int = 8,
) -> Panel:
    """A band for each series, coloured by the words for its values."""
    options = statetimeline.Options(
        show_value=common.VisibilityMode.NEVER,
        legend=_legend(shown=False),  # it would name the steps: `< 1` and `1+`
        tooltip=_tooltip(),
        row_height=0.8,
        per_page=None,
    )
    shown = defaults(Scale("none", steps=(Step(None, "green"), Step(1, "red"))))
    shown.custom = statetimeline.FieldConfig(line_width=0, fill_opacity=80)
    return _panel(
        "state-timeline",
        (slug, title, about),
        queries,
        options=options,
        shown=shown,
        overrides=[worded(name, several) for name, several in words.items()],
        size=(width, height),
    )


def table(  # noqa: PLR0913 - what a panel says, and what it looks like
    slug: str,
    title: str,
    about: str,
    queries: Sequence[Query],
    columns: Sequence[Column],
    *,
    hidden: Iterable[str] = (),
    first: tuple[str, bool] | None = None,
    width: int = 24,
    height: int = 10,
) -> Panel:
    """A row for each set of labels that the queries have in common; `first` is the title to sort by, and if downwards."""
    sort = [common.TableSortByFieldState(display_name=first[0], desc=first[1])] if first else None
    options = tables.Options(cell_height=common.TableCellHeight.SM, sort_by=sort)
    options.footer = None  # Grafana 13 has none any more
    shown = defaults(Scale("none"))
    shown.custom = {"align": "auto", "cellOptions": {"type": "auto"}, "inspect": False}
    asked = [Query(query.expr, instant=True, table=True) for query in queries]
    overrides = [one for column in columns if (one := column_override(column)) is not None]
    panel = _panel(
        "table",
        (slug, title, about),
        asked,
        options=options,
        shown=shown,
        overrides=overrides,
        size=(width, height),
    )
    organize = {
        "excludeByName": dict.fromkeys(["Time", *hidden], True),
        "indexByName": {column.field: index for index, column in enumerate(columns)},
        "renameByName": {column.field: column.title for column in columns},
    }
    merged = [dashboard.DataTransformerConfig(id_val="merge", options={})] if len(asked) > 1 else []
    panel.model.transformations = [*merged, dashboard.DataTransformerConfig(id_val="organize", options=organize)]
    return panel


def rows_height(rows: int, most: int = 24) -> int:
    """The height of a table that shows its header and so many rows, or the first `most`, without scrolling."""
    return -(-(_ROW * (min(rows, most) + 1) + _AROUND) // _UNIT)


def lines_height(lines: Iterable[str]) -> int:
    """The height of Markdown of so many lines, one for each of its lists' items and paragraphs."""
    pixels = sum(_ITEM if line.startswith("- ") else _PARAGRAPH for line in lines if line)
    return -(-(pixels + _AROUND) // _UNIT)


def text(slug: str, title: str, markdown: str, *, width: int = 8, height: int = 8) -> Panel:
    """Markdown, in which everything from the specs is escaped already."""
    options = texts.Options(mode=texts.TextMode.MARKDOWN, content=markdown)
    model = dashboard.Panel(type_val="text", title=title, transparent=None, options=options)
    return Panel(slug, width, height, model)


def value_field(index: int) -> str:
    """How the value of a table's query is called, where there are several."""
    return f"Value #{_reference(index)}"


def _panel(  # noqa: PLR0913 - all that panels have in common
    kind: str,
    named: tuple[str, str, str],
    queries: Sequence[Query],
    *,
    options: object,
    shown: dashboard.FieldConfig,
    overrides: Sequence[dashboard.DashboardFieldConfigSourceOverrides] = (),
    size: tuple[int, int],
) -> Panel:
    slug, title, about = named
    model = dashboard.Panel(
        type_val=kind,
        title=title,
        description=about,
        transparent=None,
        datasource=SOURCE,
        targets=[_target(query, _reference(index)) for index, query in enumerate(queries)],
        options=options,
        field_config=dashboard.FieldConfigSource(defaults=shown, overrides=list(overrides)),
    )
    return Panel(slug, *size, model)


def _reference(index: int) -> str:
    """A, B, …, Z, AA: no other letters may stand in an id that Grafana's expressions read."""
    return _LETTERS[index] if index < len(_LETTERS) else _reference(index // 26 - 1) + _LETTERS[index % 26]


def _target(query: Query, reference: str) -> prometheus.Dataquery:
    shape = prometheus.PromQueryFormat.TABLE if query.table else prometheus.PromQueryFormat.TIME_SERIES
    return prometheus.Dataquery(
        datasource=SOURCE,
        editor_mode=prometheus.QueryEditorMode.CODE,
        expr=query.expr,
        format_val=shape,
        instant=query.instant,
        range_val=not query.instant,
        legend_format=query.legend or None,
        interval=query.step or None,
        ref_id=reference,
    )


def _legend(*, shown: bool = True) -> common.VizLegendOptions:
    return common.VizLegendOptions(
        show_legend=shown,
        display_mode=common.LegendDisplayMode.LIST,
        placement=common.LegendPlacement.BOTTOM,
        calcs=[],
    )


def _tooltip() -> common.VizTooltipOptions:
    return common.VizTooltipOptions(mode=common.TooltipDisplayMode.MULTI, sort=common.SortOrder.DESCENDING)


def _drawing(*, bars: bool, stacked: bool, lines: bool, scale: Scale) -> common.GraphFieldConfig:
    style = common.GraphThresholdsStyleMode.DASHED if lines else common.GraphThresholdsStyleMode.OFF
    return common.GraphFieldConfig(
        draw_style=common.GraphDrawStyle.BARS if bars else common.GraphDrawStyle.LINE,
        line_width=2,
        fill_opacity=80 if bars else 20 if stacked else 0,
        show_points=common.VisibilityMode.NEVER,
        span_nulls=False,
        thresholds_style=common.GraphThresholdsStyleConfig(mode=style),
        stacking=common.StackingConfig(
            mode=common.StackingMode.NORMAL if stacked else common.StackingMode.NONE, group="A"
        ),
        axis_soft_min=scale.least if scale.low is None else None,
        scale_distribution=_WIDE if scale.wide else None,
    )
