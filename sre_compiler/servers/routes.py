"""The generated expectations of routes, held against the configuration that was generated with them, as it is on disk.

amtool says where an alert goes whatever the time; our model of the same file says who is told at an instant, and which alert
silences which, of which amtool knows nothing.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator

from sre_compiler import documents, rotas, routing
from sre_compiler.routing import Configuration
from sre_compiler.servers import silences
from sre_compiler.servers.expected import Expected, about, alertname, labels_of, listed, read
from sre_compiler.servers.proofs import Failure, Proof, Prove
from sre_compiler.servers.tools import Tool

_CONFIG = "alertmanager/alertmanager.yaml"


def by_routes(folder: str, amtool: Tool) -> Prove:
    """Which receivers the routes give for every alert, when they send, and what they are silent about."""
    config = os.path.join(folder, _CONFIG)  # noqa: PTH118 - as in the rest of this room
    loaded = _loaded(config)

    def prove(proof: Proof) -> list[Failure]:
        tests = read(os.path.join(folder, proof.path))  # noqa: PTH118 - as above
        if tests is None:
            return [Failure(proof, "", "routes", f"{proof.path} holds no tests of routes that can be read")]
        found = [failure for one in tests.tests for failure in _by_amtool(proof, one, config, amtool)]
        if found:
            return found
        if loaded is None:
            return [Failure(proof, "", "routes", f"{_CONFIG} cannot be read")]
        try:
            found = [failure for one in tests.tests for failure in _by_the_clock(proof, one, loaded)]
            return [*found, *silences.failures(proof, tests, loaded)]
        except routing.UntriedError as error:
            return [Failure(proof, "", "routes", f"a pattern of {_CONFIG} cannot be tried: {error}")]

    return prove


def _loaded(file: str) -> Configuration | None:
    """What stands in the file; None where it is no file with routes."""
    try:
        written = routing.read(documents.read(file), file)
    except OSError:
        return None
    return None if written is None else routing.loaded(written)


def _by_amtool(proof: Proof, one: Expected, config: str, amtool: Tool) -> Iterator[Failure]:
    """Whatever the time."""
    for alert in one.alerts:
        arguments = map(str, routing.parsed(alert))
        code, printed = amtool.run("config", "routes", "test", f"--config.file={config}", *arguments)
        got = sorted(printed.split()[-1].split(",")) if printed.split() else []
        if code or sorted(one.routes) != got:
            labels = labels_of(alert)
            said = printed.strip().splitlines()[-1] if code and printed.strip() else f"goes to {listed(got)}"
            case = _sentence("", one, said, one.routes)
            yield Failure(proof, about(labels), case, _sentence(alertname(labels), one, said, one.routes))


def _by_the_clock(proof: Proof, one: Expected, loaded: Configuration) -> Iterator[Failure]:
    """At each instant; only where the receivers are right whatever the time."""
    for alert in one.alerts:
        labels = labels_of(alert)
        taken = routing.destinations(loaded, labels)
        for told in one.told:
            at = rotas.instant(f"{told.at[:16]}Z", "UTC")
            got = {each.receiver for each in taken if routing.is_sent(loaded, each.route, at)}
            if got != set(told.receivers):
                said = f"goes to {listed(got)} when {told.why}"
                case = _sentence("", one, said, told.receivers)
                said += f" (tried at {told.at})"
                yield Failure(proof, about(labels), case, _sentence(alertname(labels), one, said, told.receivers))


def _sentence(name: str, one: Expected, said: str, wanted: Collection[str]) -> str:
    return f"{name} of {one.severity} {said}, and should go to {listed(wanted)}"
