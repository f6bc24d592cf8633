"""Our model of Alertmanager against Alertmanager: routes and inhibition of the example and of random configurations."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from pathlib import Path
from random import Random
from typing import Literal

from sre_compiler import routing
from sre_compiler.backends.alertmanager import settings
from sre_compiler.output.encode import yaml_text
from sre_compiler.routing import Configuration, Inhibition, Matcher, Receiver, Route
from tests.alertmanager_case import Alertmanager, Labels, wait_for
from tests.consumers import example
from tests.consumers.test_alertmanager_config import write
from tests.programs import Program

NAMES = ("team", "severity", "slo_id", "env")
VALUES = ("", "shop", "supply", "sev1", "sev2", 'a"b\\c', "x\ny", "é", "shop-2")
PATTERNS = (
    "",
    ".*",
    ".+",
    "sev.",
    "sev1|sev2",
    "shop(-[0-9])?",
    "s.*",
    "(?i)SHOP",
    r"a\"b\\\\c",
    "[^a]+",
    "x|",
    r"\w+",
)
RECEIVERS = tuple(f"r{number}" for number in range(6))


def matcher(random: Random) -> Matcher:
    op: Literal["=", "!=", "=~", "!~"] = random.choice(("=", "=", "=", "!=", "=~", "!~"))
    return Matcher(random.choice(NAMES), op, random.choice(PATTERNS if "~" in op else VALUES))


def matchers(random: Random, least: int) -> tuple[Matcher, ...]:
    return tuple(matcher(random) for _ in range(random.randint(least, 2)))


def route(random: Random, depth: int) -> Route:
    below = tuple(route(random, depth - 1) for _ in range(random.randint(0, 3))) if depth else ()
    receiver = random.choice((None, *RECEIVERS))
    return Route(receiver, matchers(random, 0), goes_on=random.random() < 0.4, routes=below)


def configuration(random: Random) -> Configuration:
    below = tuple(route(random, 2) for _ in range(5))
    rules = tuple(
        Inhibition("", matchers(random, 1), matchers(random, 1), tuple(random.sample(NAMES, random.randint(0, 2))))
        for _ in range(2)
    )
    return Configuration(Route("r0", routes=below), tuple(Receiver(name, ()) for name in RECEIVERS), rules, {})


def text(one: Configuration) -> str:
    return yaml_text(
        {
            "route": settings.route(one.route),
            "receivers": [{"name": receiver.name} for receiver in one.receivers],
            "inhibit_rules": [settings.inhibition(rule, (0, 25)) for rule in one.inhibitions],
        }
    )


def label_sets(random: Random, count: int) -> list[Labels]:
    """Different sets of labels; each has a name, because an alert without labels is refused."""
    found: dict[tuple[str, ...], Labels] = {}
    while len(found) < count:
        values = tuple(random.choice(VALUES) for _ in NAMES)
        labels = {k: v for k, v in zip(NAMES, values, strict=True) if v}
        found.setdefault(values, {"alertname": f"A{len(found)}"} | labels)
    return [*found.values()]


def expected(one: Configuration, labels: Labels) -> list[str]:
    return [destination.receiver for destination in routing.destinations(one, labels)]


def asked(amtool: Program, config: Path, labels: Labels) -> list[str]:
    arguments = [f'{name}="{escaped(value)}"' for name, value in labels.items()]
    result = amtool.run("config", "routes", "test", f"--config.file={config}", *arguments)
    assert result.returncode == 0, result.stderr
    return result.stdout.strip().split(",")


def escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def test_routes_of_the_example_agree_with_amtool(tmp_path: Path, amtool: Program) -> None:
    config, ours = write(tmp_path), routing.configuration(example.program())
    teams = [*(team.name for team in example.program().teams), "shopp", ""]
    severities = [value for one in example.program().severities for value in (one.name, *one.also)]
    asks = [{"alertname": "A", "team": t, "severity": s} for t, s in product(teams, [*severities, "none", ""])]
    with ThreadPoolExecutor(4) as pool:
        answers = pool.map(lambda labels: asked(amtool, config, labels), asks)
        assert [*answers] == [expected(ours, labels) for labels in asks]


def test_random_routes_agree_with_amtool(tmp_path: Path, amtool: Program) -> None:
    random, asks = Random(7), list[tuple[Path, Configuration, Labels]]()
    for number in range(60):
        one, config = configuration(random), tmp_path / f"{number}.yaml"
        config.write_text(text(one), encoding="utf-8")
        asks += [(config, one, labels) for labels in label_sets(random, 20)]
    with ThreadPoolExecutor(4) as pool:
        answers = pool.map(lambda ask: asked(amtool, ask[0], ask[2]), asks)
        wrong = [
            (config.read_text(), labels, answer, expected(one, labels))
            for (config, one, labels), answer in zip(asks, answers, strict=True)
            if answer != expected(one, labels)
        ]
    assert not wrong, wrong[0]
    assert len(asks) == 1200


def test_random_routes_and_inhibition_agree_with_a_running_alertmanager(tmp_path: Path, alertmanager: Program) -> None:
    """One question is answered for all alerts at once, so that many can be asked."""
    random, config = Random(11), tmp_path / "alertmanager.yaml"
    alerts = label_sets(random, 250)
    config.write_text(text(configuration(random)), encoding="utf-8")
    silenced = 0
    with Alertmanager(alertmanager, tmp_path, config) as server:
        server.post(alerts)
        for _ in range(40):
            one = configuration(random)
            config.write_text(text(one), encoding="utf-8")
            server.reload()
            wanted = {
                labels["alertname"]: (
                    sorted(set(expected(one, labels))),
                    routing.inhibited(one, labels, alerts) is not None,
                )
                for labels in alerts
            }
            wait_for(lambda wanted=wanted: dict(answered(server)) == wanted, text(one))  # type: ignore[misc]
            silenced += sum(is_silenced for _, is_silenced in wanted.values())
    assert silenced > 1000


def answered(server: Alertmanager) -> Iterator[tuple[str, tuple[list[str], bool]]]:
    for one in server.alerts():
        told = sorted({receiver["name"] for receiver in one["receivers"]})
        yield one["labels"]["alertname"], (told, bool(one["status"]["inhibitedBy"]))
