"""What a server can do wrong, and how we talk to it: never a number, always a reason."""

from __future__ import annotations

import base64
import json
import re
import socketserver
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from sre_compiler import promql
from sre_compiler.backends.budgets.slos import slos_of
from sre_compiler.budget import client
from sre_compiler.budget.access import MisuseError, connection_of
from sre_compiler.budget.answers import Server
from sre_compiler.budget.command import parser_of
from sre_compiler.budget.evaluate import Asked, evaluate
from sre_compiler.budget.exact import matched
from tests.budget.cases import DAY, WHOLE, ask, ask_at, slo
from tests.budget.fake import END, World, serving
from tests.consumers.example import program

Reply = tuple[int, Mapping[str, str], bytes] | None


def honest() -> World:
    return World().fill(WHOLE, 8 * DAY, lambda _: 0.001)


def lying(lie: Callable[[str, dict[str, str], bytes], Reply]) -> World:
    world = honest()
    world.lie = lie
    return world


def replaced(change: Callable[[dict[str, Any]], object], within: str = "query_range") -> World:
    """Every answer of this kind, changed."""

    def lie(path: str, fields: dict[str, str], body: bytes) -> Reply:
        if not path.endswith(within) or "ALERTS" in fields.get("query", ""):
            return None
        document = json.loads(body)
        change(document)
        return 200, {}, json.dumps(document).encode()

    return lying(lie)


def first_values(document: dict[str, Any]) -> list[Any]:
    return document["data"]["result"][0]["values"]


def with_value(text: object) -> Callable[[dict[str, Any]], object]:
    return lambda document: first_values(document)[3].__setitem__(1, text)


