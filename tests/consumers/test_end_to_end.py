"""From Prometheus to the receiver: an outage of the example pages the right team within the predicted time, once, and is over.

Both servers are real and so are the rules and routes; the windows of one leg are shorter, and rules are evaluated more often.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from sre_compiler import burnrate, pipeline
from sre_compiler.program.objectives import Objective
from sre_compiler.program.program import Program as Specs
from tests.alertmanager_case import Alertmanager, Message, Sink, free_port, into_sink, wait_for
from tests.programs import ROOT, Program

POLICY = """\
apiVersion: sre-compile.dev/v1alpha1
kind: BurnRatePolicy
metadata: {{name: {name}}}
spec:
  legs: [{{factor: 14.4, long: 30s, short: 5s, severity: {severity}}}]
  no_data: {{after: 10m, severity: sev3}}
"""
BAD = Fraction(1, 20)
"""The share of requests that fail in the outage."""
GROUP_WAIT = 10
"""Seconds that sev1 waits for more alerts."""
LAG = 3
"""Seconds until a sample is scraped, recorded, and looked at: each once a second."""
SLACK = 30
"""Seconds that a busy machine may take on top."""
EXPORTED = """\
http_requests_total{{code="200"}} {good}
http_requests_total{{code="500"}} {bad}
"""


class Shop:
    """A service that counts its requests, 1,000 a second."""

    def __init__(self) -> None:
        self.counted = {"good": 0.0, "bad": 0.0}
        self.share = Fraction(0)
        self.since = time.monotonic()

    def fail(self, share: Fraction) -> None:
        self._count()
        self.share = share

    def metrics(self) -> str:
        self._count()
        return EXPORTED.format(**{name: int(value) for name, value in self.counted.items()})

    def _count(self) -> None:
        now = time.monotonic()
        requests = (now - self.since) * 1000
        self.counted["bad"] += requests * float(self.share)
        self.counted["good"] += requests * float(1 - self.share)
        self.since = now


@contextmanager
def exporter(shop: Shop) -> Iterator[int]:
    """Serves the metrics; gives the port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/plain; version=0.0.4")
            self.end_headers()
            self.wfile.write(shop.metrics().encode())

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


@contextmanager
def running(program: Program, folder: Path, config: str) -> Iterator[None]:
    """A Prometheus with this configuration."""
    (folder / "prometheus.yaml").write_text(config, encoding="utf-8")
    with (folder / "prometheus.log").open("wb") as log:
        command = [
            program.path,
            f"--config.file={folder / 'prometheus.yaml'}",
            f"--storage.tsdb.path={folder / 'tsdb'}",
            f"--web.listen-address=127.0.0.1:{free_port()}",
        ]
        process = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            yield
        finally:
            process.kill()
            process.wait()


def compiled(folder: Path) -> Specs:
    """The example with one short leg, and a server that scrapes once a second."""
    shutil.copytree(ROOT / "specs", folder / "specs")
    policies = [POLICY.format(name="standard", severity="sev1"), POLICY.format(name="relaxed", severity="sev3")]
    (folder / "specs/burn-rates.yaml").write_text("---\n".join(policies), encoding="utf-8")
    for file in ("project.yaml", "services/checkout.yaml", "services/stock.yaml", "services/storefront.yaml"):
        path = folder / "specs" / file
        text = path.read_text(encoding="utf-8").replace("scrape_interval: 30s", "scrape_interval: 1s")
        path.write_text(re.sub(r"legs: \[[^]]*\](, )?", "", text).replace("alerting: {}", ""), encoding="utf-8")
    result = pipeline.compile_specs(str(folder / "specs"))
    assert result.program is not None, result.diagnostics
    return result.program


def prometheus_config(folder: Path, port: int, alertmanager: str) -> str:
    return f"""\
global: {{scrape_interval: 1s, evaluation_interval: 1s, external_labels: {{env: prod, cluster: eu1}}}}
rule_files: ["{folder}/rules/checkout/*.yaml"]
alerting: {{alertmanagers: [{{static_configs: [{{targets: ["{alertmanager.removeprefix("http://")}"]}}]}}]}}
scrape_configs: [{{job_name: checkout, static_configs: [{{targets: ["127.0.0.1:{port}"]}}]}}]
"""


def write(specs: Specs, folder: Path, url: str) -> None:
    """What is generated, with every interval of rules a second, and the sink in the place of all systems."""
    for artifact in pipeline.artifacts(specs, ["prometheus", "alertmanager"]):
        text, path = artifact.text, folder / artifact.path.removeprefix("prometheus/eu1/")
        if artifact.path.startswith("prometheus/eu1/"):
            text = re.sub(r"(?m)^    interval: \w+$", "    interval: 1s", text)
        if artifact.path == "alertmanager/alertmanager.yaml":
            text = into_sink(text, url, {"group_interval": "2s"})
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def availability(specs: Specs) -> Objective:
    [checkout] = [one for one in specs.services if one.name == "checkout"]
    [found] = [one for one in checkout.deployments["prod"].objectives if one.name == "availability"]
    return found


def test_an_outage_pages_once_in_time_and_is_over(tmp_path: Path, prometheus: Program, alertmanager: Program) -> None:
    specs = compiled(tmp_path)
    burning = availability(specs).alerting_legs[0].leg
    shop = Shop()
    with Sink() as sink, exporter(shop) as port:
        write(specs, tmp_path, sink.url)
        with (
            Alertmanager(alertmanager, tmp_path, tmp_path / "alertmanager/alertmanager.yaml") as server,
            running(prometheus, tmp_path, prometheus_config(tmp_path, port, server.url)),
        ):
            time.sleep(int(burning.long.in_seconds) + LAG)
            assert sink.messages == []
            begun = sink.now()
            shop.fail(BAD)
            wait_for(lambda: bool(sink.messages), "nobody was paged")
            shop.fail(Fraction(0))
            over = sink.now()
            wait_for(lambda: bool(resolved(sink)), "nobody was told of the end", patience=150)
    [page], [end] = [one for one in sink.messages if one.alerts("firing")], resolved(sink)
    expected = burnrate.time_to_detect(burning, availability(specs).objective, BAD)
    assert expected is not None
    assert GROUP_WAIT <= page.at - begun <= expected + LAG + GROUP_WAIT + SLACK
    assert page.receiver == end.receiver == "shop/sev1"
    [labels] = page.alerts("firing")
    told = {name: labels[name] for name in ("alertname", "team", "service", "severity", "slo_id", "env", "cluster")}
    assert told == {
        "alertname": "CheckoutAvailabilityBudgetBurn",
        "team": "shop",
        "service": "checkout",
        "severity": "sev1",
        "slo_id": "checkout/availability",
        "env": "prod",
        "cluster": "eu1",
    }
    kept = burnrate.keep_firing_for(burning).in_seconds
    assert kept <= end.at - over <= kept + burning.short.in_seconds + LAG + SLACK


def resolved(sink: Sink) -> list[Message]:
    return [one for one in sink.messages if one.alerts("resolved")]
