"""The simulator against Prometheus as it runs: an exporter on loopback, both servers, an outage of 25 seconds.

Instants agree to within a scrape and an evaluation: a busy machine may scrape late.
"""

from __future__ import annotations

import http.server
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sre_compiler import pipeline
from sre_compiler.program.objectives import Objective
from sre_compiler.simulation.counts import Counts
from sre_compiler.simulation.grid import Grid
from sre_compiler.simulation.ranges import Convention
from sre_compiler.simulation.replay import EVERYTHING, LegFiring, replay
from sre_compiler.units import Duration
from tests.compiled import PROJECT, write_specs
from tests.programs import Missing, Program, prometheuses
from tests.world.server import Server, running

SCRAPE = EVALUATION = 1
BEGINS, LASTS, AFTER = 25, 25, 14
PER_SECOND, SHARE = 200, 0.5

SLO = """\
  slos:
    - name: live
      objective: 99%
      window: 30d
      sli:
        ratio: {errors: 'requests_total{code="500"}', total: requests_total}
"""
LEG = "    - {factor: 14.4, long: 1m, short: 10s, severity: page}\n"
SPECS = PROJECT[: PROJECT.index("    - {factor: 14.4")] + LEG + PROJECT[PROJECT.index("  no_data: {after") :]

CONFIG = """\
global: {scrape_interval: 1s, evaluation_interval: 1s}
rule_files: [rules.yaml]
scrape_configs:
  - {job_name: web, static_configs: [{targets: ["127.0.0.1:PORT"]}]}
"""


@dataclass(frozen=True)
class Service:
    """What an exporter counts: requests at a steady rate, of which half are bad during the outage."""

    began: float

    def counters(self) -> tuple[int, int]:
        """Good and bad requests by now."""
        since = time.time() - self.began
        bad = PER_SECOND * SHARE * min(max(since - BEGINS, 0), LASTS)
        return int(PER_SECOND * since - bad), int(bad)

    def metrics(self) -> bytes:
        good, bad = self.counters()
        lines = f'requests_total{{code="200"}} {good}\nrequests_total{{code="500"}} {bad}\n'
        return f"# TYPE requests_total counter\n{lines}".encode()


@contextmanager
def exported(service: Service) -> Iterator[int]:
    """The port where the metrics of the service can be scraped."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = service.metrics()
            self.send_response(200)
            self.send_header("Content-Type", "text/plain; version=0.0.4")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()


def compiled(folder: Path) -> tuple[str, Objective]:
    """The rules of the fast group, evaluated every second and not kept firing, and their objective."""
    result = pipeline.compile_specs(str(write_specs(folder / "specs", SLO, project=SPECS, scrape_interval="1s")))
    assert result.program is not None, result.diagnostics
    files = {one.path.rpartition("/")[2]: one.text for one in pipeline.artifacts(result.program, ["prometheus"])}
    rules = files["fast.yaml"].replace("interval: 1m\n", "interval: 1s\n")
    kept = [line for line in rules.splitlines() if "keep_firing_for" not in line]
    return "\n".join(kept), next(iter(result.program.objectives()))


@dataclass(frozen=True)
class Told:
    """Seconds after the service began: the first sample, and the first and the last evaluation at which the alert fired."""

    scraped: float
    first: float
    last: float


def simulated(objective: Objective, convention: Convention, live: Told) -> LegFiring:
    """The same service, scraped and evaluated every second at the phases that the server took."""
    end, second = Duration.seconds(BEGINS + LASTS + AFTER), Duration.seconds(SCRAPE)
    scraped, evaluated = (Duration(round(1000 * (at % 1))) for at in (live.scraped, live.first))
    grid = Grid(end, second, second, second, scrape_phase=scraped, fast_phase=evaluated)
    since = grid.scrapes() / 1000
    bad = PER_SECOND * SHARE * np.clip(since - BEGINS, 0, LASTS)
    missing = since < live.scraped - SCRAPE / 2
    good, bad = (np.where(missing, np.nan, np.diff(one, prepend=0)) for one in (PER_SECOND * since - bad, bad))
    return replay(objective, {EVERYTHING: Counts(good, bad)}, grid, convention).legs[0]


def told(server: Server, began: float) -> Told:
    def times(selector: str) -> list[float]:
        [series] = server.query(f"{selector}[5m]", int(time.time()) + 1)
        return [float(at) - began for at, _ in series["values"]]

    fires = times('ALERTS{alertstate="firing"}')
    return Told(times('requests_total{code="200"}')[0], fires[0], fires[-1])


def test_both_servers_fire_and_stop_when_the_simulator_says(tmp_path: Path) -> None:
    rules, objective = compiled(tmp_path)
    service = Service(time.time())
    servers: list[tuple[Program, Server]] = []
    with ExitStack() as stack:
        port = stack.enter_context(exported(service))
        for prometheus in prometheuses():
            assert not isinstance(prometheus, Missing), f"install it with: {prometheus.install}"
            folder = tmp_path / str(prometheus)
            folder.mkdir()
            (folder / "prometheus.yml").write_text(CONFIG.replace("PORT", str(port)), encoding="utf-8")
            (folder / "rules.yaml").write_text(rules, encoding="utf-8")
            servers.append((prometheus, stack.enter_context(running(prometheus, folder))))
        time.sleep(service.began + BEGINS + LASTS + AFTER - time.time())
        found = [(prometheus, told(server, service.began)) for prometheus, server in servers]
    for prometheus, live in found:
        convention = Convention.CLOSED if prometheus.version.startswith("2.") else Convention.LEFT_OPEN
        leg = simulated(objective, convention, live)
        first, *_, last = (leg.at[leg.holds] / 1000).tolist()
        print(f"{prometheus}: begins {live.first - first:+.2f} s, ends {live.last - last:+.2f} s")
        assert abs(live.first - first) <= SCRAPE + EVALUATION, prometheus
        assert abs(live.last - last) <= SCRAPE + EVALUATION, prometheus
