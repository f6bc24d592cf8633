"""The file of a new incident: what is filled in, and what it never does."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml

from sre_compiler import pipeline
from sre_compiler.cli.main import run
from tests.programs import ROOT


@pytest.fixture
def specs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(ROOT / "specs", tmp_path / "specs", ignore=shutil.ignore_patterns("incidents"))
    monkeypatch.chdir(tmp_path)
    return tmp_path / "specs"


def new(*arguments: str) -> int:
    return run(["incident", "new", *arguments])


def written(specs: Path) -> dict[str, dict[str, object]]:
    files = sorted((specs / "incidents").iterdir())
    return {one.stem: yaml.safe_load(one.read_text(encoding="utf-8"))["spec"] for one in files}


def test_it_needs_no_more_than_an_slo(specs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert new("--slo", "checkout/availability", "--at", "2026-09-14T08:16Z") == 0
    said = capsys.readouterr()
    assert said.out == "specs/incidents/2026-09-14-checkout.yaml\n"
    assert "ada is on call by shop/primary" in said.err
    [(_, spec)] = written(specs).items()
    assert (spec["severity"], spec["environment"], spec["services"]) == ("sev1", "prod", ["checkout"])
    assert spec["roles"] == {"responder": ["ada"], "commander": [], "deputy": [], "scribe": [], "customer_liaison": []}
    assert spec["links"]["runbook"].endswith("/checkout/CheckoutAvailabilityBudgetBurn")


def test_what_people_still_have_to_say_is_all_that_is_found(specs: Path) -> None:
    for arguments in (
        ["--slo", "checkout/availability", "--slo", "stock/availability"],
        ["--service", "newsletter", "--severity", "sev3"],
        ["--alert", "StorefrontCacheCold"],
        ["--slo", "storefront/reachable", "--environment", "staging"],
    ):
        assert new(*arguments, "--at", "2026-09-14T08:16Z") == 0
    compiled = pipeline.compile_specs(str(specs))
    found = {one.name for one in compiled.diagnostics if not one.after}
    assert found <= {"incident-role-not-filled", "severity-without-criterion"}
    assert compiled.program is not None


def test_what_the_scale_does_not_say_is_usual_and_marked(specs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = specs / "severities.yaml"
    text = path.read_text(encoding="utf-8").replace("      incident: {roles: [commander, scribe]}\n", "")
    path.write_text(text.replace("      review_within: 7d\n", ""), encoding="utf-8")
    for severity, usual in (("sev1", False), ("sev2", True)):
        assert new("--service", "newsletter", "--severity", severity, "--at", "2026-09-14T08:16Z") == 0
        said = capsys.readouterr()
        draft = Path(said.out.strip()).read_text(encoding="utf-8")
        roles = "    # sev2 asks for no roles; these are usual\n    commander: []\n    scribe: []\n"
        assert (roles in draft) is usual
        assert ("# to be held within 7d of the end, as is usual" in draft) is usual
        assert ("usual roles are commander, scribe" in said.err) is usual
        assert ("the review is usually held within 7d of the end" in said.err) is usual


@pytest.mark.parametrize(
    ("slo", "at", "who", "rota"),
    [
        ("checkout/availability", "2026-10-24T06:59Z", "ida", "shop/primary"),
        ("checkout/availability", "2026-10-24T07:00Z", "chi", "shop/primary"),  # an override
        ("checkout/availability", "2024-10-24T07:00Z", "", ""),  # before the first turn
        ("stock/availability", "2026-06-02T03:52Z", "fay", "platform/primary"),  # supply is covered by platform
    ],
)
def test_who_was_on_call_then(slo: str, at: str, who: str, rota: str, specs: Path) -> None:
    assert new("--slo", slo, "--at", at) == 0
    [path] = (specs / "incidents").iterdir()
    [(_, spec)] = written(specs).items()
    assert spec["roles"].get("responder", []) == ([who] if who else [])  # type: ignore[attr-defined]
    assert (f"by {rota};" in path.read_text(encoding="utf-8")) == bool(rota)


def test_the_first_of_the_teams_that_cover_a_service_is_asked(specs: Path) -> None:
    path = specs / "teams" / "supply.yaml"
    cover = "covered_by: [{team: platform, severities: [sev1, sev2]}"
    text = path.read_text(encoding="utf-8").replace(cover, f"{cover}, {{team: shop, severities: [sev1]}}")
    assert "team: shop" in text
    path.write_text(text, encoding="utf-8")
    assert new("--slo", "stock/availability", "--severity", "sev1", "--at", "2026-06-02T03:52Z") == 0
    [(_, spec)] = written(specs).items()
    assert spec["roles"]["responder"] == ["fay"]  # type: ignore[index]


def test_nothing_is_ever_overwritten(specs: Path) -> None:
    for _ in range(3):
        assert new("--slo", "checkout/availability", "--at", "2026-09-14T08:16Z") == 0
        path = specs / "incidents" / "2026-09-14-checkout.yaml"
        path.write_text("# mine\n", encoding="utf-8")
    names = {one.name for one in (specs / "incidents").iterdir()}
    assert names == {f"2026-09-14-checkout{suffix}.yaml" for suffix in ("", "-2", "-3")}
    assert path.read_text(encoding="utf-8") == "# mine\n"


def test_specs_that_do_not_compile_are_no_reason_to_write_nothing(
    specs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (specs / "people.yaml").write_text("kind: [", encoding="utf-8")
    assert new("--slo", "checkout/availability", "--at", "2026-09-14T08:16Z") == 2
    assert "--severity" in capsys.readouterr().err
    assert new("--slo", "checkout/availability", "--severity", "sev1", "--at", "2026-09-14T08:16Z") == 0
    assert "1 error" in capsys.readouterr().err
    [(name, spec)] = written(specs).items()
    assert (name, spec["severity"], spec["slos"]) == ("2026-09-14-checkout", "sev1", ["checkout/availability"])
