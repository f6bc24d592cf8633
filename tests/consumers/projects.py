"""Variants of the small project: with one leg, and with two environments in one store."""

from __future__ import annotations

from tests.compiled import PROJECT

_LEG = "    - {factor: 14.4, long: 1h, short: 5m, severity: page}\n"

ONE_LEG = PROJECT[: PROJECT.index(_LEG)] + _LEG + PROJECT[PROJECT.index("  no_data: {after") :]
"""Few windows, so that histories of a day and more stay cheap."""

_SERVERS = "".join(
    f'    - {{name: {env}, environment: {env}, version: "2.42", scrape_interval: 30s, retention: 40d,'
    f" labels_on: series, external_labels: {{env: {env}}}}}\n"
    for env in ("prod", "staging")
)

ONE_STORE = (
    PROJECT[: PROJECT.index("    - {name: main")].replace("{prod: {}}", "{prod: {}, staging: {}}")
    + _SERVERS
    + PROJECT[PROJECT.index("---") :]
)
"""Two environments whose series stand in one store and tell them apart by their label `env`."""
