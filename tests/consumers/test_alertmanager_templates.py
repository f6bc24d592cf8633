"""The texts of messages as Alertmanager renders them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sre_compiler.backends.alertmanager import templates
from tests.consumers.test_alertmanager_config import write
from tests.programs import Program

LABELS = {"alertname": "CheckoutBurn", "severity": "sev1", "service": "checkout", "env": "prod", "cluster": "eu1"}
ANNOTATIONS = {
    "summary": "Checkout <availability> burns & burns",
    "description": "Budget left: 40%.",
    "runbook_url": "https://runbooks.example/checkout",
    "dashboard_url": "https://grafana.example/d/slo",
}


def alert(number: int = 0, status: str = "firing", **annotations: str) -> dict[str, Any]:
    more = {"number": str(number)}
    return {"status": status, "labels": LABELS | more, "annotations": ANNOTATIONS | annotations}


def rendered(folder: Path, amtool: Program, text: str, *alerts: dict[str, Any], kind: str = "text") -> str:
    common = {"commonLabels": LABELS, "groupLabels": LABELS, "commonAnnotations": ANNOTATIONS}
    data = {"receiver": "shop/sev1", "status": alerts[0]["status"], "alerts": alerts, **common}
    (folder / "data.json").write_text(json.dumps(data), encoding="utf-8")
    write(folder)
    arguments = [f"--template.glob={folder / templates.FILE}", f"--template.text={text}", f"--template.type={kind}"]
    result = amtool.run("template", "render", *arguments, f"--template.data={folder / 'data.json'}")
    assert result.returncode == 0, result.stderr
    return result.stdout.strip()


def test_the_title_says_how_bad_what_and_where(tmp_path: Path, amtool: Program) -> None:
    title = rendered(tmp_path, amtool, templates.TITLE, alert(), alert(1))
    assert title == "[FIRING:2] sev1 CheckoutBurn of checkout, prod, eu1"
    over = rendered(tmp_path, amtool, templates.TITLE, alert(status="resolved"))
    assert over == "[RESOLVED] sev1 CheckoutBurn of checkout, prod, eu1"


def test_the_text_says_what_it_costs_and_where_to_look(tmp_path: Path, amtool: Program) -> None:
    text = rendered(tmp_path, amtool, templates.TEXT, alert(), alert(1, "resolved", summary="Old"))
    assert text.splitlines() == [
        "Checkout <availability> burns & burns",
        "Budget left: 40%.",
        "Runbook: https://runbooks.example/checkout",
        "Dashboard: https://grafana.example/d/slo",
        "",
        "Over: Old",
    ]


def test_slack_sees_no_markup_of_others(tmp_path: Path, amtool: Program) -> None:
    """`<!channel>` in a label would wake everybody."""
    text = rendered(tmp_path, amtool, templates.SLACK, alert(description="<!channel>", runbook_url="javascript:x|y"))
    assert text.splitlines() == [
        "*Checkout &lt;availability&gt; burns &amp; burns*",
        "&lt;!channel&gt;",
        "<https://grafana.example/d/slo|Dashboard>",
    ]


def test_mail_is_escaped(tmp_path: Path, amtool: Program) -> None:
    text = rendered(tmp_path, amtool, templates.HTML, alert(runbook_url="javascript:alert(1)"), kind="html")
    assert "<h3>Checkout &lt;availability&gt; burns &amp; burns</h3>" in text
    assert "javascript:" not in text
    assert '<a href="https://grafana.example/d/slo">Dashboard</a>' in text


@pytest.mark.parametrize("text", [templates.TEXT, templates.SLACK, templates.HTML])
def test_a_flood_is_cut(tmp_path: Path, amtool: Program, text: str) -> None:
    shown = rendered(tmp_path, amtool, text, *(alert(number, summary=f"No {number}.") for number in range(25)))
    assert "No 9." in shown
    assert "No 10." not in shown
    assert "These are the first 10 of 25 alerts." in shown
