"""A run that remembers the last one finds exactly what a run finds that does not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from sre_compiler import pipeline
from sre_compiler.cli.stored_memory import memory_in, memory_out
from sre_compiler.memory import NOTHING, Memory
from tests.compiled import PROJECT

SLI = """\
apiVersion: sre-compile.dev/v1alpha1
kind: SLI
metadata: {name: http}
spec:
  params: {job: $service}
  ratio: {errors: 'errors_total{job="$job"}', total: 'events_total{job="$job"}'}
"""
SERVICE = """\
apiVersion: sre-compile.dev/v1alpha1
kind: Service
metadata: {name: %s}
spec:
  team: shop
  tier: 2
  slos: [{name: answers, objective: 99.9%%, window: 30d, sli: http}]
  alerts:
    - {name: %sQueue, expr: 'sum by (queue) (queue_depth) > 100', severity: ticket, summary: 'Queue {{ $labels.queue }}.'}
"""
INCIDENT = """\
apiVersion: sre-compile.dev/v1alpha1
kind: Incident
metadata: {name: 2026-03-14-%s}
spec:
  severity: ticket
  environment: prod
  services: [%s]
  slos: [{slo: %s/answers, budget_spent: 1%%}]
  times: {impact_start: "2026-03-14T09:12Z", detected: "2026-03-14T09:20Z", mitigated: "2026-03-14T09:58Z"}
  roles: {commander: [ana]}
  actions: [{action: Watch it, kind: detect, owner: bo, due: "2026-04-01"}]
"""
EDITS: tuple[tuple[str, str], ...] = (
    ("objective: 99.9%", "objective: 90%"),  # a leg that can never fire
    ("team: shop", "team: shpo"),  # an unknown name
    ("window: 30d", "window: 30x"),  # a wrong value
    ("tier: 2", "tire: 2"),  # an unknown key
    ("{{ $labels.queue }}", "{{ $labels.pod }}"),  # a check
    ("spec:", "spec: ["),  # no YAML
    ("name: web", "name: api"),  # two services of one name, and one that is gone
    ("tier: 2", "tier: 2\n  depends_on: [api]"),  # another service
    ("expr: 'sum", "expr: 'smu"),  # no PromQL
    ("apiQueue", "webQueue"),  # two alerts of one name
    ("answers", "unanswered"),
    ("kind: Service", "kind: Servcie"),
    ("ratio:", "ratoi:"),
    ("errors_total", "events_total"),
    ("name: ticket", "name: tikcet"),
    ("factor: 14.4", "factor: 2000"),
    ("kind: Team", "kind: Taem"),
    ("calendar_horizon:", "lint: {options: {short-window-too-short: {scrapes: 12}}}\n  calendar_horizon:"),  # an option
    ("scrapes: 12", "scrapes: 11"),
    ("scrapes: 12", "scrape: 12"),
    ("budget_spent: 1%", "budget_spent: 50%"),  # worse than it is called
    ("owner: bo, ", ""),
    ("commander: [ana]", "commander: [eva]"),
    ("2026-03-14-web", "2026-03-14-api"),  # two incidents of one name
    ("severity: ticket\n  environment", "severity: none-such\n  environment"),
    ("kind: Incident", "kind: Incidnet"),
    ("environments: {prod: {}}", "environments: {prod: {severities: {page: ticket}}}"),
)


def write(folder: Path) -> None:
    (folder / "project.yaml").write_text(PROJECT % "30s", encoding="utf-8")
    (folder / "sli.yaml").write_text(SLI, encoding="utf-8")
    for name in ("api", "web", "mail"):
        (folder / f"{name}.yaml").write_text(SERVICE % (name, name), encoding="utf-8")
    for name in ("api", "web"):
        (folder / f"incident-{name}.yaml").write_text(INCIDENT % (name, name, name), encoding="utf-8")


def edit(folder: Path, random: Random) -> None:
    """One change, made or taken back; or a file that comes or goes."""
    file = random.choice(sorted(folder.iterdir()))
    if random.random() < 0.1 and file.stem in {"api", "web", "mail", "incident-api"}:
        file.unlink()
    elif random.random() < 0.1:
        (folder / f"copy-of-{file.name[-12:]}").write_bytes(file.read_bytes())
    else:
        old, new = random.choice(EDITS)
        text = file.read_text(encoding="utf-8")
        changed = text.replace(new, old) if new in text else text.replace(old, new, 1)
        file.write_text(changed, encoding="utf-8")


@pytest.mark.parametrize("seed", range(8))
def test_whatever_is_edited(seed: int, tmp_path: Path) -> None:
    random = Random(seed)
    write(tmp_path)
    text = memory_out(pipeline.compile_specs(str(tmp_path)).memory, b"", NOTHING)
    for _ in range(20):
        edit(tmp_path, random)
        known = memory_in(text)
        whole, quick = pipeline.compile_specs(str(tmp_path)), pipeline.compile_specs(str(tmp_path), known)
        assert set(quick.diagnostics) == set(whole.diagnostics)
        assert len(quick.diagnostics) == len(whole.diagnostics)
        text = memory_out(quick.memory, text, known)
        assert text == memory_out(quick.memory, b"", NOTHING)
        assert memory_in(text) == quick.memory


def read_count(folder: Path, memory: Memory, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files whose documents are read."""
    parsed: list[str] = []
    parse: Callable[..., object] = pipeline.documents.parse

    def noted(source: bytes, file: str) -> object:
        parsed.append(Path(file).name)
        return parse(source, file)

    monkeypatch.setattr(pipeline.documents, "parse", noted)
    pipeline.compile_specs(str(folder), memory)
    monkeypatch.undo()
    return sorted(parsed)


