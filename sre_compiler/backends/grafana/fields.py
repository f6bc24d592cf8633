"""How the numbers of a panel are shown: units, colours, words, styles of lines and columns of tables.

With `panels.py` and `board.py` the only place that knows Grafana's SDK.
"""

from __future__ import annotations

from collections.abc import Iterable

from grafana_foundation_sdk.models import dashboard
from msgspec import Struct

NO_DATA = "No data"


class Step(Struct, frozen=True):
    """A colour from a value on; the first one has no value."""

    value: float | None
    colour: str


class Words(Struct, frozen=True):
    """What is shown instead of the numbers from `low` to `high`; None is no bound."""

    low: float | None
    high: float | None
    text: str
    colour: str


class Scale(Struct, frozen=True):
    """How numbers are shown: their unit, digits after the point, colours, and words in the place of some.

    Lines begin at `least`, or with their own least value where it is None. A `wide` scale makes room for the small beside the
    large: above 1 it is logarithmic.
    """

    unit: str
    decimals: int | None = None
    steps: tuple[Step, ...] = ()
    words: tuple[Words, ...] = ()
    low: float | None = None
    high: float | None = None
    least: float | None = 0
    wide: bool = False


class Style(Struct, frozen=True):
    """How the series are drawn whose names match a regular expression."""

    names: str
    colour: str
    dashed: bool = False


class Column(Struct, frozen=True):
    """A column of a table: the field that it shows, its title, and how. `link` leads on from each of its cells."""

    field: str
    title: str
    scale: Scale | None = None
    width: int | None = None
    link: str = ""


def defaults(scale: Scale) -> dashboard.FieldConfig:
    """`mappings` stands even where it is empty: Grafana's own linter knows fewer units than Grafana, and then asks for none."""
    steps = scale.steps or (Step(None, "text"),)
    return dashboard.FieldConfig(
        unit=scale.unit,
        decimals=scale.decimals,
        min_val=scale.low,
        max_val=scale.high,
        mappings=[_mapping(index, words) for index, words in enumerate(scale.words)],
        thresholds=_thresholds(steps),
        color=dashboard.FieldColor(
            mode=dashboard.FieldColorModeId.THRESHOLDS if scale.steps else dashboard.FieldColorModeId.PALETTE_CLASSIC
        ),
        no_value=NO_DATA,
    )


def _thresholds(steps: Iterable[Step]) -> dashboard.ThresholdsConfig:
    return dashboard.ThresholdsConfig(
        mode=dashboard.ThresholdsMode.ABSOLUTE,
        steps=[dashboard.Threshold(value=step.value, color=step.colour) for step in steps],
    )


def _mapping(index: int, words: Words) -> dashboard.RangeMap:
    result = dashboard.ValueMappingResult(text=words.text, color=words.colour, index=index)
    return dashboard.RangeMap(dashboard.DashboardRangeMapOptions(from_val=words.low, to=words.high, result=result))


def _nothing(index: int) -> dashboard.SpecialValueMap:
    """A cell without a value has the colour of none: neither good nor bad is known of it."""
    result = dashboard.ValueMappingResult(text=NO_DATA, color="text", index=index)
    options = dashboard.DashboardSpecialValueMapOptions(match=dashboard.SpecialValueMatch.NULL_AND_NAN, result=result)
    return dashboard.SpecialValueMap(options)


def styled(style: Style) -> dashboard.DashboardFieldConfigSourceOverrides:
    properties = [_property("color", {"mode": "fixed", "fixedColor": style.colour})]
    if style.dashed:
        properties += [
            _property("custom.lineStyle", {"fill": "dash", "dash": [8, 6]}),
            _property("custom.fillOpacity", 0),
        ]
    return _override("byRegexp", style.names, properties)


def worded(name: str, words: Iterable[Words]) -> dashboard.DashboardFieldConfigSourceOverrides:
    """The words for the values of one series."""
    return _override("byName", name, [_property("mappings", [_mapping(index, one) for index, one in enumerate(words)])])


def column_override(column: Column) -> dashboard.DashboardFieldConfigSourceOverrides | None:
    properties = []
    if column.width:
        properties.append(_property("custom.width", column.width))
    if column.link:
        properties.append(_property("links", [{"title": "Open", "url": column.link}]))
    if column.scale:
        properties += _scaled(column.scale)
    return _override("byName", column.title, properties) if properties else None


def _scaled(scale: Scale) -> list[dashboard.DynamicConfigValue]:
    mappings = [*(_mapping(index, words) for index, words in enumerate(scale.words)), _nothing(len(scale.words))]
    properties = [_property("unit", scale.unit), _property("mappings", mappings)]
    if scale.decimals is not None:
        properties.append(_property("decimals", scale.decimals))
    if scale.steps:
        properties += [
            _property("thresholds", _thresholds(scale.steps)),
            _property("color", {"mode": "thresholds"}),
            _property("custom.cellOptions", {"type": "color-text"}),
        ]
    return properties


def _property(name: str, value: object) -> dashboard.DynamicConfigValue:
    return dashboard.DynamicConfigValue(id_val=name, value=value)


def _override(
    kind: str, what: str, properties: list[dashboard.DynamicConfigValue]
) -> dashboard.DashboardFieldConfigSourceOverrides:
    return dashboard.DashboardFieldConfigSourceOverrides(
        matcher=dashboard.MatcherConfig(id_val=kind, options=what), properties=properties
    )
