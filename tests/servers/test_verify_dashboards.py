"""`sre-compile verify dashboards` with a small board, against servers that answer in every way."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from sre_compiler.cli.main import run
from tests.servers.answering import Answer, Fields, Reply, answering, matrix, refusal, success, vector

SPECS = """\
apiVersion: sre-compile.dev/v1alpha1
kind: Service
metadata: {name: web}
spec:
  slos:
    - name: availability
    - name: latency
"""
PLACE = "specs/web.yaml"


def panel(title: str, *expressions: str, instant: bool = False) -> dict[str, Any]:
    targets = [{"expr": one, "refId": "ABC"[number], "instant": instant} for number, one in enumerate(expressions)]
    return {"type": "timeseries", "title": title, "gridPos": {"w": 12}, "targets": targets}


def variable(name: str, query: str, **more: object) -> dict[str, Any]:
    return {"type": "query", "name": name, "query": query, **more}


def board(*panels: Mapping[str, Any], variables: tuple[Mapping[str, Any], ...] = ()) -> dict[str, Any]:
    source = {"type": "datasource", "name": "datasource", "query": "prometheus"}
    return {
        "title": "Web",
        "time": {"from": "now-6h", "to": "now"},
        "templating": {"list": [source, *variables]},
        "panels": [{"type": "row", "title": "All"}, *panels],
    }


@pytest.fixture
def verify(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """Builds a tree with one board by hand, asks a server about it; returns exit code, stdout and stderr."""
    monkeypatch.chdir(tmp_path)
    path = "grafana/dashboards/web.json"
    for file, text in {
        PLACE: SPECS,
        "generated/manifest/web.json": json.dumps({"format": 1, "artifacts": {path: {"source": f"{PLACE}#web"}}}),
    }.items():
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text(text, encoding="utf-8")

    def ask(made: Mapping[str, Any] | str, answer: Answer | str, *options: str) -> tuple[int, str, str]:
        file = tmp_path / "generated" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(made if isinstance(made, str) else json.dumps(made), encoding="utf-8")
        command = ["verify", "dashboards", "generated", "--retries", "0", "--at", "86400", *options, "--prometheus"]
        if isinstance(answer, str):
            code = run([*command, answer])
        else:
            with answering(answer) as url:
                code = run([*command, url])
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return ask


LATENCY = 'slo:sli_total:rate5m{slo_id="web/latency"}'


def test_panels_with_data(verify: Any) -> None:
    code, out, err = verify(
        board(panel("Lines", "a", "b"), panel("Number", "c", instant=True)),
        lambda path, _: matrix("1") if path.endswith("query_range") else vector("1"),
    )
    assert (code, err) == (0, "")
    assert out == "1 board, 2 panels, 3 queries: 2 with data, 0 without, 0 in error\n"


def test_what_is_asked(verify: Any) -> None:
    seen: list[tuple[str, Fields]] = []

    def answer(path: str, fields: Fields) -> Reply:
        seen.append((path, fields))
        return matrix("1")

    verify(board(panel("Lines", "rate(a[$__rate_interval]) * $__range_s")), answer)
    path, fields = seen[0]
    assert path == "/api/v1/query_range"
    assert fields["query"] == "rate(a[120s]) * 21600"
    assert (fields["start"], fields["end"], fields["step"]) == ("64800.000", "86400.000", "30")
    verify(board({**panel("Month", "b"), "timeFrom": "30d"}), answer, "--at", "9000000")
    assert seen[-1][1]["step"] == "3240", "no more points than the panel has pixels"


def test_a_series_that_does_not_exist(verify: Any) -> None:
    def answer(path: str, fields: Fields) -> Reply:
        return matrix("1") if "query_range" in path and "latency" not in fields["query"] else vector()

    code, out, err = verify(board(panel("Good", "a"), panel("Speed", LATENCY), panel("Burn", f"{LATENCY} * 2")), answer)
    assert code == 1
    assert out == "1 board, 3 panels, 3 queries: 1 with data, 2 without, 0 in error\n"
    assert err.startswith("error: 2 panels of board “Web” show no data: Speed, Burn (panel-without-data)\n")
    assert f"--> {PLACE}:7:13" in err
    assert f"there is no series {LATENCY}" in err


def test_an_empty_answer_of_series_that_exist(verify: Any) -> None:
    def answer(path: str, fields: Fields) -> Reply:
        return vector("1") if "last_over_time" in fields["query"] else matrix()

    code, _, err = verify(board(panel("Ratio", f"{LATENCY} > 5")), answer)
    assert code == 0
    assert err.startswith("warning: panel “Ratio” of board “Web” shows no data (panel-without-data)\n")
    assert verify(board(panel("Ratio", f"{LATENCY} > 5")), answer, "--strict")[0] == 1


def test_numbers_that_cannot_be_drawn_are_no_data(verify: Any) -> None:
    _, out, _ = verify(board(panel("Ratio", "a")), lambda path, _: matrix("NaN") if "range" in path else vector())
    assert "0 with data, 1 without" in out


def test_findings_for_programs(verify: Any, tmp_path: Path) -> None:
    empty = board(panel("Speed", LATENCY))
    code, out, err = verify(empty, lambda path, _: vector(), "--format", "json", "--output", "sarif=found.sarif")
    assert code == 1
    [finding] = json.loads(out)["findings"]
    assert (finding["name"], finding["where"]["file"], finding["where"]["line"]) == ("panel-without-data", PLACE, 7)
    assert err == "1 board, 1 panel, 1 query: 0 with data, 1 without, 0 in error\n"
    assert "panel-without-data" in (tmp_path / "found.sarif").read_text(encoding="utf-8")


def test_no_alert_fired(verify: Any) -> None:
    code, _, err = verify(
        board(panel("Alerts", 'ALERTS{alertstate="firing"}')),
        lambda path, _: vector() if path.endswith("query") else matrix(),
    )
    assert code == 0
    assert err.startswith("info: panel “Alerts”")


def test_a_query_that_is_refused(verify: Any) -> None:
    def answer(path: str, fields: Fields) -> Reply:
        return refusal("found duplicate series\nfor the match group") if fields["query"] == "a" else matrix("1")

    code, out, err = verify(board(panel("Joined", "a", "b")), answer)
    assert code == 1
    assert "0 with data, 0 without, 1 in error" in out
    assert "panel “Joined” of board “Web” shows an error: found duplicate series for the match group" in err
    assert f"--> {PLACE}:3:18" in err


CHOICES = (
    variable("service", "label_values(slo_info, service)", current={"value": "web"}),
    variable("slo", 'label_values(slo_info{service="$service"}, slo)'),
    variable("team", "label_values(team)", multi=True, allValue=".+", current={"value": ["$__all"]}),
)


def chosen(asked: list[str]) -> Answer:
    known = {"service": ["api", "web"], "slo": ['a"b', "c"], "team": ["shop"]}

    def answer(path: str, fields: Fields) -> Reply:
        if "/label/" in path:
            asked.append(fields.get("match[]", ""))
            return success(known[path.split("/")[4]])
        asked.append(fields["query"])
        return matrix("1")

    return answer


def test_variables_hold_what_a_reader_sees_first(verify: Any) -> None:
    asked: list[str] = []
    made = board(panel("One", 'x{service="$service",slo="${slo:raw}",team=~"$team"}'), variables=CHOICES)
    assert verify(made, chosen(asked))[0] == 0
    assert asked == ["slo_info", 'slo_info{service="web"}', "", r'x{service="web",slo="a\"b",team=~".+"}']


def test_each_value_of_each_variable(verify: Any) -> None:
    asked: list[str] = []
    made = board(panel("One", 'x{service="$service",slo="$slo"}'), panel("Two", "y"), variables=CHOICES)
    _, out, _ = verify(made, chosen(asked), "--each")
    assert "5 panels" in out
    assert sorted(one for one in asked if one.startswith("x")) == [
        f'x{{service="{service}",slo="{slo}"}}' for service in ("api", "web") for slo in (r"a\"b", "c")
    ]


def test_a_variable_without_values(verify: Any) -> None:
    made = board(panel("One", "x"), panel("Two", "y"), variables=CHOICES)
    code, out, err = verify(made, lambda *_: success([]))
    assert code == 1
    assert "1 board, 0 panels" in out
    assert err.startswith("error: board “Web” shows nothing: its variable $service has no value on this server")
    assert err.count("error:") == 1


def test_values_that_are_refused(verify: Any) -> None:
    made = board(panel("One", "x"), variables=CHOICES)
    code, out, err = verify(made, lambda path, _: refusal("too many series") if "/label/" in path else matrix("1"))
    assert (code, out) == (2, "")
    assert err.endswith(" does not tell the values of service: too many series\n")


HTML = (200, "text/html", b"<!doctype html><title>Log in</title>")


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (lambda *_: HTML, "answers with status 200 and an HTML page; is the URL that of a Prometheus?"),
        (lambda *_: (200, "application/json", b"[]"), "status 200 and JSON that is not an object"),
        (lambda *_: success({"resultType": "vector"}), "answers with something else than series"),
        (lambda *_: (403, "application/json", b'{"message": "no org id"}'), "lets nobody in (status 403): no org id"),
        (lambda *_: (503, "text/plain", b"Service Unavailable"), "answers with status 503"),
    ],
)
def test_a_server_that_is_no_prometheus(verify: Any, answer: Answer, told: str) -> None:
    code, out, err = verify(board(panel("One", "x")), answer)
    assert (code, out) == (2, "")
    assert told in err
    assert err.count("\n") == 1


def test_no_server(verify: Any) -> None:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{one.getsockname()[1]}"
        code, _, err = verify(board(panel("One", "x")), url)
    assert code == 2
    assert err == f"sre-compile: {url} does not answer: Connection refused\n"


def test_a_server_that_is_too_slow(verify: Any) -> None:
    end = threading.Event()

    def answer(path: str, fields: Fields) -> Reply:
        end.wait(10)
        return matrix("1")

    code, _, err = verify(board(panel("One", "x")), answer, "--timeout", "0.2")
    end.set()
    assert code == 2
    assert "does not answer: " in err


def test_one_query_that_is_too_slow(verify: Any) -> None:
    end = threading.Event()

    def answer(path: str, fields: Fields) -> Reply:
        if fields["query"] == "heavy":
            end.wait(10)
        return vector("1") if path.endswith("query") else matrix("1")

    code, out, err = verify(board(panel("Heavy", "heavy"), panel("Light", "x")), answer, "--timeout", "0.5")
    end.set()
    assert code == 1
    assert "1 with data, 0 without, 1 in error" in out
    assert "panel “Heavy” of board “Web” shows an error" in err


def test_specs_that_are_not_there(verify: Any, tmp_path: Path) -> None:
    (tmp_path / PLACE).unlink()
    code, _, err = verify(board(panel("Speed", LATENCY)), lambda path, _: matrix() if "range" in path else vector())
    assert code == 1
    assert "panel “Speed” of board “Web” shows no data" in err


@pytest.mark.parametrize("text", ["", "{", "[]", '{"title": "Web"}', '{"title": 1, "time": {"from": 2}}'])
def test_a_file_that_is_no_board(verify: Any, text: str) -> None:
    code, _, err = verify(text, lambda *_: vector())
    assert code == 2
    assert err == "sre-compile: grafana/dashboards/web.json is no board that sre-compile wrote; build it again\n"


def test_no_boards(verify: Any, tmp_path: Path) -> None:
    (tmp_path / "generated" / "manifest" / "web.json").write_text('{"format": 1, "artifacts": {}}', encoding="utf-8")
    code, _, err = verify(board(), lambda *_: vector())
    assert code == 2
    assert err.startswith("sre-compile: there are no boards: give the project `grafana: {url: …}`")


def test_specs_that_are_wrong(verify: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["verify", "dashboards", "specs", "--prometheus", "http://127.0.0.1:1"]) == 1
    assert "error: " in capsys.readouterr().err


@pytest.mark.parametrize("at", ["yesterday", "2026-13-01", "nan", "-1e9"])
def test_a_time_that_is_none(verify: Any, at: str) -> None:
    code, _, err = verify(board(), lambda *_: vector(), "--at", at)
    assert code == 2
    assert f"--at '{at}' is not a time" in err