def test_files_of_services_are_read_again_where_they_or_their_setting_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path)
    memory = pipeline.compile_specs(str(tmp_path)).memory
    setting = ["project.yaml", "sli.yaml"]
    everything = sorted(["api.yaml", "incident-api.yaml", "incident-web.yaml", "mail.yaml", *setting, "web.yaml"])
    assert read_count(tmp_path, NOTHING, monkeypatch) == everything
    assert read_count(tmp_path, memory, monkeypatch) == setting
    (tmp_path / "web.yaml").write_text(SERVICE % ("web", "Web"), encoding="utf-8")
    assert read_count(tmp_path, memory, monkeypatch) == [*setting, "web.yaml"]
    (tmp_path / "web.yaml").write_text(SERVICE % ("site", "Web"), encoding="utf-8")
    assert read_count(tmp_path, memory, monkeypatch) == everything
    write(tmp_path)
    (tmp_path / "sli.yaml").write_text(f"{SLI}# a comment\n", encoding="utf-8")
    assert read_count(tmp_path, memory, monkeypatch) == everything


def test_an_incident_that_changes_or_cannot_be_read_is_read_again_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path)
    memory = pipeline.compile_specs(str(tmp_path)).memory
    incident = INCIDENT % ("web", "web", "web")
    for text in (
        incident.replace("ana", "bo"),
        incident.replace("severity: ticket", "severity: [ticket"),
        f"{incident}---\n{incident}",
    ):
        (tmp_path / "incident-web.yaml").write_text(text, encoding="utf-8")
        if "[ticket" not in text:  # of what is no YAML nobody knows the kind
            assert read_count(tmp_path, memory, monkeypatch) == ["incident-web.yaml", "project.yaml", "sli.yaml"]
    (tmp_path / "incident-web.yaml").write_text(incident.replace("times:", "tmies:"), encoding="utf-8")
    assert read_count(tmp_path, memory, monkeypatch) == ["incident-web.yaml", "project.yaml", "sli.yaml"]


def test_an_option_that_changes_makes_the_checks_run_again(tmp_path: Path) -> None:
    write(tmp_path)
    memory, found = NOTHING, []
    for scrapes in ("4", "12", "10", "12"):
        lint = f"lint: {{options: {{short-window-too-short: {{scrapes: {scrapes}}}}}}}\n  calendar_horizon:"
        text = (PROJECT % "30s").replace("calendar_horizon:", lint)
        (tmp_path / "project.yaml").write_text(text, encoding="utf-8")
        compiled = pipeline.compile_specs(str(tmp_path), memory)
        memory = compiled.memory
        found.append(sum(one.name == "short-window-too-short" for one in compiled.diagnostics))
    assert found == [0, 1, 0, 1]
