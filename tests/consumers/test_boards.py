"""Grafana's own types know every key of our boards, and nothing on them overlaps or is named twice."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.cog.plugins import register_default_plugins
from grafana_foundation_sdk.models.dashboard import Dashboard
from msgspec.structs import replace

from sre_compiler.backends.grafana import service
from tests.consumers import example
from tests.consumers.boards import boards, panels, targets

register_default_plugins()


def _paths(data: Any, at: str = "") -> Iterator[str]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield f"{at}.{key}"
            yield from _paths(value, f"{at}.{key}")
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _paths(value, f"{at}[{index}]")


def test_the_types_of_grafana_know_every_key() -> None:
    for name, board in boards():
        read = json.loads(JSONEncoder().encode(Dashboard.from_json(board)))
        assert set(_paths(board)) - set(_paths(read)) == set(), name


def test_a_key_that_does_not_exist_would_be_found() -> None:
    _, board = next(boards())
    panel = next(one for one in board["panels"] if one["type"] == "timeseries")
    panel["options"]["legnd"] = {}
    panel["fieldConfig"]["defaults"]["unti"] = "s"
    panel["targets"][0]["exp"] = "up"
    read = json.loads(JSONEncoder().encode(Dashboard.from_json(board)))
    lost = {path.rpartition(".")[2] for path in set(_paths(board)) - set(_paths(read))}
    assert lost == {"legnd", "unti", "exp"}


def test_uids_are_short_and_of_one_board() -> None:
    for project in ("example", "hostile"):
        uids = [board["uid"] for name, board in boards() if name.startswith(project)]
        assert len(set(uids)) == len(uids)
        assert all(len(uid) <= 40 for uid in uids)


def test_titles_are_of_one_board_and_tags_as_long_as_grafana_keeps() -> None:
    for project in ("example", "hostile"):
        titles = [board["title"] for name, board in boards() if name.startswith(project)]
        assert len(set(titles)) == len(titles)
        assert all(len(title) < 189 for title in titles)
    assert all(len(tag) <= 50 for _, board in boards() for tag in board["tags"])


def test_services_of_one_title_have_boards_of_two() -> None:
    first, second, *_ = example.program().services
    titles = {service.build(example.program(), replace(one, title="Shop")).title for one in (first, second)}
    assert titles == {"Service: Shop (checkout)", "Service: Shop (cluster)"}


def test_every_panel_has_a_number_of_its_own() -> None:
    for name, board in boards():
        numbers = [panel["id"] for panel in board["panels"]]
        assert len(set(numbers)) == len(numbers), name
        assert all(0 < number < 2**31 for number in numbers), name


def test_no_panel_overlaps_another_or_the_edge() -> None:
    for name, board in boards():
        taken: set[tuple[int, int]] = set()
        for panel in board["panels"]:
            spot = panel["gridPos"]
            assert spot["x"] + spot["w"] <= 24, name
            cells = {(spot["x"] + x, spot["y"] + y) for x in range(spot["w"]) for y in range(spot["h"])}
            assert not cells & taken, f"{name}: {panel['title']}"
            taken |= cells


def test_every_query_of_a_panel_has_a_letter_of_its_own() -> None:
    for name, panel in panels():
        letters = [target["refId"] for target in panel.get("targets", [])]
        assert len(set(letters)) == len(letters), name


def test_every_query_reads_the_data_source_that_the_reader_chose() -> None:
    for name, panel, target in targets():
        assert panel["datasource"]["uid"] == target["datasource"]["uid"] == "${datasource}", name
