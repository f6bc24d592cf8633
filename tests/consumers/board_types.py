"""A board as TypeScript that compiles only where Grafana's own types allow every part of it.

In the types of a panel, options and fields are records of anything; here each is held against the types of its kind.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from tests.consumers.boards import Json

PREAMBLE = """\
import type {
  AnnotationQuery, Dashboard, DashboardLink, FieldConfigSource, Panel, RowPanel, VariableModel,
} from '@grafana/schema/dist/esm/raw/dashboard/x/Dashboard_types.gen';
import type * as stat from '@grafana/schema/dist/esm/raw/composable/stat/panelcfg/x/StatPanelCfg_types.gen';
import type * as statetimeline from '@grafana/schema/dist/esm/raw/composable/statetimeline/panelcfg/x/StateTimelinePanelCfg_types.gen';
import type * as table from '@grafana/schema/dist/esm/raw/composable/table/panelcfg/x/TablePanelCfg_types.gen';
import type * as text from '@grafana/schema/dist/esm/raw/composable/text/panelcfg/x/TextPanelCfg_types.gen';
import type * as timeseries from '@grafana/schema/dist/esm/raw/composable/timeseries/panelcfg/x/TimeSeriesPanelCfg_types.gen';
// JSON has no enums: a member is its plain text. Everything else stays exact.
type Json<T> = T extends string ? `${T}` : T extends number | boolean | null | undefined ? T
  : T extends (infer U)[] ? Json<U>[] : T extends object ? { [K in keyof T]: Json<T[K]> } : T;
type Query = {
  datasource: { type: 'prometheus'; uid: string }; editorMode: 'code'; expr: string; format: 'time_series' | 'table';
  instant: boolean; interval?: string; legendFormat?: string; range: boolean; refId: string;
};
type Variable = Json<VariableModel> & { definition?: string };
type Mark = Omit<Json<AnnotationQuery>, 'target'> & {
  expr: string; step: string; titleFormat: string; textFormat: string; target: Partial<Query>;
};
"""
"""What Grafana reads and its types lack stands there: the text of a query variable, queries of Prometheus and their marks."""

FIELDS = {
    "timeseries": "timeseries.FieldConfig",
    "state-timeline": "statetimeline.FieldConfig",
    "table": "table.FieldConfig",
}


def source(board: Json) -> str:
    """The board, part by part, each with the type that it has to satisfy."""
    return PREAMBLE + "".join(f"({json.dumps(part)}) satisfies {wanted};\n" for part, wanted in parts(board))


def parts(board: Json) -> Iterator[tuple[Any, str]]:
    """Each part of a board, and its type."""
    for variable in board["templating"]["list"]:
        yield variable, "Variable"
    for mark in board["annotations"]["list"]:
        yield mark, "Mark"
    for link in board["links"]:
        yield link, "Json<DashboardLink>"
    for panel in board["panels"]:
        yield from _row(panel) if panel["type"] == "row" else _panel(panel)
    split = ("templating", "annotations", "links", "panels")
    yield _without(board, *split), "Json<Omit<Dashboard, 'templating' | 'annotations' | 'links' | 'panels'>>"


def _row(row: Json) -> Iterator[tuple[Any, str]]:
    yield row, "Json<RowPanel>"


def _panel(panel: Json) -> Iterator[tuple[Any, str]]:
    kind = panel["type"].replace("-", "")
    yield panel["options"], f"Json<Partial<{kind}.Options>>"
    for target in panel.get("targets", []):
        yield target, "Query"
    if "fieldConfig" in panel:
        fields = panel["fieldConfig"]
        custom = fields["defaults"].get("custom")
        assert (custom is not None) == (panel["type"] in FIELDS), panel["title"]
        if custom is not None:
            yield custom, f"Json<Partial<{FIELDS[panel['type']]}>>"
        yield {**fields, "defaults": _without(fields["defaults"], "custom")}, "Json<FieldConfigSource>"
    yield _without(panel, "options", "targets", "fieldConfig"), "Json<Panel>"


def _without(mapping: Json, *names: str) -> Json:
    return {key: value for key, value in mapping.items() if key not in names}