HTML = (200, {"Content-Type": "text/html"}, b"<html>Sign in</html>")
WRONG = {
    "html": (lying(lambda *_: HTML), "status 200 and an HTML page"),
    "plain text": (lying(lambda *_: (404, {"Content-Type": "text/plain"}, b"404 page not found")), "status 404 and text/plain"),
    "not utf-8": (lying(lambda *_: (200, {}, b"\xff\xfe")), "that is not JSON"),
    "deep": (lying(lambda *_: (200, {}, b"[" * 100_000)), "that is not JSON"),
    "constant": (lying(lambda *_: (200, {}, b'{"status": NaN}')), "that is not JSON"),
    "list": (lying(lambda *_: (200, {}, b"[]")), "JSON that is not an object"),
    "error": (lying(lambda *_: (422, {}, b'{"status": "error", "error": "too\\u001b[31m many samples"}')), "(status 422): too [31m many samples"),
    "error as 200": (lying(lambda *_: (200, {}, b'{"status": "error"}')), "no reason given"),
    "forbidden": (lying(lambda *_: (403, {}, b'{"message": "no org id"}')), "(status 403): no org id"),
    "no data": (lying(lambda *_: (200, {}, b'{"status": "success"}')), "has no data"),
    "overloaded": (lying(lambda *_: (503, {"Content-Type": "text/html"}, b"busy")), "status 503 and an HTML page"),
    "cut off": (lying(lambda *_: (200, {"Content-Length": "100"}, b'{"status"')), "IncompleteRead"),
    "no length": (lying(lambda *_: (200, {"Content-Length": "\xb2"}, b"[]")), "JSON that is not an object"),
    "no place": (lying(lambda *_: (308, {"Location": "http://["}, b"")), "redirects to what is not a URL"),
    "other kind": (replaced(lambda one: one["data"].update(resultType="vector")), "not a matrix"),
    "no list": (replaced(lambda one: one["data"].update(result={})), "not a matrix"),
    "vector of matrix": (replaced(lambda one: one["data"].update(resultType="matrix"), "query"), "not a vector"),
    "warnings": (replaced(lambda one: one.update(warnings=["store x is down"])), "may be incomplete: store x is down"),
    "partial": (replaced(lambda one: one.update(isPartial=True)), "partial"),
    "labels": (replaced(lambda one: one["data"]["result"][0].update(metric={"a": 1})), "without proper labels"),
    "another": (replaced(lambda one: one["data"]["result"][0].update(metric={"slo_id": "a"})), "series that were not asked for"),
    "twice": (replaced(lambda one: one["data"].update(result=one["data"]["result"] * 2)), "the same series twice"),
    "unsorted": (replaced(lambda one: first_values(one).reverse()), "out of order"),
    "doubled": (replaced(lambda one: first_values(one).insert(0, first_values(one)[0])), "out of order"),
    "too many": (replaced(lambda one: first_values(one).append([END + 3600, "1"])), "not asked for"),
    "between": (replaced(lambda one: first_values(one)[0].__setitem__(0, END // 3600 * 3600 - 5 * DAY + 7)), "not asked for"),
    "histogram": (replaced(lambda one: one["data"]["result"][0].update(histograms=[])), "not one of numbers"),
    "no values": (replaced(lambda one: one["data"]["result"][0].pop("values")), "not one of numbers"),
    "number": (replaced(with_value(1.5)), "not a time and a text"),
    "three": (replaced(lambda one: first_values(one)[0].append("x")), "not a time and a text"),
    "time": (replaced(lambda one: first_values(one)[0].__setitem__(0, "x")), "without a proper time"),
    "infinite time": (replaced(lambda one: first_values(one)[0].__setitem__(0, 10**400)), "without a proper time"),
    "word": (replaced(with_value("many")), "'many', which is no number"),
    "nan": (replaced(with_value("NaN")), "the value NaN"),
    "infinite": (replaced(with_value("+Inf")), "the value +Inf"),
    "negative": (replaced(with_value("-3")), "-3, which nothing here can be"),
    "absurd": (replaced(with_value("1e16")), "1e16, which nothing here can be"),
    "too often": (replaced(with_value("3600000")), "more often than every 60 s|more bad events than events"),
    "empty": (replaced(lambda one: one["data"].update(result=[])), "there is no sample of slo:sli_total:rate5m within 7 d"),
    "elsewhen": (replaced(lambda one: one["data"]["result"][0]["value"].__setitem__(0, END - 60), "query"), "for another time"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_unknown_with_the_reason(case: str) -> None:
    world, reason = WRONG[case]
    result = ask(world)
    assert (result.gate.state, result.groups) == ("unknown", [])
    assert re.search(
        reason.replace("(", r"\(").replace(")", r"\)").replace("[", r"\[").replace("+", r"\+"), result.gate.reasons[0]
    )


def test_the_server_of_these_cases_is_right_when_it_does_not_lie() -> None:
    assert ask(honest()).gate.state == "open"


def test_no_sample_now_is_unknown() -> None:
    world = World().fill(WHOLE, 8 * DAY, lambda ago: None if ago < 1200 else 0.0)
    assert "nobody knows how it is now" in ask(world).gate.reasons[0]


def test_the_series_that_is_missing_is_named() -> None:
    world = honest()
    world.bad = {}
    assert "there is no sample of slo:sli_bad:rate5m within 7 d" in ask(world).gate.reasons[0]


def test_more_bad_than_all_is_unknown() -> None:
    assert "more bad events than events" in ask(World().fill(WHOLE, 8 * DAY, lambda _: 1.2)).gate.reasons[0]


def test_a_server_that_is_down_is_asked_as_often_as_wanted() -> None:
    with serving(honest()) as url:
        pass
    result = ask_at(url)
    assert result.gate.reasons == (f"{url} does not answer: Connection refused",)
    assert len(result.queries) == 1


@contextmanager
def talking(answer: bytes, *, stays: bool = False) -> Iterator[tuple[str, list[str]]]:
    """A server that says this to everybody, and hangs up unless it stays; and a list that has an entry for each of them."""
    seen: list[str] = []
    done = threading.Event()

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            seen.append("one")
            self.request.recv(65_536)
            self.request.sendall(answer)
            if stays:
                done.wait(30)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}", seen
        finally:
            done.set()
            server.shutdown()
            thread.join()


def test_a_server_that_does_not_answer_is_not_asked_about_the_next_slo() -> None:
    with talking(b"") as (url, seen):
        options = parser_of("budget").parse_args(["--prometheus-url", url, "--retries", "2"])
        server = Server(connection_of(options)._replace(pause=lambda _: None))
        results = [evaluate(server, slo(slo_id=name), Asked(float(END), {}, exact=False)) for name in ("a/b", "c/d")]
        assert server.version() == ""
    assert len(seen) == 3
    assert len({one.gate.reasons for one in results}) == 1
    assert [one.gate.state for one in results] == ["unknown", "unknown"]


@pytest.mark.parametrize(("said", "kept"), [("3.5.0", "3.5.0"), ("\x1b[31m3", ""), ("3" * 100, ""), (3, "")])
def test_what_a_server_says_of_itself_is_a_version_or_nothing(said: object, kept: str) -> None:
    answer = json.dumps({"status": "success", "data": {"version": said}}).encode()
    with serving(lying(lambda *_: (200, {}, answer))) as url:
        assert Server(connection_of(parser_of("budget").parse_args(["--prometheus-url", url]))).version() == kept


def test_a_server_that_takes_no_notice_of_a_matcher_is_not_believed() -> None:
    with serving(honest()) as url:
        server = Server(connection_of(parser_of("budget").parse_args(["--prometheus-url", url])))
        result = evaluate(server, slo(), Asked(float(END), {"cluster": "eu1"}, exact=False))
    assert result.gate.reasons == ("the server's answer has series that were not asked for",)


def test_series_of_several_places_say_how_to_choose_one() -> None:
    places = World()
    for place in ("eu1", "us1"):
        places.fill((("cluster", place), *WHOLE), 8 * DAY, lambda _: 0.001)
    told = [note for group in ask(places).groups for note in group.notes]
    assert told == ["its series also carry cluster, of which the specs know nothing; choose with --match cluster=…"] * 2


def test_a_server_that_recovers_is_asked_again() -> None:
    failures = [429, 500, 503]
    world = lying(lambda *_: (failures.pop(), {"Retry-After": "1"}, b"") if failures else None)
    assert ask(world, None, "--retries", "3").gate.state == "open"
    assert failures == []


@pytest.mark.parametrize(
    ("attempt", "asked", "seconds"), [(0, "", 0.5), (2, "", 2), (0, "7", 7), (0, "99999", 30), (0, "²", 0.5)]
)
def test_how_long_it_waits(attempt: int, asked: str, seconds: float) -> None:
    assert client._pause_before_next(attempt, asked) == seconds


def test_a_slow_server_is_given_up() -> None:
    done = threading.Event()
    world = lying(lambda *_: done.wait(30) and None)
    result = ask(world, None, "--timeout", "0.2", "--retries", "0")
    done.set()
    assert result.gate.reasons[0].endswith("does not answer: no complete answer within 0.2 s")


def test_an_endless_answer_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "MOST_BYTES", 1000)
    with talking(b"HTTP/1.1 200 OK\r\n\r\n" + b" " * 2000, stays=True) as (url, _):
        assert "is larger than" in ask_at(url).gate.reasons[0]


def test_redirects_stay_on_the_server() -> None:
    other = lying(lambda *_: (307, {"Location": "http://elsewhere.example/"}, b""))
    assert "redirects to another one, http://elsewhere.example" in ask(other).gate.reasons[0]
    form = lying(lambda *_: (302, {"Location": "/login"}, b""))
    assert "redirects to /login (status 302)" in ask(form).gate.reasons[0]
    port = lying(lambda *_: (307, {"Location": "http://127.0.0.1:1/"}, b""))
    assert "redirects to another one, http://127.0.0.1:1;" in ask(port).gate.reasons[0]
    moved = honest()
    moved.lie = lambda path, *_: None if path.startswith("/prom/") else (308, {"Location": f"/prom{path}"}, b"")
    assert ask(moved, None, "--header", "X-Scope-OrgID: shop").gate.state == "open"
    followed = [headers for path, _, headers in moved.requests if path.startswith("/prom/")]
    assert followed
    assert all({name.lower(): text for name, text in one.items()}["x-scope-orgid"] == "shop" for one in followed)


def test_it_says_who_asks(tmp_path: Path) -> None:
    token, password = tmp_path / "token", tmp_path / "password"
    token.write_text("s3cret\n", encoding="utf-8")
    password.write_text("pass:word", encoding="utf-8")
    world = honest()
    with serving(world) as url:
        ask_at(f"{url}/prometheus/", None, "--bearer-token-file", str(token), "--header", "X-Scope-OrgID: shop")
    path, _, headers = world.requests[0]
    assert path == "/prometheus/api/v1/query_range"
    assert (headers["Authorization"], {one.lower(): value for one, value in headers.items()}["x-scope-orgid"]) == (
        "Bearer s3cret",
        "shop",
    )
    world = honest()
    ask(world, None, "--user", "ci", "--password-file", str(password))
    assert world.requests[0][2]["Authorization"] == "Basic " + base64.b64encode(b"ci:pass:word").decode()


@pytest.mark.parametrize(
    "options",
    [
        ("--user", "ci"),
        ("--user", "ci", "--password-file", "/nowhere"),
        ("--bearer-token-file", "/dev/null"),
        ("--header", "no colon"),
        ("--header", "X: a\nY: b"),
        ("--header", "X: €"),
        ("--header", "X Y: a"),
        ("--header", "Ü: a"),
        ("--cert", "x.pem"),
        ("--timeout", "0"),
        ("--retries", "11"),
        ("--prometheus-url", "prometheus:9090"),
        ("--prometheus-url", "file:///etc/passwd"),
        ("--prometheus-url", "http://ci:secret@prometheus"),
        ("--prometheus-url", "http://ci:secret@prometheus:port"),
        ("--prometheus-url", "ftp://ci:secret@prometheus"),
        ("--prometheus-url", "http://prometheus:port"),
        ("--prometheus-url", "http://[::1"),
        ("--prometheus-url", "http://prometheus/a b"),
        ("--prometheus-url", "http://prometheus/ü"),
        ("--prometheus-url", "http://prometheus?x=1"),
        ("--prometheus-url", "https://prometheus", "--key", "x"),
        ("--prometheus-url", "https://prometheus", "--ca", "/nowhere"),
    ],
)
def test_misuse_is_told_before_anything_is_asked(options: tuple[str, ...]) -> None:
    world = honest()
    with serving(world) as url, pytest.raises(MisuseError) as told:
        ask_at(url, None, *options)
    assert world.requests == []
    assert "ci:secret" not in str(told.value)


def test_a_token_is_ascii(tmp_path: Path) -> None:
    token = tmp_path / "token"
    token.write_text("s3cr\u20act", encoding="utf-8")
    with pytest.raises(MisuseError) as told:
        ask_at("http://127.0.0.1:1", None, "--bearer-token-file", str(token))
    assert str(told.value) == f"{token} does not hold a token in ASCII"


def test_every_question_is_about_the_same_moment() -> None:
    world = honest()
    ask(world)
    shift = END % 3600
    assert shift
    for path, fields, _ in world.requests:
        if path.endswith("/query"):
            assert fields["time"] == f"{END}.000"
        elif path.endswith("/query_range"):
            assert fields["end"] == f"{END - shift}.000"
            assert f"[3599999ms] offset -{shift * 1000}ms" in fields["query"]


def test_ranges_are_asked_where_servers_move_them_to() -> None:
    """Thanos and VictoriaMetrics may move the start and the end of a range to multiples of its step."""
    world = honest()
    ask(world)
    ranges = [fields for path, fields, _ in world.requests if path.endswith("/query_range")]
    assert ranges
    assert all(float(fields[one]) % float(fields["step"]) == 0 for fields in ranges for one in ("start", "end"))


def test_exact_numbers_are_compared_with_the_recorded_ones() -> None:
    def counters(path: str, fields: dict[str, str], _: bytes) -> Reply:
        query = fields.get("query", "")
        if query not in {"BAD", "TOTAL"}:
            return None
        value = {"BAD": "0.0125", "TOTAL": "10"}[query]
        data = {"resultType": "vector", "result": [{"metric": {}, "value": [float(fields["time"]), value]}]}
        return 200, {}, json.dumps({"status": "success", "data": data}).encode()

    [group] = ask(lying(counters), slo(exact=("BAD", "TOTAL")), exact=True).groups
    assert group.measures is not None
    assert group.measures.ratio == pytest.approx(0.00125)
    assert group.exact is not None
    assert group.exact.difference == pytest.approx(-0.2)
    assert "the recorded series are -20% from the raw counters" in group.notes[0]
    none = lying(
        lambda path, fields, _: (
            (200, {}, b'{"status": "success", "data": {"resultType": "vector", "result": []}}')
            if fields.get("query") in {"BAD", "TOTAL"}
            else None
        )
    )
    assert ask(none, slo(exact=("BAD", "TOTAL")), exact=True).gate.reasons == (
        "the raw counters have no event of it within the window",
    )
    result = ask(honest(), slo(exact=None), exact=True)
    assert result.gate.reasons == ("--exact needs counters, and this indicator has none",)


def test_raw_counters_of_a_young_slo_are_held_against_a_full_window() -> None:
    """A day of seven, with ten events a second of which 2 % were bad, as their rate over all seven."""
    rates = {"BAD": 0.2 / 7, "TOTAL": 10 / 7}

    def counters(path: str, fields: dict[str, str], _: bytes) -> Reply:
        if (query := fields.get("query", "")) not in rates:
            return None
        row = {"metric": {}, "value": [float(fields["time"]), repr(rates[query])]}
        data = {"resultType": "vector", "result": [row]}
        return 200, {}, json.dumps({"status": "success", "data": data}).encode()

    world = World().fill(WHOLE, DAY, lambda _: 0.02)
    world.lie = counters
    [group] = ask(world, slo(exact=("BAD", "TOTAL")), exact=True).groups
    measures = group.measures
    assert measures is not None
    assert (measures.bad, measures.total) == (pytest.approx(17_280), pytest.approx(864_000))
    assert measures.left == pytest.approx(-1)
    assert measures.left_of_window == pytest.approx(5 / 7)
    assert measures.left_events == pytest.approx(0.01 * 864_000 * 7 - 17_280)


def test_what_is_matched_is_matched_in_raw_counters_too() -> None:
    one, two = 'sum(rate(a{x="1", budget_match=""}[7d]))', 'sum(rate(b{budget_match=""}[7d]))'
    assert matched(f"{one} / {two}", {}) == 'sum(rate(a{x="1"}[7d])) / sum(rate(b{}[7d]))'
    assert matched('c{budget_match="", le="1"}', {}) == 'c{le="1"}'
    cluster = 'cluster="eu\\"1"'
    assert (
        matched(f"{one} / {two}", {"cluster": 'eu"1'})
        == f'sum(rate(a{{x="1", {cluster}}}[7d])) / sum(rate(b{{{cluster}}}[7d]))'
    )
    every = [one for service in program().services for one in slos_of(program(), service) if one["exact"]]
    assert every
    for one in every:
        for text in one["exact"]:
            selectors = [node for node in promql.walk(promql.parse(text)) if isinstance(node, promql.Selector)]
            assert selectors
            assert all("budget_match" in {matcher.name for matcher in selector.matchers} for selector in selectors)
            assert "budget_match" not in matched(text, {})
