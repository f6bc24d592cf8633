#!/usr/bin/env python3
# generated from specs/services/storefront.yaml - do not edit
"""Evaluates the error budgets of storefront against a Prometheus, and gates a deploy. Python 3.9 or later, nothing else.

Example: storefront.py --prometheus-url http://prometheus:9090
Exit 0: open, 1: frozen, 2: misuse, 3: unknown. The same as `sre-compile budget`.
"""

from __future__ import annotations

import argparse
import base64
import http.client
import json
import math
import os
import re
import ssl
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from argparse import Namespace
from collections.abc import Callable
from collections.abc import Callable, Mapping
from collections.abc import Callable, Sequence
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Iterator, Mapping
from datetime import datetime, timezone
from math import fsum
from math import fsum, sqrt
from pathlib import Path
from typing import Any
from typing import Any, NamedTuple
from typing import Any, NamedTuple, NoReturn
from typing import NamedTuple


# The reason why there is no number.



class UnknownError(Exception):
    """A question that has no trustworthy answer; the message is the reason, in a sentence without a full stop."""


# Talks HTTP to a Prometheus, or to what speaks its API; an answer has bounded size and time, and nothing else is believed of it.


MOST_BYTES = 64 * 1024 * 1024
ASK_AGAIN = (429, 500, 502, 503, 504)
LONGEST_PAUSE = 30.0


class Connection(NamedTuple):
    """Where the server is and how to ask it; `url` is shown, and holds no password; `timeout` in seconds is for each request as a whole."""

    url: str
    headers: Mapping[str, str]
    context: ssl.SSLContext | None
    timeout: float
    retries: int
    pause: Callable[[float], None] = time.sleep


class Reply(NamedTuple):
    """What came back: the status, the headers that matter, and the body."""

    status: int
    retry_after: str
    kind: str
    body: bytes


class SameServer(urllib.request.HTTPRedirectHandler):
    """Follows redirects within one scheme, host and port: our headers may hold credentials."""

    def http_error_302(self, req: Any, fp: Any, code: int, msg: str, headers: Any) -> Any:
        """Every redirect begins here, also those with status 308, which Python knows from 3.11 on."""
        try:
            return super().http_error_302(req, fp, code, msg, headers)
        except ValueError:
            fp.close()
            raise UnknownError("the server redirects to what is not a URL") from None

    http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:  # noqa: ARG002, PLR0913, PLR0917 - urllib's signature
        """Refuse what leaves the server, and what would turn a question into another one."""
        old, new = (urllib.parse.urlsplit(url) for url in (req.full_url, newurl))
        where = ""
        if (old.scheme, old.netloc) != (new.scheme, new.netloc):
            where = f"another one, {new.scheme}://{new.netloc.rpartition('@')[2]}"
        elif code not in (307, 308):
            where = f"{new.path} (status {code})"
        if where:
            fp.close()
            raise UnknownError(f"the server redirects to {where}; if that is right, give its URL")
        return urllib.request.Request(newurl, data=req.data, headers=dict(req.header_items()))  # noqa: S310 - the same scheme


def fetch(connection: Connection, path: str, fields: Mapping[str, str]) -> Reply:
    """The last reply of as many as it takes; fields are posted, because queries are long. Raises UnknownError where none came."""
    for attempt in range(connection.retries + 1):
        is_last = attempt == connection.retries
        reply, trouble = _attempt(connection, path, fields)
        if reply is not None and (is_last or reply.status not in ASK_AGAIN):
            return reply
        if not is_last:
            connection.pause(_pause_before_next(attempt, reply.retry_after if reply else ""))
    raise UnknownError(f"{connection.url} does not answer: {trouble}")


def _attempt(connection: Connection, path: str, fields: Mapping[str, str]) -> tuple[Reply | None, str]:
    try:
        return _within_time(connection, path, fields), ""
    except (OSError, http.client.HTTPException) as error:
        return None, _cause(error)


def _pause_before_next(attempt: int, asked: str) -> float:
    """What the server asks for, within reason; else half a second, doubled each time."""
    if _is_whole(asked):
        return float(min(int(asked[:4]), LONGEST_PAUSE))
    return float(0.5 * 2**attempt)


def _is_whole(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _cause(error: BaseException) -> str:
    reason = getattr(error, "reason", None) or error
    text = getattr(reason, "strerror", None) or str(reason) or type(reason).__name__
    return " ".join(str(text).split())


def _within_time(connection: Connection, path: str, fields: Mapping[str, str]) -> Reply:
    """A thread asks, because a socket's timeout begins anew with each byte of a server that sends one now and then."""
    outcome: list[Reply | BaseException] = []

    def ask() -> None:
        try:
            outcome.append(_ask(connection, path, fields))
        except BaseException as error:  # noqa: BLE001 - raised again where it is waited for
            outcome.append(error)

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(connection.timeout)
    if not outcome:
        raise TimeoutError(f"no complete answer within {connection.timeout:g} s")
    if isinstance(outcome[0], BaseException):
        raise outcome[0]
    return outcome[0]


def _ask(connection: Connection, path: str, fields: Mapping[str, str]) -> Reply:
    url = f"{connection.url.rstrip('/')}{path}"
    form = urllib.parse.urlencode(fields).encode() if fields else None
    request = urllib.request.Request(url, form, dict(connection.headers))  # noqa: S310 - http and https only
    opener = urllib.request.build_opener(SameServer, urllib.request.HTTPSHandler(context=connection.context))
    try:
        response = opener.open(request, timeout=connection.timeout + 1)  # the thread's end comes first
    except urllib.error.HTTPError as error:
        response = error
    with response:
        body, headers = response.read(MOST_BYTES + 1), response.headers
        reply = Reply(response.status or 0, headers.get("Retry-After", ""), headers.get_content_type(), body)
    if len(body) > MOST_BYTES:
        raise UnknownError(f"the answer is larger than {MOST_BYTES // 1024 // 1024} MiB")
    promised = headers.get("Content-Length", "")
    if _is_whole(promised) and int(promised) > len(body):
        raise http.client.IncompleteRead(body, int(promised) - len(body))
    return reply


# How to be let in: headers, secrets that are read from files, and certificates.



class MisuseError(Exception):
    """A command line that cannot be carried out; the message says what to give instead."""


def connection_of(options: Namespace) -> Connection:
    """The server of the command line. Raises MisuseError for what contradicts itself and for files that cannot be read."""
    scheme = _checked_scheme(options.prometheus_url)
    context = _context(options, scheme)
    return Connection(options.prometheus_url, _headers(options), context, options.timeout, options.retries)


def _checked_scheme(url: str) -> str:
    """The scheme of a URL that is nothing but a server and a path. Raises MisuseError, which never holds a password."""
    parts = _server_parts(url)
    if "@" in (parts.netloc if parts else url):
        raise MisuseError("--prometheus-url holds a user or a password; give --user and --password-file instead")
    if parts is None:
        raise MisuseError(f"--prometheus-url {url!r} is not a URL; write it as in http://prometheus:9090")
    if parts.query or parts.fragment:
        raise MisuseError("--prometheus-url holds more than a server and a path; leave out all from the ? or # on")
    return parts.scheme


def _server_parts(url: str) -> urllib.parse.SplitResult | None:
    """The parts of what can be asked as it is written."""
    try:
        parts = urllib.parse.urlsplit(url)
        named = parts.hostname and parts.port != 0
    except ValueError:
        return None
    return parts if named and parts.scheme in ("http", "https") and _is_plain(url) and " " not in url else None


def _is_plain(text: str) -> bool:
    """What can stand in a request as it is, and means the same to every server."""
    return text.isascii() and text.isprintable()


def _headers(options: Namespace) -> dict[str, str]:
    headers = {"Accept": "application/json", "User-Agent": "sre-compile budget"}
    for one in options.header:
        name, found, value = one.partition(":")
        if not found or not re.fullmatch(r"[\w!#$%&'*+.^`|~-]+", name.strip(), re.ASCII) or not _is_plain(value):
            raise MisuseError("--header is not NAME: VALUE, in ASCII and on one line")
        headers[name.strip()] = value.strip()
    if options.bearer_token_file and options.user:
        raise MisuseError("--bearer-token-file and --user exclude each other")
    if bool(options.user) != bool(options.password_file):
        raise MisuseError("--user and --password-file belong together")
    if options.bearer_token_file:
        token = _secret(options.bearer_token_file)
        if not _is_plain(token):
            raise MisuseError(f"{options.bearer_token_file} does not hold a token in ASCII")
        headers["Authorization"] = f"Bearer {token}"
    if options.user:
        pair = f"{options.user}:{_secret(options.password_file)}".encode()
        headers["Authorization"] = f"Basic {base64.b64encode(pair).decode()}"
    return headers


def _secret(file: str) -> str:
    """The content of a file, without the line end that editors add."""
    try:
        secret = Path(file).read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as error:
        raise MisuseError(f"{file} cannot be read: {getattr(error, 'strerror', None) or 'it is not text'}") from error
    if not secret or not secret.isprintable():
        raise MisuseError(f"{file} does not hold a secret of one line")
    return secret


def _context(options: Namespace, scheme: str) -> ssl.SSLContext | None:
    if scheme != "https":
        if options.ca or options.cert or options.key:
            raise MisuseError("--ca, --cert and --key need an https URL")
        return None
    if options.key and not options.cert:
        raise MisuseError("--key needs --cert")
    try:
        context = ssl.create_default_context(cafile=options.ca or None)
        if options.cert:
            context.load_cert_chain(options.cert, options.key or None, password="")
    except (OSError, ValueError) as error:
        raise MisuseError(f"the certificates of --ca, --cert and --key cannot be used: {error}") from error
    return context


# Questions in PromQL, and their answers as numbers. What is not exactly an answer to the question is refused.


Labels = tuple[tuple[str, str], ...]
"""Sorted, so that a set of labels is found again."""

LARGEST = 2.0**53
"""A larger number of events is not one that was counted."""


class Question(NamedTuple):
    """PromQL over steps of time; `steps` is 1 where one moment is meant, `end`."""

    promql: str
    end: float
    step: int = 0
    steps: int = 1

    def times(self) -> list[float]:
        """Every moment that is asked for."""
        return [self.end - self.step * (self.steps - 1 - index) for index in range(self.steps)]


class Server:
    """A server that has been asked nothing yet. What it is asked is kept in `asked`; once it was not there, it is not asked again."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.asked: list[str] = []
        self.gone: UnknownError | None = None

    def series(self, question: Question) -> dict[Labels, list[float | None]]:
        """The values of each series at the moments of the question, None where it has none. Raises UnknownError."""
        self.asked.append(question.promql)
        if question.steps == 1:
            data = self._data("/api/v1/query", {"query": question.promql, "time": clock_text(question.end)})
            return dict(_rows(data, "vector", lambda row: _instant(row, question)))
        times = question.times()
        fields = {"query": question.promql, "start": clock_text(times[0]), "end": clock_text(times[-1])}
        data = self._data("/api/v1/query_range", {**fields, "step": str(question.step)})
        return dict(_rows(data, "matrix", lambda row: _range(row, question)))

    def version(self) -> str:
        """What the server says of itself; "" where it does not."""
        try:
            data = self._data("/api/v1/status/buildinfo", {}) if self.gone is None else {}
        except UnknownError:
            return ""
        version = data.get("version")
        return version if isinstance(version, str) and version.isprintable() and len(version) < 100 else ""

    def _data(self, path: str, fields: Mapping[str, str]) -> dict[str, Any]:
        if self.gone is not None:
            raise self.gone
        try:
            reply = fetch(self.connection, path, fields)
        except UnknownError as error:
            self.gone = error
            raise
        return _checked(document_of(reply), reply)


def clock_text(moment: float) -> str:
    """A moment as the API takes it, in seconds since 1970."""
    return f"{moment:.3f}"


def document_of(reply: Reply) -> dict[str, Any]:
    """The body as a JSON object. Raises UnknownError."""
    try:
        document = json.loads(reply.body.decode("utf-8"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        what = "an HTML page" if "html" in reply.kind else f"{reply.kind} that is not JSON"
        raise UnknownError(
            f"the server answers with status {reply.status} and {what}; is the URL that of a Prometheus?"
        ) from None
    if not isinstance(document, dict):
        raise UnknownError(f"the server answers with status {reply.status} and JSON that is not an object")
    return document


def _refuse_constant(text: str) -> NoReturn:
    raise ValueError(text)


def _checked(document: dict[str, Any], reply: Reply) -> dict[str, Any]:
    """The data of a success that is complete."""
    if document.get("status") != "success" or reply.status != 200:
        said = document.get("error") or document.get("message") or "no reason given"
        raise UnknownError(f"the server refuses (status {reply.status}): {one_line(said)}")
    if document.get("warnings"):
        raise UnknownError(f"the server warns that its answer may be incomplete: {one_line(document['warnings'])}")
    if document.get("isPartial"):
        raise UnknownError("the server says that its answer is partial")
    data = document.get("data")
    if not isinstance(data, dict):
        raise UnknownError("the server's answer has no data")
    return data


def one_line(said: object) -> str:
    """What a server says, as far as it can stand in a sentence."""
    words = "; ".join(map(str, said)) if isinstance(said, list) else str(said)
    visible = "".join(letter if letter.isprintable() else " " for letter in words[:1000])
    return " ".join(visible.split())[:300]


def _rows(data: Mapping[str, Any], kind: str, values: Any) -> Iterator[tuple[Labels, list[float | None]]]:
    """The labels and values of each series."""
    if data.get("resultType") != kind or not isinstance(data.get("result"), list):
        raise UnknownError(f"the server's answer is not a {kind}, which was asked for")
    seen = set()
    for row in data["result"]:
        labels = row.get("metric") if isinstance(row, dict) else None
        if not isinstance(labels, dict) or not all(isinstance(one, str) for pair in labels.items() for one in pair):
            raise UnknownError("the server's answer has a series without proper labels")
        key = tuple(sorted(labels.items()))
        if key in seen:
            raise UnknownError("the server's answer has the same series twice")
        seen.add(key)
        yield key, values(row)


def _instant(row: Mapping[str, Any], question: Question) -> list[float | None]:
    moment, value = _sample(row.get("value"))
    if abs(moment - question.end) > 0.002:
        raise UnknownError("the server answers for another time than it was asked for")
    return [value]


def _range(row: Mapping[str, Any], question: Question) -> list[float | None]:
    """Every sample in its place; samples that are out of order or between the steps are refused."""
    samples = row.get("values")
    if not isinstance(samples, list) or "histograms" in row:
        raise UnknownError("the server's answer has a series that is not one of numbers")
    found: list[float | None] = [None] * question.steps
    start, last = question.times()[0], -1
    for moment, value in map(_sample, samples):
        index = round((moment - start) / question.step)
        if abs(start + index * question.step - moment) > 0.002 or not last < index < question.steps:
            raise UnknownError("the server's answer has samples out of order, or at times that were not asked for")
        found[index], last = value, index
    return found


def _sample(pair: object) -> tuple[float, float]:
    """A time and a value that is finite and can be a count."""
    if not isinstance(pair, list) or len(pair) != 2 or not isinstance(pair[1], str) or isinstance(pair[0], bool):
        raise UnknownError("the server's answer has a sample that is not a time and a text")
    moment, text = pair
    try:
        value = float(text)
    except ValueError:
        raise UnknownError(f"the server's answer has the value {one_line(text)!r}, which is no number") from None
    if not isinstance(moment, (int, float)) or not abs(moment) < LARGEST:
        raise UnknownError("the server's answer has a sample without a proper time")
    if not math.isfinite(value):
        raise UnknownError(f"the server's answer has the value {text}")
    if not -1e-9 <= value <= LARGEST:
        raise UnknownError(f"the server's answer has the value {one_line(text)}, which nothing here can be")
    return moment, max(value, 0.0)


# What the evaluation has to know of a SLO: plain data that the compiler wrote down, read into values.


GATES = ("open", "warn", "frozen")
"""What a threshold, a leg or a forecast can make of the gate, the mildest first."""


class Leg(NamedTuple):
    """A pair of windows in seconds, the series that record them, and whether its alert gets somebody up."""

    name: str
    long: int
    long_series: str
    short_series: str
    threshold: float
    severity: str
    pages: bool


class Threshold(NamedTuple):
    """At this share of the budget left, or less, the gate is at least so far closed; `then` says what follows."""

    left: float
    gate: str
    then: str


class Override(NamedTuple):
    """A reason for which a frozen gate may be passed, and who decides that."""

    reason: str
    by: str


class Policy(NamedTuple):
    """What follows from a budget. Thresholds stand in the order of the budget left, the lowest first."""

    name: str
    thresholds: tuple[Threshold, ...]
    unfreeze_above: float
    page_leg: str
    ticket_leg: str
    exhausted_within: int
    overrides: tuple[Override, ...]


class Slo(NamedTuple):
    """One objective on one server. `exact` are its bad and total over the whole window in PromQL of raw counters, or None.

    `weight` is what one recorded sample counts, in `unit`: events, or minutes where an indicator weighs time. `looks_back` are the
    seconds over which one is a mean, 0 where it tells of its moment. `missing` is what the specs say about missing data: alert, bad or ignore.
    """

    slo_id: str
    service: str
    name: str
    title: str
    environment: str
    server: str
    objective: str
    budget: float
    window: int
    unit: str
    weight: float
    spacing: int
    looks_back: int
    bad: str
    total: str
    matchers: dict[str, str]
    group_by: tuple[str, ...]
    missing: str
    alert: str
    min_errors: int
    legs: tuple[Leg, ...]
    exact: tuple[str, str] | None
    policy: Policy


def read_slo(data: dict[str, Any]) -> Slo:
    """The value of what `generated/budgets/` holds; nothing of it is left out."""
    policy = dict(data["policy"])
    policy["thresholds"] = tuple(Threshold(**one) for one in policy["thresholds"])
    policy["overrides"] = tuple(Override(**one) for one in policy["overrides"])
    exact = data["exact"]
    nested = {
        "legs": tuple(Leg(**one) for one in data["legs"]),
        "group_by": tuple(data["group_by"]),
        "exact": None if exact is None else (exact[0], exact[1]),
        "policy": Policy(**policy),
    }
    return Slo(**{**data, **nested})


# The recent past of one SLO, step by step: bad, total, how much of each step is known, and when it alerted.


HOUR = 3600
DAY = 86400
LOOK_BACK = 7 * DAY
"""How much longer than the window we look, for what the gate was before."""

MOST_STEPS = 10_000
"""Prometheus answers with 11,000 at most."""


class Steps(NamedTuple):
    """Equal steps of time that end at `end`: `past` of them before the window, `window` of them in it; `length` in seconds."""

    end: float
    length: int
    past: int
    window: int

    @property
    def number(self) -> int:
        """All of them."""
        return self.past + self.window

    def ending(self, index: int) -> float:
        """When a step ends."""
        return self.end - (self.number - 1 - index) * self.length

    @property
    def shift(self) -> float:
        """How far the steps end after multiples of their length, to which some servers move what they are asked."""
        return self.end % self.length

    @property
    def offset(self) -> str:
        """What makes a selector that is asked as `question` does look at the ends of the steps."""
        return f" offset -{round(self.shift * 1000)}ms" if self.shift else ""

    @property
    def span(self) -> str:
        """The range and offset with which a selector reads each step."""
        return f"[{self.length * 1000 - 1}ms]{self.offset}"

    def question(self, promql: str) -> Question:
        """PromQL asked for every step, at the last multiple of its length before its end."""
        return Question(promql, self.end - self.shift, self.length, self.number)


class History(NamedTuple):
    """One group of a SLO. `known` is the share of each step for which there are samples; bad and total are what they add up to."""

    group: Labels
    steps: Steps
    bad: list[float]
    total: list[float]
    known: list[float]
    paged: list[bool]

    @property
    def first(self) -> int:
        """The first step of which anything is known."""
        return next(index for index, share in enumerate(self.known) if share)


def steps_for(window: int, end: float) -> Steps:
    """An hour long where the window is made of hours; else as long as divides it, so that it is met exactly."""
    minutes = max(window // 60, 1)
    least = minutes // MOST_STEPS
    longest = max(min(60, minutes // 24), least + 1)
    length = next((one for one in range(longest, least, -1) if minutes % one == 0), longest)
    return Steps(end, length * 60, -(-LOOK_BACK // (length * 60)) if length >= 10 else 0, -(-minutes // length))


def histories(server: Server, slo: Slo, end: float, matchers: dict[str, str]) -> list[History]:
    """Each group that has samples within the window. Raises UnknownError where none has, or where they cannot be."""
    steps = steps_for(slo.window, end)
    total, bad = (selector(slo, name, matchers) + steps.span for name in (slo.total, slo.bad))
    asked = [f"sum_over_time({bad})", f"sum_over_time({total})", f"count_over_time({bad})", f"count_over_time({total})"]
    answers = [server.series(steps.question(one)) for one in asked]
    means = [server.series(steps.question(one)) for one in _means(slo, steps, matchers)]
    paged = _paged(server, slo, steps, matchers)
    groups = sorted({key for answer in answers for key in answer})
    if not all({*slo.matchers.items(), *matchers.items()} <= {*group} for group in groups):
        raise UnknownError("the server's answer has series that were not asked for")
    found = []
    for group in groups:
        sums = _history(slo, steps, group, [answer.get(group) for answer in answers], paged)
        found.append(_in_time(slo, sums, [one.get(group) or [None] * steps.number for one in means]))
    inside_window = [one for one in found if any(one.known[steps.past :])]
    if not inside_window:
        missing = slo.total if not answers[3] else slo.bad
        raise UnknownError(
            f"there is no sample of {missing} within {_days(slo)} d: are its rules loaded on this server?"
        )
    return inside_window


def _means(slo: Slo, steps: Steps, matchers: dict[str, str]) -> list[str]:
    """Bad and total in the mean of each step, from samples that look back to each other's moment and no further."""
    if not slo.looks_back or steps.length % slo.looks_back:
        return []
    inside = f"[{steps.length * 1000 - 1}ms:{slo.looks_back * 1000}ms]"
    return [f"avg_over_time(({selector(slo, name, matchers)}{steps.offset}){inside})" for name in (slo.bad, slo.total)]


def _in_time(slo: Slo, history: History, means: list[list[float | None]]) -> History:
    """The history with each event in the step in which it happened, wherever the whole step is known.

    A sample is a mean of the minutes before it, so that the sum of all of them lags behind: the last hour of an outage seemed milder by
    a fifteenth.
    """
    whole = history.steps.length / slo.spacing * slo.weight
    rows = [
        [one if mean is None or share < 1 else mean * whole for one, mean, share in zip(sums, row, history.known)]
        for sums, row in zip((history.bad, history.total), means)
    ]
    return history._replace(bad=rows[0], total=rows[1]) if rows else history


def _days(slo: Slo) -> str:
    return f"{slo.window / DAY:.3g}"


def selector(slo: Slo, metric: str, matchers: dict[str, str]) -> str:
    """The part of a recorded series that is this SLO's."""
    return metric + braces({**slo.matchers, **matchers})


def braces(matchers: dict[str, str], *more: str) -> str:
    """Matchers in PromQL."""
    return "{" + ",".join([*(f"{name}={quoted(value)}" for name, value in matchers.items()), *more]) + "}"


def quoted(text: str) -> str:
    """A text in PromQL."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def _history(
    slo: Slo, steps: Steps, group: Labels, rows: Iterable[list[float | None] | None], paged: dict[Labels, list[bool]]
) -> History:
    """The four rows of one group; a step with less of bad than of total counts as far as both are there."""
    bads, totals, bad_counts, total_counts = (row or [None] * steps.number for row in rows)
    full = steps.length / slo.spacing
    bad, total, known = [0.0] * steps.number, [0.0] * steps.number, [0.0] * steps.number
    for index in range(steps.number):
        both = min(bad_counts[index] or 0.0, total_counts[index] or 0.0)
        if not both:
            continue
        if both > full + 2:
            raise UnknownError(f"{slo.total} has a sample more often than every {slo.spacing} s; is it recorded twice?")
        known[index] = min(both / full, 1.0)
        bad[index] = (bads[index] or 0.0) * slo.weight * both / (bad_counts[index] or both)
        total[index] = (totals[index] or 0.0) * slo.weight * both / (total_counts[index] or both)
        if bad[index] > total[index] * 1.05 + 1:
            raise UnknownError(
                "there are more bad events than events: the query of the errors is not a part of that of the total"
            )
    return History(group, steps, bad, total, known, paged.get(_among(group, slo.group_by), [False] * steps.number))


def _paged(server: Server, slo: Slo, steps: Steps, matchers: dict[str, str]) -> dict[Labels, list[bool]]:
    """In which steps an alert that pages was firing, by the group's labels."""
    legs = "|".join(leg.name for leg in slo.legs if leg.pages)
    if not legs:
        return {}
    alerts = f"ALERTS{braces({'alertname': slo.alert, 'alertstate': 'firing', **slo.matchers, **matchers}, f'leg=~{quoted(legs)}')}"
    by = f"max by ({', '.join(slo.group_by)}) " if slo.group_by else "max"
    rows = server.series(steps.question(f"{by}(count_over_time({alerts}{steps.span}))"))
    return {_among(labels, slo.group_by): [bool(value) for value in row] for labels, row in rows.items()}


def _among(labels: Labels, names: Iterable[str]) -> Labels:
    wanted = set(names)
    return tuple(pair for pair in labels if pair[0] in wanted)


# Arithmetic on the history of one group: ratio, budget left, burn rates, coverage and confidence.
#
# Symbols: `b` is the budget (1 - objective), `P` the window, `B` and `T` the bad and all events of the window as far as they are known.


LOOK_BACKS = (("1h", HOUR), ("6h", 6 * HOUR), ("1d", DAY), ("3d", 3 * DAY))
NORMAL_95 = 1.96
SURE_COVERAGE = 0.99
"""Below it, what the gap may have held is told."""


class Measures(NamedTuple):
    """What the window comes to. All shares are of one.

    `left` is `1 - B / (b T)`, against what has been seen. Where the history is shorter than the window, `left_of_window` is
    against a full window at the same traffic; otherwise the two are equal. `low` and `high` bound the error ratio.
    """

    bad: float
    total: float
    ratio: float
    left: float
    left_of_window: float
    left_events: float
    left_minutes: float
    burn: dict[str, float | None]
    age: float
    coverage: float
    gap: tuple[float, float] | None
    dispersion: float
    low: float
    high: float
    verdict: str


def measure(slo: Slo, history: History) -> Measures | None:
    """The numbers of a group; None where nothing happened in the window."""
    first = history.steps.past
    bad, total = fsum(history.bad[first:]), fsum(history.total[first:])
    if not total:
        return None
    age, coverage = seen(slo, history)
    ratio, full = bad / total, total * (slo.window / age)
    gap = _gap(history, bad, total, coverage)
    dispersion = _dispersion(history, ratio)
    low, high = _bounds(wilson(total / dispersion, ratio), gap)
    left = 1 - ratio / slo.budget * (age / slo.window)
    return Measures(
        bad=bad,
        total=total,
        ratio=ratio,
        left=1 - ratio / slo.budget,
        left_of_window=left,
        left_events=slo.budget * full - bad,
        left_minutes=left * slo.budget * slo.window / 60,
        burn={name: _burn(slo, history, seconds) for name, seconds in LOOK_BACKS},
        age=age,
        coverage=coverage,
        gap=gap,
        dispersion=dispersion,
        low=low,
        high=high,
        verdict="met" if high <= slo.budget else "missed" if low > slo.budget else "undecided",
    )


def _bounds(sampling: tuple[float, float], gap: tuple[float, float] | None) -> tuple[float, float]:
    """What chance and what is missing allow, together."""
    return (sampling[0], sampling[1]) if gap is None else (min(sampling[0], gap[0]), max(sampling[1], gap[1]))


def seen(slo: Slo, history: History) -> tuple[float, float]:
    """Over how many seconds of the window there are samples from the first one on, and the share of them that is known.

    A window that begins after the first sample is seen as a whole, and what is missing of it is a gap.
    """
    start, length = history.steps.past, history.steps.length
    known = fsum(history.known[start:]) * length
    first = history.first
    if first < start or (first == start and history.known[first] == 1):
        return slo.window, min(known / slo.window, 1.0)
    age = (history.steps.number - 1 - first + history.known[first]) * length
    return age, min(known / age, 1.0)


def _burn(slo: Slo, history: History, seconds: int) -> float | None:
    """How many times faster than the budget allows; None without events, and for what is no whole number of steps in the window."""
    count = seconds // history.steps.length
    if seconds % history.steps.length or seconds > slo.window:
        return None
    total = fsum(history.total[-count:])
    return fsum(history.bad[-count:]) / total / slo.budget if total else None


def _gap(history: History, bad: float, total: float, coverage: float) -> tuple[float, float] | None:
    """The error ratio if what is missing was clean, and if it was as bad as the worst step; traffic as in what is known."""
    if coverage >= SURE_COVERAGE:
        return None
    missing = total / coverage - total
    start = history.steps.past
    steps = zip(history.bad[start:], history.total[start:])
    worst = max(one / of for one, of in steps if of)
    return bad / (total + missing), (bad + worst * missing) / (total + missing)


def _dispersion(history: History, ratio: float) -> float:
    """How much more the bad events of a step vary than independent ones would, at least 1: the index of dispersion."""
    start = history.steps.past
    expected = [(bad, total * ratio) for bad, total in zip(history.bad[start:], history.total[start:]) if total]
    if not ratio or ratio >= 1 or len(expected) < 2:
        return 1.0
    chi = fsum((bad - mean) ** 2 / (mean * (1 - ratio)) for bad, mean in expected)
    return max(1.0, chi / (len(expected) - 1))


def wilson(count: float, ratio: float) -> tuple[float, float]:
    """The 95 % score interval of a ratio that was seen in `count` independent events."""
    square = NORMAL_95**2
    middle = ratio + square / (2 * count)
    width = NORMAL_95 * sqrt(max(ratio * (1 - ratio), 0.0) / count + square / (4 * count * count))
    whole = 1 + square / count
    return max((middle - width) / whole, 0.0), min((middle + width) / whole, 1.0)


# Bad and total of the whole window from raw counters, and how far the recorded series are from them.


FAR_APART = 0.01
OPEN_MATCHER = "budget_match"
"""The label of a matcher that stands in every selector of raw counters, for those of the command line."""


class Exact(NamedTuple):
    """What the counters of one group come to, and the recorded error ratio over theirs, less one; None where theirs is 0."""

    bad: float
    total: float
    difference: float | None


def matched(promql: str, matchers: dict[str, str]) -> str:
    """PromQL with the matchers in every selector."""
    place = f'{OPEN_MATCHER}=""'
    if matchers:
        return promql.replace(place, braces(matchers)[1:-1])
    return re.sub(f"(, ?){place}|{place}(, ?)?", "", promql)


def exact_counts(server: Server, slo: Slo, end: float, matchers: dict[str, str]) -> dict[Labels, tuple[float, float]]:
    """Bad and total of each group by its labels. Raises UnknownError, also where the indicator has no counters."""
    if slo.exact is None:
        raise UnknownError("--exact needs counters, and this indicator has none")
    bad, total = (server.series(Question(matched(one, matchers), end)) for one in slo.exact)
    scale = slo.window
    return {
        group: ((bad.get(group, [None])[0] or 0.0) * scale, (row[0] or 0.0) * scale) for group, row in total.items()
    }


def exactly(slo: Slo, history: History, counts: dict[Labels, tuple[float, float]], measures: Measures) -> Exact:
    """The counts of this group, compared. Raises UnknownError where the counters know nothing of it."""
    own = tuple(pair for pair in history.group if pair[0] in slo.group_by)
    bad, total = counts.get(own, (0.0, 0.0))
    if not total:
        raise UnknownError("the raw counters have no event of it within the window")
    ratio = bad / total
    return Exact(bad, total, measures.ratio / ratio - 1 if ratio else None)


def from_counters(slo: Slo, measures: Measures, exact: Exact) -> Measures:
    """The measures of the window by the raw counters; burn rates and coverage stay those of the recorded series."""
    ratio, full = exact.bad / exact.total, exact.total * (slo.window / measures.age)
    left = 1 - ratio / slo.budget * (measures.age / slo.window)
    return measures._replace(
        bad=exact.bad,
        total=exact.total,
        ratio=ratio,
        left=1 - ratio / slo.budget,
        left_of_window=left,
        left_events=slo.budget * full - exact.bad,
        left_minutes=left * slo.budget * slo.window / 60,
    )


def are_far_apart(exact: Exact) -> bool:
    """Whether the recorded series miss something: rules that were not evaluated, or counters that are newer than them."""
    return exact.difference is not None and abs(exact.difference) > FAR_APART


# What is certain about the future of a rolling window: what leaves it, and what comes of a burn that goes on.


HORIZON = 90 * DAY
WEEK = 7 * DAY
GOING_ON = ("6h", "1d")


class Exhaustion(NamedTuple):
    """Seconds until the budget is spent if the last while goes on; None if that is not within the horizon."""

    look_back: str
    seconds: float | None


class Incident(NamedTuple):
    """Steps in a row that burn faster than the budget allows; `share` is what they cost of it, until they leave at `leaves`."""

    start: float
    end: float
    share: float
    leaves: float


def exhaustions(slo: Slo, history: History) -> list[Exhaustion]:
    """For each while that has events: its error ratio from now on, at the traffic of the same hour a week before."""
    found = []
    for name, seconds in LOOK_BACKS:
        count = seconds // history.steps.length
        if name not in GOING_ON or seconds % history.steps.length or seconds > slo.window:
            continue
        total = fsum(history.total[-count:])
        if total:
            found.append(Exhaustion(name, _exhausted_after(slo, history, fsum(history.bad[-count:]) / total)))
    return found


def full_window(history: History) -> tuple[list[float], list[float]]:
    """Bad and total of each step of the window; before the first sample, clean time of mean traffic stands in."""
    start, first = history.steps.past, history.first
    bad, total = history.bad[start:], history.total[start:]
    if first >= start:
        unseen, lacking = first - start, 1 - history.known[first]
        mean = fsum(total) / (len(total) - unseen - lacking)
        total = [*[mean] * unseen, total[unseen] + mean * lacking, *total[unseen + 1 :]]
    return bad, total


def _exhausted_after(slo: Slo, history: History, ratio: float) -> float | None:
    """Step by step: the oldest one leaves, a new one comes; the first time that bad exceeds the budget of all."""
    bad, total = full_window(history)
    traffic = _season(history, total)
    all_bad, all_total = fsum(bad), fsum(total)
    if all_bad > slo.budget * all_total:
        return 0.0
    for index in range(HORIZON // history.steps.length):
        new = traffic[index % len(traffic)]
        bad.append(ratio * new)
        total.append(new)
        all_bad += bad[-1] - bad[index]
        all_total += new - total[index]
        if all_bad > slo.budget * all_total:
            return float((index + 1) * history.steps.length)
    return None


def _season(history: History, total: list[float]) -> list[float]:
    """The traffic of the last week, which comes again; of the whole window where that is shorter. A gap has mean traffic."""
    count = min(WEEK // history.steps.length, len(total))
    known = history.known[-count:]
    recent = total[-count:]
    mean = fsum(total) / len(total)
    return [one if share else mean for one, share in zip(recent, known)]


def largest_incident(slo: Slo, history: History) -> Incident | None:
    """The one that cost most of the budget; a step within the budget between two that are not still belongs to it."""
    start = history.steps.past
    bad, total = history.bad[start:], history.total[start:]
    allowed = slo.budget * fsum(full_window(history)[1])
    burning = [index for index, (one, of) in enumerate(zip(bad, total)) if one > slo.budget * of]
    runs: list[tuple[int, int]] = []
    for index in burning:
        if runs and index - runs[-1][1] <= 2:
            runs[-1] = (runs[-1][0], index)
        else:
            runs.append((index, index))
    if not runs or not allowed:
        return None
    first, last = max(runs, key=lambda run: fsum(bad[run[0] : run[1] + 1]))
    ended = history.steps.ending(start + last)
    return Incident(
        _beginning(history, start + first), ended, fsum(bad[first : last + 1]) / allowed, ended + slo.window
    )


def _beginning(history: History, step: int) -> float:
    """When a step begins; the first one of all, when its first sample does."""
    share = history.known[step] if step == history.first else 1.0
    return history.steps.ending(step) - share * history.steps.length


# Which legs of the burn-rate alert are active at the moment: both windows above the threshold, and what Prometheus says is firing.



class LegNow(NamedTuple):
    """A leg at the moment: its error ratios, None without events; `active` by them, `firing` by the server."""

    name: str
    severity: str
    pages: bool
    threshold: float
    long: float | None
    short: float | None
    active: bool
    firing: bool


class Present(NamedTuple):
    """What the server says of this moment, for every group."""

    current: frozenset[Labels]
    ratios: dict[tuple[str, Labels], float]
    enough: dict[tuple[str, Labels], float]
    firing: frozenset[tuple[str, Labels]]


def present(server: Server, slo: Slo, end: float, matchers: dict[str, str]) -> Present:
    """Which groups have a sample, the recorded ratios of all windows, bad events where a leg needs some, and the alerts. Raises UnknownError."""
    names = sorted({slo.total, *(name for leg in slo.legs for name in (leg.long_series, leg.short_series))})
    own = braces({**slo.matchers, **matchers}, f"__name__=~{quoted('|'.join(names))}")
    ratios, enough = {}, {}
    for labels, [value] in server.series(Question(own, end)).items():
        kept = tuple(pair for pair in labels if pair[0] != "__name__")
        ratios[dict(labels).get("__name__", ""), kept] = value or 0.0
    current = frozenset(group for name, group in ratios if name == slo.total)
    for leg in slo.legs if slo.min_errors > 1 else ():
        bad = f"sum_over_time({selector(slo, slo.bad, matchers)}[{leg.long}s])"
        for labels, [value] in server.series(Question(bad, end)).items():
            enough[leg.name, labels] = (value or 0.0) * slo.weight
    return Present(current, ratios, enough, _firing(server, slo, end, matchers))


def _firing(server: Server, slo: Slo, end: float, matchers: dict[str, str]) -> frozenset[tuple[str, Labels]]:
    if not slo.legs:
        return frozenset()
    alerts = "ALERTS" + braces({"alertname": slo.alert, "alertstate": "firing", **slo.matchers, **matchers})
    found = server.series(Question(alerts, end))
    return frozenset((dict(labels).get("leg", ""), _group_of(labels, slo)) for labels in found)


def _group_of(labels: Labels, slo: Slo) -> Labels:
    return tuple(pair for pair in labels if pair[0] in slo.group_by)


def legs_now(slo: Slo, group: Labels, now: Present) -> list[LegNow]:
    """Every leg for one group; `group` are the labels of its recorded series."""
    return [_leg_now(slo, leg, group, now) for leg in slo.legs]


def _leg_now(slo: Slo, leg: Leg, group: Labels, now: Present) -> LegNow:
    long, short = (now.ratios.get((name, group)) for name in (leg.long_series, leg.short_series))
    above = long is not None and short is not None and long > leg.threshold and short > leg.threshold
    enough = slo.min_errors <= 1 or now.enough.get((leg.name, group), 0.0) >= slo.min_errors - 0.5
    firing = (leg.name, _group_of(group, slo)) in now.firing
    return LegNow(leg.name, leg.severity, leg.pages, leg.threshold, long, short, above and enough, firing)


# The gate: open, warn, frozen or unknown; with the reasons, what follows in words, and the exit code.


UNKNOWN = "unknown"
STATES = (*GATES, UNKNOWN)
OPEN, FROZEN, MISUSE, NOT_KNOWN = 0, 1, 2, 3
"""Exit codes."""

LEAST_COVERAGE = 0.9


class Gate(NamedTuple):
    """A state, why, and what follows from it; `override` is the reason for which a frozen gate was passed."""

    state: str
    reasons: tuple[str, ...]
    consequences: tuple[str, ...] = ()
    override: str = ""


def gate_of(slo: Slo, history: History, measures: Measures, legs: list[LegNow], going_on: list[Exhaustion]) -> Gate:
    """The worst of what the budget left, the legs and the forecast ask for; and frozen stays frozen until there is some budget."""
    policy = slo.policy
    reached = [one for one in policy.thresholds if measures.left_of_window <= one.left]
    asked = [
        (one.gate, f"{percent(measures.left_of_window)} of the budget is left, at most {percent(one.left)}")
        for one in reached[:1]
    ]
    asked += [(_gate_of_leg(policy, leg), _leg_reason(leg)) for leg in legs if leg.active]
    asked += [("warn", _soon(one)) for one in going_on if _is_soon(one, policy)]
    if not any(state == "frozen" for state, _ in asked) and is_still_frozen(slo, history, measures):
        why = f"it was frozen, and at most {percent(policy.unfreeze_above)} of the budget has been left since"
        asked.append(("frozen", why))
    state = max((state for state, _ in asked), key=GATES.index, default="open")
    if state == "open":
        plain = [] if reached else [f"{percent(measures.left_of_window)} of the budget is left"]
        reasons = [*plain, *(reason for _, reason in asked)]
    else:
        ranked = sorted(asked, key=lambda one: -GATES.index(one[0]))
        reasons = [reason for wanted, reason in ranked if wanted != "open"]
    return Gate(state, tuple(reasons), _consequences(policy, reached, state))


def _gate_of_leg(policy: Policy, leg: LegNow) -> str:
    return policy.page_leg if leg.pages else policy.ticket_leg


def _leg_reason(leg: LegNow) -> str:
    kind = "pages" if leg.pages else "alerts"
    return (
        f"the {leg.name} leg is active, which {kind} ({leg.severity})"
        if leg.severity
        else f"the {leg.name} leg is active"
    )


def _is_soon(one: Exhaustion, policy: Policy) -> bool:
    return one.look_back == "6h" and one.seconds is not None and 0 < one.seconds < policy.exhausted_within


def _soon(one: Exhaustion) -> str:
    return f"if the last {one.look_back} go on, the budget is spent in {days(one.seconds or 0)}"


def _consequences(policy: Policy, reached: list[Threshold], state: str) -> tuple[str, ...]:
    """The words of the lowest threshold reached; where only something else closed the gate, those of a threshold that does the same."""
    if reached and GATES.index(reached[0].gate) >= GATES.index(state):
        chosen = reached[:1]
    else:
        chosen = [one for one in policy.thresholds if one.gate == state != "open"][-1:]
    return tuple(one.then for one in chosen if one.then)


def is_still_frozen(slo: Slo, history: History, measures: Measures) -> bool:
    """Whether the gate was frozen within the week before, and no more than the policy's share has been left ever since.

    Nothing is remembered between two runs: what was left at the end of each earlier step follows from the same arrays.
    """
    if measures.left_of_window > slo.policy.unfreeze_above:
        return False
    return _walk_back(slo, history)


def _walk_back(slo: Slo, history: History) -> bool:
    """From now into the past: which comes first, more left than the share, or frozen?"""
    steps, lowest = history.steps, _frozen_at(slo.policy)
    started_before = history.first < steps.past
    for back in range(1, steps.past + 1):
        begin, end = steps.past - back, steps.number - back
        if begin < 0 or (started_before and begin < history.first):
            return False
        total = fsum(history.total[begin:end])
        if not total:
            return False
        left = 1 - fsum(history.bad[begin:end]) / (slo.budget * _scaled(history, begin, end, total))
        if left > slo.policy.unfreeze_above:
            return False
        if left <= lowest or (history.paged[end - 1] and slo.policy.page_leg == "frozen"):
            return True
    return False


def _frozen_at(policy: Policy) -> float:
    return max((one.left for one in policy.thresholds if one.gate == "frozen"), default=-1e300)


def _scaled(history: History, begin: int, end: int, total: float) -> float:
    """The events of a full window: a history that began within it is stretched."""
    if history.first <= begin:
        return total
    return total * (end - begin) / (end - history.first) if end > history.first else total


def percent(share: float) -> str:
    """A share of one for people, with three digits that mean something."""
    share = round(share, 12)
    return f"{share * 100:.3g}%" if abs(share) < 10 else f"{share * 100:.0f}%"


def days(seconds: float) -> str:
    """A time for people."""
    if seconds < 2 * DAY:
        return f"{seconds / 3600:.3g} h"
    return f"{seconds / DAY:.3g} d"


def worst_state(states: list[str]) -> str:
    """The state that decides for all: unknown before frozen, because nothing may be concluded."""
    return max(states, key=STATES.index, default=UNKNOWN)


def exit_code(state: str, *, strict: bool, on_unknown: str) -> int:
    """0 open, 1 frozen, 3 unknown; a warning counts as frozen where the user is strict."""
    if state == UNKNOWN:
        return OPEN if on_unknown == "pass" else NOT_KNOWN
    return FROZEN if state == "frozen" or (strict and state == "warn") else OPEN


# One SLO, or all of them, against a server: everything that is asked is asked for the same moment.



class Asked(NamedTuple):
    """What the command line says about every SLO."""

    end: float
    matchers: dict[str, str]
    exact: bool


class Group(NamedTuple):
    """One budget: that of the SLO, or that of one group of it; `age` are the seconds seen of its window. `ended` ones no longer have samples, and decide nothing."""

    labels: Labels
    gate: Gate
    measures: Measures | None
    legs: list[LegNow]
    going_on: list[Exhaustion]
    incident: Incident | None
    exact: Exact | None
    notes: tuple[str, ...]
    age: float
    coverage: float
    ended: bool
    history: History


class Result(NamedTuple):
    """A SLO with its groups, the worst first; the first one's gate is its own. Without any, the gate says why."""

    slo: Slo
    gate: Gate
    groups: list[Group]
    queries: tuple[str, ...]


def evaluate(server: Server, slo: Slo, asked: Asked) -> Result:
    """Never raises for what a server does: what cannot be known is unknown, with the reason."""
    before = len(server.asked)
    try:
        groups = _groups(server, slo, asked)
        gate = _decided([one.gate for one in groups if not one.ended])
    except UnknownError as error:
        groups, gate = [], Gate(UNKNOWN, (str(error),))
    return Result(slo, gate, groups, tuple(server.asked[before:]))


def _decided(gates: list[Gate]) -> Gate:
    """The worst of all groups."""
    worst = worst_state([one.state for one in gates])
    return next(one for one in gates if one.state == worst)


def _groups(server: Server, slo: Slo, asked: Asked) -> list[Group]:
    found = histories(server, slo, asked.end, asked.matchers)
    now = present(server, slo, asked.end, asked.matchers)
    counts = exact_counts(server, slo, asked.end, asked.matchers) if asked.exact else None
    is_busy = any(sum(one.total[one.steps.past :]) for one in found)
    if not is_busy:
        raise UnknownError("nothing happened within the window: there are samples, and not one event")
    is_alive = any(not _has_ended(one) for one in found)
    groups = [_group(slo, one, now, counts, ended=is_alive and _has_ended(one)) for one in found]
    rank = {state: -index for index, state in enumerate(("open", "warn", "frozen", UNKNOWN))}
    return sorted(groups, key=lambda one: (one.ended, rank[one.gate.state], _left(one), one.labels))


def _left(group: Group) -> float:
    return group.measures.left_of_window if group.measures else 1.0


def _has_ended(history: History) -> bool:
    """Whether there was no sample for a day, which is when the alert for missing data forgets a group."""
    return not any(history.known[-max(DAY // history.steps.length, 1) :])


def _group(
    slo: Slo, history: History, now: Present, counts: dict[Labels, tuple[float, float]] | None, *, ended: bool
) -> Group:
    """Where too little is known, no number is given, however many there are."""
    labels = tuple(pair for pair in history.group if pair[0] not in slo.matchers)
    age, coverage = seen(slo, history)
    bare = Group(
        labels, Gate(UNKNOWN, ()), None, [], [], None, None, tuple(_notes(slo, history)), age, coverage, ended, history
    )
    try:
        _demand(slo, history, now, ended=ended)
        return _measured(slo, bare, now, counts)
    except UnknownError as error:
        return bare._replace(gate=Gate(UNKNOWN, (str(error),)))


def _measured(slo: Slo, bare: Group, now: Present, counts: dict[Labels, tuple[float, float]] | None) -> Group:
    history, legs = bare.history, legs_now(slo, bare.history.group, now)
    measures = measure(slo, history)
    if measures is None:
        return bare._replace(gate=Gate("open", ("nothing happened within the window",)), legs=legs)
    exact = exactly(slo, history, counts, measures) if counts is not None else None
    going_on = exhaustions(slo, history)
    if exact is not None:
        measures = from_counters(slo, measures, exact)
    return bare._replace(
        gate=gate_of(slo, history, measures, legs, going_on),
        measures=measures,
        legs=legs,
        going_on=going_on,
        incident=largest_incident(slo, history),
        exact=exact,
        notes=(*bare.notes, *(_far_apart(exact) if exact is not None else ())),
    )


def _demand(slo: Slo, history: History, now: Present, *, ended: bool) -> None:
    """Raises UnknownError where too little is known, unless the specs say that missing data means nothing."""
    age, coverage = seen(slo, history)
    if age < HOUR and slo.window > HOUR:
        raise UnknownError(f"there are samples for {age / 60:.0f} minutes only")
    if slo.missing == "ignore" or ended:
        return
    if history.group not in now.current:
        raise UnknownError("there is no sample of the last minutes, so nobody knows how it is now")
    if coverage < LEAST_COVERAGE:
        raise UnknownError(f"{percent(coverage)} of the window is known, less than {percent(LEAST_COVERAGE)}")


def _notes(slo: Slo, history: History) -> list[str]:
    """What a reader has to know to read the numbers right."""
    age, coverage = seen(slo, history)
    notes = []
    if age < slo.window:
        notes.append(
            f"there are samples for {age / DAY:.3g} of {slo.window / DAY:g} days; the gate goes by a full window of the same traffic"
        )
    if coverage < SURE_COVERAGE:
        notes.append(f"{percent(coverage)} of the time is known; the rest may have been better or worse")
    strange = sorted({name for name, _ in history.group} - {*slo.matchers, *slo.group_by})
    if strange:
        notes.append(
            f"its series also carry {', '.join(strange)}, of which the specs know nothing; choose with --match {strange[0]}=…"
        )
    return notes


def _far_apart(exact: Exact) -> list[str]:
    if not are_far_apart(exact):
        return []
    return [
        f"the recorded series are {(exact.difference or 0) * 100:+.2g}% from the raw counters: were all rules evaluated all the time?"
    ]


# The report for people: one block for each SLO on a terminal, and the same as Markdown for a job summary.


Data = dict[str, Any]
NOTHING = "-"
COLUMNS = ("SLO", "objective", "left", "events left", "minutes left", "burn 1h", "6h", "1d", "3d", "state")


def table_text(report: Data) -> str:
    """A table of all SLOs and groups, then what is behind each that is not simply open, and the verdict."""
    rows = [COLUMNS, *(row for slo in report["slos"] for row in slo_rows(slo))]
    widths = [max(len(row[column]) for row in rows) for column in range(len(COLUMNS))]
    lines = [_aligned(row, widths) for row in rows]
    details = [visible(line) for slo in report["slos"] for line in _details(slo)]
    return "\n".join([*lines, "", *details, verdict_line(report), ""])


def _aligned(row: tuple[str, ...], widths: list[int]) -> str:
    cells = [
        cell.ljust(width) if index in (0, len(row) - 1) else cell.rjust(width)
        for index, (cell, width) in enumerate(zip(row, widths))
    ]
    return "  ".join(cells).rstrip()


def slo_rows(slo: Data) -> Iterator[tuple[str, ...]]:
    """A line for each budget of a SLO."""
    if not slo["groups"]:
        yield (slo["slo_id"], slo["objective"], *(NOTHING,) * 7, slo["state"])
    for group in slo["groups"]:
        yield (
            group_name(slo, group),
            slo["objective"],
            *_numbers(slo, group),
            "ended" if group["ended"] else group["state"],
        )


def group_name(slo: Data, group: Data) -> str:
    """The SLO, and the labels of the group where it has some."""
    labels = ", ".join(visible(f"{name}={value}") for name, value in group["labels"].items())
    return f"{slo['slo_id']}{{{labels}}}" if labels else str(slo["slo_id"])


def visible(text: str) -> str:
    """Without what could steer a terminal."""
    return "".join(letter if letter.isprintable() else "?" for letter in text)


def _numbers(slo: Data, group: Data) -> Iterator[str]:
    measures = group["measures"]
    if measures is None:
        yield from (NOTHING,) * 7
        return
    yield percent(measures["left_of_window"])
    yield number(measures["left_events"]) if slo["unit"] == "events" else NOTHING
    yield number(measures["left_minutes"])
    for look_back in ("1h", "6h", "1d", "3d"):
        burn = measures["burn"][look_back]
        yield NOTHING if burn is None else f"{number(burn)}x"


def number(value: float) -> str:
    """Three digits that mean something, whole from a hundred on."""
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}" if abs(value) >= 0.01 or not value else f"{value:.1g}"


def _details(slo: Data) -> Iterator[str]:
    yield f"{slo['slo_id']}: {slo['state']}" + (f", overridden: {slo['override']}" if slo["override"] else "")
    if not slo["groups"]:
        yield from (f"  {reason}" for reason in slo["reasons"])
    for group in slo["groups"]:
        indent = "  "
        if group["labels"]:
            yield f"  {group_name(slo, group)}: {'ended' if group['ended'] else group['state']}"
            indent = "    "
        yield from (f"{indent}{line}" for line in group_lines(slo, group))
    yield from (f"  then: {one}" for one in slo["consequences"])
    if slo["state"] == "frozen" and not slo["override"]:
        yield from (f"  to pass: --allow {one['reason']} ({one['by']})" for one in slo["overrides"])
    yield ""


def group_lines(slo: Data, group: Data) -> Iterator[str]:
    """The reasons, the numbers in words, and what comes."""
    yield from group["reasons"]
    measures = group["measures"]
    if measures is not None:
        yield _ratio_line(slo, measures)
        if measures["left"] != measures["left_of_window"]:
            yield f"left of what has been seen so far: {percent(measures['left'])}"
        if measures["ratio_if_gap_was_clean"] is not None:
            low, high = measures["ratio_if_gap_was_clean"], measures["ratio_if_gap_was_bad"]
            yield f"with the gap clean {_ratio(low)}, with the gap as bad as the worst hour {_ratio(high)}"
    yield f"known: {percent(group['coverage'])} of {days(group['seen_seconds'])}"
    yield from _future(group)
    firing = [leg["name"] for leg in group["legs"] if leg["firing"]]
    if firing:
        yield f"firing on the server: {', '.join(firing)}"
    yield from group["notes"]


def _ratio_line(slo: Data, measures: Data) -> str:
    counts = f"{number(measures['bad'])} of {number(measures['total'])} {slo['unit']}"
    return f"bad: {counts}, {_ratio(measures['ratio'])}; the objective is {measures['verdict']} ({_ratio(measures['low'])} to {_ratio(measures['high'])})"


def _ratio(ratio: float) -> str:
    return f"{ratio * 100:.4g}%"


def _future(group: Data) -> Iterator[str]:
    for one in group["if_this_goes_on"]:
        if one["seconds"] == 0:
            continue
        when = "not within 90 d" if one["seconds"] is None else f"in {days(one['seconds'])}"
        yield f"if the last {one['look_back']} go on, the budget is spent: {when}"
    incident = group["largest_incident"]
    if incident is not None:
        yield f"on {incident['leaves'][:16].replace('T', ' ')} UTC the largest incident leaves the window: +{percent(incident['share'])}"


def verdict_line(report: Data) -> str:
    """The one line for all."""
    return f"{report['state']} at {report['time']}, exit {report['exit_code']}"


# The report for machines that show something to people: Markdown for a job summary, JUnit, and annotations of GitHub Actions.


IN_XML = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})
IN_MARKDOWN = str.maketrans({letter: f"\\{letter}" for letter in "\\`*_{}[]<>()#|~&"})
IN_COMMAND = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
IN_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})
LEVELS = {"open": "notice", "warn": "warning", "frozen": "error", "unknown": "error"}


def markdown_text(report: dict[str, Any]) -> str:
    """A heading with the verdict, the table, and a list of what is behind each SLO that is not open."""
    lines = [f"## Error budgets: {report['state']}", "", _row(COLUMNS), _row([":--", *["--:"] * 8, ":--"])]
    lines += [_row([one.translate(IN_MARKDOWN) for one in row]) for slo in report["slos"] for row in slo_rows(slo)]
    for slo in report["slos"]:
        if slo["state"] != "open":
            lines += ["", f"### {slo['slo_id'].translate(IN_MARKDOWN)}: {slo['state']}", ""]
            lines += [f"- {line.translate(IN_MARKDOWN)}" for line in plain_lines(slo)]
    return "\n".join([*lines, "", f"{verdict_line(report)}", ""])


def _row(cells: Any) -> str:
    return f"| {' | '.join(cells)} |"


def plain_lines(slo: dict[str, Any]) -> Iterator[str]:
    """What there is to say of a SLO, a line each: reasons first, then what follows, then the numbers of each group."""
    yield from (visible(one) for one in slo["reasons"])
    if slo["override"]:
        yield f"overridden: {visible(slo['override'])}"
    yield from (f"then: {visible(one)}" for one in slo["consequences"])
    for group in slo["groups"]:
        own = [line for line in group_lines(slo, group) if group["labels"] or line not in slo["reasons"]]
        name = f"{group_name(slo, group)}: " if group["labels"] else ""
        yield from (visible(f"{name}{line}") for line in own)


def junit_text(report: dict[str, Any]) -> str:
    """One case for each SLO: a failure where the gate is frozen, an error where nothing is known."""
    failed = sum(_outcome(slo, report) == "failure" for slo in report["slos"])
    broken = sum(_outcome(slo, report) == "error" for slo in report["slos"])
    counts = f'tests="{len(report["slos"])}" failures="{failed}" errors="{broken}"'
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<testsuites name="error budgets" {counts}>']
    lines.append(f'  <testsuite name="error budgets" timestamp="{report["time"].rstrip("Z")}" {counts}>')
    for slo in report["slos"]:
        lines += _case(slo, _outcome(slo, report))
    return "\n".join([*lines, "  </testsuite>", "</testsuites>", ""])


def _outcome(slo: dict[str, Any], report: dict[str, Any]) -> str:
    """What makes the exit code is what fails the case."""
    if slo["override"]:
        return ""
    if slo["state"] == "unknown":
        return "" if report["on_unknown"] == "pass" else "error"
    return "failure" if slo["state"] == "frozen" or (slo["state"] == "warn" and report["strict"]) else ""


def _case(slo: dict[str, Any], outcome: str) -> Iterator[str]:
    text = "\n".join(plain_lines(slo)).translate(IN_XML)
    yield f'    <testcase classname="{_xml(slo["service"])}" name="{_xml(slo["slo_id"])}">'
    if outcome:
        yield f'      <{outcome} type="{slo["state"]}" message="{_xml("; ".join(slo["reasons"]))}">{text}</{outcome}>'
    else:
        yield f"      <system-out>{text}</system-out>"
    yield "    </testcase>"


def _xml(text: str) -> str:
    return visible(text).translate(IN_XML)


def github_text(report: dict[str, Any]) -> str:
    """An annotation for each SLO that is not open, the worst first, and one line for all."""
    order = ["unknown", "frozen", "warn"]
    told = sorted((slo for slo in report["slos"] if slo["state"] in order), key=lambda slo: order.index(slo["state"]))
    levels = {**LEVELS, "unknown": "warning"} if report["on_unknown"] == "pass" else LEVELS
    lines = [
        _command(levels[slo["state"]], f"{slo['slo_id']}: {slo['state']}", "\n".join(plain_lines(slo))) for slo in told
    ]
    return "\n".join([*lines, verdict_line(report), ""])


def _command(level: str, title: str, text: str) -> str:
    return f"::{level} title={visible(title).translate(IN_PROPERTY)}::{text.translate(IN_COMMAND)}"


# The report as metrics, for the textfile collector or a push: what was asked of one Prometheus, for dashboards of another.


SHARE_LEFT = (
    "slo_budget_left_ratio",
    "Share of the error budget of the window that is left; below 0 when it is overspent.",
)
BURN = ("slo_budget_burn_rate", "How many times faster than allowed the budget was spent lately.")
KNOWN = ("slo_budget_coverage_ratio", "Share of the window, or of the time since the first sample, that was measured.")
STATE = ("slo_gate_state", "Whether the gate of the SLO is in this state.")
WHEN = ("slo_gate_evaluation_timestamp_seconds", "When the gate was evaluated.")


def metrics_text(report: dict[str, Any]) -> str:
    """Nothing is exported for what is unknown but that it is."""
    samples: dict[tuple[str, str], list[str]] = {SHARE_LEFT: [], BURN: [], KNOWN: [], STATE: [], WHEN: []}
    for slo in report["slos"]:
        own = {"slo_id": slo["slo_id"], "environment": slo["environment"]}
        samples[STATE] += [_line(STATE, {**own, "state": one}, float(one == slo["state"])) for one in STATES]
        for group in slo["groups"]:
            for family, labels, value in _of_group(own, group):
                samples[family].append(_line(family, labels, value))
    samples[WHEN].append(f"{WHEN[0]} {report['timestamp']}")
    return "".join(_family(name, told, lines) for (name, told), lines in samples.items() if lines)


def _of_group(own: dict[str, str], group: dict[str, Any]) -> Iterator[tuple[tuple[str, str], dict[str, str], float]]:
    labels = {**own, **{_label(name, {*own, "look_back"}): value for name, value in group["labels"].items()}}
    yield KNOWN, labels, group["coverage"]
    measures = group["measures"]
    if measures is not None:
        yield SHARE_LEFT, labels, measures["left_of_window"]
        for look_back, burn in measures["burn"].items():
            if burn is not None:
                yield BURN, {**labels, "look_back": look_back}, burn


def _label(name: str, taken: set[str]) -> str:
    """As Prometheus 3 writes a name for readers that know letters, digits and underscores only, and one that is taken."""
    plain = re.sub(r"^[0-9]|[^a-zA-Z0-9_]", "_", name)
    return f"exported_{plain}" if plain in taken else plain


def _line(family: tuple[str, str], labels: dict[str, str], value: float) -> str:
    return f"{family[0]}{braces(labels)} {value!r}"


def _family(name: str, told: str, lines: list[str]) -> str:
    return "\n".join([f"# HELP {name} {told}", f"# TYPE {name} gauge", *lines, ""])


# Every output format by its name; each makes a text of the same data.



def json_text(report: dict[str, Any]) -> str:
    """Everything; `schemas/budget-report.schema.json` says what each key means."""
    return json.dumps(report, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


FORMATS: dict[str, Callable[[dict[str, Any]], str]] = {
    "github": github_text,
    "json": json_text,
    "junit": junit_text,
    "markdown": markdown_text,
    "prometheus": metrics_text,
    "table": table_text,
}


# Passing a frozen gate for a reason, which is kept in the output.



def overridden(results: list[Result], reason: str | None) -> list[Result]:
    """Every frozen SLO with the reason. Raises MisuseError where the policy of one does not know it, or where it is no word."""
    if reason is None:
        return results
    if not reason.strip() or not reason.isprintable():
        raise MisuseError("--allow needs a reason of one line")
    return [_passed(one, reason) if one.gate.state == "frozen" else one for one in results]


def _passed(result: Result, reason: str) -> Result:
    known = {one.reason: one.by for one in result.slo.policy.overrides}
    if known and reason not in known:
        listed = ", ".join(f"{name} ({by})" for name, by in known.items())
        raise MisuseError(f"{result.slo.slo_id}: {reason!r} is not a reason to pass; its policy knows {listed}")
    return result._replace(gate=result.gate._replace(override=reason))


# Everything that was found out, as plain data: the JSON output, and what all other formats are made from.


VERSION = 1
"""Of the JSON output; counted up when a key changes its meaning or goes away."""


class Circumstances(NamedTuple):
    """When and where it was asked, and how the answer is taken."""

    end: float
    url: str
    server_version: str
    strict: bool
    on_unknown: str


def report_of(results: list[Result], around: Circumstances) -> dict[str, Any]:
    """The whole output. Numbers are as computed; formats round them."""
    state = worst_state([one.gate.state for one in results])
    codes = [
        exit_code(one.gate.state, strict=around.strict, on_unknown=around.on_unknown)
        for one in results
        if not one.gate.override
    ]
    return {
        "version": VERSION,
        "time": utc(around.end),
        "timestamp": around.end,
        "server": {"url": around.url, "version": around.server_version},
        "state": state,
        "exit_code": max(codes, default=0),
        "strict": around.strict,
        "on_unknown": around.on_unknown,
        "slos": [_slo(one) for one in results],
    }


def utc(moment: float) -> str:
    """A moment as people and programs read it."""
    return datetime.fromtimestamp(moment, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def _slo(result: Result) -> dict[str, Any]:
    slo = result.slo
    return {
        "slo_id": slo.slo_id,
        "service": slo.service,
        "name": slo.name,
        "title": slo.title,
        "environment": slo.environment,
        "server": slo.server,
        "objective": slo.objective,
        "budget": slo.budget,
        "window_seconds": slo.window,
        "unit": slo.unit,
        "policy": slo.policy.name,
        **_gate(result),
        "overrides": [one._asdict() for one in slo.policy.overrides],
        "groups": [_group_data(one) for one in result.groups],
        "queries": list(result.queries),
    }


def _gate(of: Any) -> dict[str, Any]:
    gate = of.gate
    return {
        "state": gate.state,
        "reasons": list(gate.reasons),
        "consequences": list(gate.consequences),
        "override": gate.override or None,
    }


def _group_data(group: Group) -> dict[str, Any]:
    measures, incident = group.measures, group.incident
    return {
        "labels": dict(group.labels),
        **_gate(group),
        "notes": list(group.notes),
        "ended": group.ended,
        "seen_seconds": group.age,
        "coverage": group.coverage,
        "measures": None if measures is None else _measures(measures._asdict()),
        "legs": [one._asdict() for one in group.legs],
        "if_this_goes_on": [one._asdict() for one in group.going_on],
        "largest_incident": None
        if incident is None
        else {
            "start": utc(incident.start),
            "end": utc(incident.end),
            "share": incident.share,
            "leaves": utc(incident.leaves),
        },
        "exact": None if group.exact is None else group.exact._asdict(),
    }


def _measures(data: dict[str, Any]) -> dict[str, Any]:
    gap = data.pop("gap")
    kept = {name: value for name, value in data.items() if name not in ("age", "coverage")}
    return {**kept, "ratio_if_gap_was_clean": gap and gap[0], "ratio_if_gap_was_bad": gap and gap[1]}


# The command line: what to ask, whom, and how to take the answer.



class Outcome(NamedTuple):
    """The results, the output as data and as text, and the exit code."""

    results: list[Result]
    report: dict[str, Any]
    text: str
    code: int


class Parser(argparse.ArgumentParser):
    """Says what is wrong as an error of ours, so that whoever calls decides how to end."""

    def error(self, message: str) -> NoReturn:
        """Every mistake on the command line ends here. Raises MisuseError."""
        raise MisuseError(message)


def parser_of(program: str, *, specs: bool = False) -> Parser:
    """All options. With `specs`, the first word may say where those are."""
    parser = Parser(
        prog=program,
        description="Evaluate error budgets against a Prometheus. Exit 0: open, 1: frozen, 2: misuse, 3: unknown.",
    )
    where = "SPECS or SLO" if specs else "SLO"
    first = "the folder of the specs first, `specs` if left out; then " if specs else ""
    parser.add_argument(
        "slos", nargs="*", metavar=where, help=f"{first}names of SLOs, as service/slo; all if none is given"
    )
    ask = parser.add_argument_group("what is asked")
    ask.add_argument(
        "--prometheus-url",
        metavar="URL",
        required=True,
        help="a Prometheus, or what speaks its API: Mimir, Thanos, VictoriaMetrics",
    )
    ask.add_argument(
        "--server", metavar="NAME", help="which server of the specs that is; needed where they have several"
    )
    ask.add_argument(
        "--match",
        metavar="LABEL=VALUE",
        action="append",
        default=[],
        help="only series with this label, where one store holds several clusters",
    )
    ask.add_argument(
        "--at",
        metavar="TIME",
        help="evaluate at this time, as 2026-01-31T12:00:00Z or in seconds since 1970; now if left out",
    )
    ask.add_argument(
        "--exact", action="store_true", help="from raw counters, compared with the recorded series; slower"
    )
    _add_access(parser.add_argument_group("access"))
    _add_taking(parser.add_argument_group("how the answer is taken"))
    return parser


def _add_taking(group: Any) -> None:
    group.add_argument("--format", choices=sorted(FORMATS), default="table", help="table if left out")
    group.add_argument("--strict", action="store_true", help="exit 1 on a warning too")
    group.add_argument(
        "--on-unknown",
        choices=("pass", "fail"),
        default="fail",
        help="exit 0 or 3 where nothing is known; fail if left out",
    )
    group.add_argument("--allow", metavar="REASON", help="pass a frozen gate; the reason is kept in the output")


def _add_access(group: Any) -> None:
    group.add_argument("--header", metavar="'NAME: VALUE'", action="append", default=[], help="as X-Scope-OrgID: shop")
    group.add_argument("--bearer-token-file", metavar="FILE")
    group.add_argument("--user", metavar="NAME", help="for basic authentication, with --password-file")
    group.add_argument("--password-file", metavar="FILE")
    group.add_argument("--ca", metavar="FILE", help="certificates to trust, in place of the system's")
    group.add_argument("--cert", metavar="FILE", help="certificate of this client")
    group.add_argument("--key", metavar="FILE", help="its key, if it is not in the same file")
    group.add_argument(
        "--timeout", metavar="SECONDS", type=_seconds, default=30.0, help="for each request; 30 if left out"
    )
    group.add_argument(
        "--retries", metavar="N", type=_few, default=2, help="after 429, 5xx and failed connections; 2 if left out"
    )


def _seconds(text: str) -> float:
    if not re.fullmatch(r"\d{1,5}(\.\d+)?", text, re.ASCII) or not float(text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds")
    return float(text)


def _few(text: str) -> int:
    if not re.fullmatch(r"\d|10", text, re.ASCII):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 0 to 10")
    return int(text)


def moment_of(text: str | None, now: Callable[[], float] = time.time) -> float:
    """The time of evaluation in whole seconds. Raises MisuseError."""
    if text is None:
        return float(int(now()))
    if re.fullmatch(r"\d{1,11}(\.\d+)?", text, re.ASCII):
        return float(text)
    try:
        found = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        found = None
    if found is None or not text.isascii() or found.year < 1971:
        raise MisuseError(f"--at {text!r} is not a time; write it as in 2026-01-31T12:00:00Z")
    return found.timestamp() if found.tzinfo else found.replace(tzinfo=timezone.utc).timestamp()


def matchers_of(pairs: Sequence[str]) -> dict[str, str]:
    """The labels of `--match`. Raises MisuseError."""
    for pair in pairs:
        if not re.fullmatch(r"[a-zA-Z_][a-zA-Z0-9_]*=.*", pair, re.ASCII):
            raise MisuseError(f"--match {pair!r} is not LABEL=VALUE")
    return dict(tuple(pair.split("=", 1)) for pair in pairs)  # type: ignore[misc]


def chosen_slos(slos: Sequence[Slo], names: Sequence[str], server: str | None) -> list[Slo]:
    """The SLOs that are meant, on the one server. Raises MisuseError for names that there are not."""
    servers = sorted({one.server for one in slos})
    if server is None and len(servers) > 1:
        raise MisuseError(f"the specs have several servers; choose with --server: {', '.join(servers)}")
    if server is not None and server not in servers:
        raise MisuseError(f"--server {server!r} has no SLO; choose of {', '.join(servers)}")
    here = [one for one in slos if server in (None, one.server)]
    known = {name for one in here for name in (one.slo_id, f"{one.service}/{one.name}")}
    strange = [name for name in names if name not in known]
    if strange:
        raise MisuseError(
            f"there is no SLO {strange[0]!r} here; there are {', '.join(sorted(one.slo_id for one in here))}"
        )
    if not here:
        raise MisuseError("there is no SLO")
    return [one for one in here if not names or one.slo_id in names or f"{one.service}/{one.name}" in names]


def run_budget(options: argparse.Namespace, slos: Sequence[Slo]) -> Outcome:
    """Ask, decide, and write the answer. Raises MisuseError."""
    chosen = chosen_slos(slos, options.slos, options.server)
    server = Server(connection_of(options))
    asked = Asked(moment_of(options.at), matchers_of(options.match), options.exact)
    results = overridden([evaluate(server, slo, asked) for slo in chosen], options.allow)
    around = Circumstances(asked.end, options.prometheus_url, server.version(), options.strict, options.on_unknown)
    report = report_of(results, around)
    return Outcome(results, report, FORMATS[options.format](report), report["exit_code"])


def main_of(slos: Sequence[Slo], program: str, arguments: Sequence[str]) -> int:
    """What a generated file does."""
    try:
        return tell(run_budget(parser_of(program).parse_intermixed_args(arguments), slos))
    except (MisuseError, OSError) as error:
        print(f"{program}: {error}", file=sys.stderr)  # noqa: T201 - a generated file has no other way
        return MISUSE
    except Exception as error:  # noqa: BLE001 - the code of a traceback would say that the gate is frozen
        print(f"{program}: this is a bug, please report it: {type(error).__name__}: {error}", file=sys.stderr)  # noqa: T201 - see above
        return NOT_KNOWN


def tell(outcome: Outcome) -> int:
    """Print the answer and return its code, which counts even where nobody reads on. Raises OSError for a full disk."""
    try:
        sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
        sys.stdout.write(outcome.text)
        sys.stdout.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # Python would try to write once more at exit
        if not isinstance(error, BrokenPipeError):
            raise
    return outcome.code


SLOS = [
    {
        'slo_id': 'storefront/availability',
        'service': 'storefront',
        'name': 'availability',
        'title': 'Storefront availability',
        'environment': 'prod',
        'server': 'eu1',
        'objective': '99.9%',
        'budget': 0.001,
        'window': 2592000,
        'unit': 'events',
        'weight': 60,
        'spacing': 60,
        'looks_back': 300,
        'bad': 'slo:sli_bad:rate5m',
        'total': 'slo:sli_total:rate5m',
        'matchers': {
            'slo_id': 'storefront/availability',
        },
        'group_by': [],
        'missing': 'alert',
        'alert': 'StorefrontAvailabilityBudgetBurn',
        'min_errors': 1,
        'legs': [
            {
                'name': '1h',
                'long': 3600,
                'long_series': 'slo:sli_error:ratio_rate1h',
                'short_series': 'slo:sli_error:ratio_rate5m',
                'threshold': 0.0144,
                'severity': 'sev1',
                'pages': True,
            },
            {
                'name': '6h',
                'long': 21600,
                'long_series': 'slo:sli_error:ratio_rate6h',
                'short_series': 'slo:sli_error:ratio_rate30m',
                'threshold': 0.006,
                'severity': 'sev2',
                'pages': True,
            },
            {
                'name': '1d',
                'long': 86400,
                'long_series': 'slo:sli_error:ratio_rate1d',
                'short_series': 'slo:sli_error:ratio_rate2h',
                'threshold': 0.003,
                'severity': 'sev3',
                'pages': False,
            },
            {
                'name': '3d',
                'long': 259200,
                'long_series': 'slo:sli_error:ratio_rate3d',
                'short_series': 'slo:sli_error:ratio_rate6h',
                'threshold': 0.001,
                'severity': 'sev4',
                'pages': False,
            },
        ],
        'exact': [
            'sum(rate(http_requests_total{job="storefront",code=~"5..|429",budget_match=""}[30d])) or on () 0 * sum(rate(http_requests_total{job="storefront",budget_match=""}[30d]))',
            'sum(rate(http_requests_total{job="storefront",budget_match=""}[30d]))',
        ],
        'policy': {
            'name': 'standard',
            'thresholds': [
                {
                    'left': 0.0,
                    'gate': 'frozen',
                    'then': 'Only changes that make the service more reliable are deployed.',
                },
                {
                    'left': 0.25,
                    'gate': 'warn',
                    'then': 'One of two people works on reliability until half of the budget is back.',
                },
                {
                    'left': 0.5,
                    'gate': 'open',
                    'then': 'The team looks at what spent it in the next weekly review.',
                },
            ],
            'unfreeze_above': 0.05,
            'page_leg': 'frozen',
            'ticket_leg': 'warn',
            'exhausted_within': 259200,
            'overrides': [
                {
                    'reason': 'reliability-fix',
                    'by': 'whoever is on call for the service',
                },
                {
                    'reason': 'security-fix',
                    'by': 'the security officer',
                },
                {
                    'reason': 'legal-deadline',
                    'by': 'the head of product and the head of engineering together',
                },
            ],
        },
    },
    {
        'slo_id': 'storefront/page-latency',
        'service': 'storefront',
        'name': 'page-latency',
        'title': 'Storefront page-latency',
        'environment': 'prod',
        'server': 'eu1',
        'objective': '95%',
        'budget': 0.05,
        'window': 2592000,
        'unit': 'events',
        'weight': 60,
        'spacing': 60,
        'looks_back': 300,
        'bad': 'slo:sli_bad:rate5m',
        'total': 'slo:sli_total:rate5m',
        'matchers': {
            'slo_id': 'storefront/page-latency',
        },
        'group_by': [
            'page',
        ],
        'missing': 'alert',
        'alert': 'StorefrontPageLatencyBudgetBurn',
        'min_errors': 1,
        'legs': [
            {
                'name': '6h',
                'long': 21600,
                'long_series': 'slo:sli_error:ratio_rate6h',
                'short_series': 'slo:sli_error:ratio_rate30m',
                'threshold': 0.3,
                'severity': 'sev2',
                'pages': True,
            },
            {
                'name': '1d',
                'long': 86400,
                'long_series': 'slo:sli_error:ratio_rate1d',
                'short_series': 'slo:sli_error:ratio_rate2h',
                'threshold': 0.15,
                'severity': 'sev3',
                'pages': False,
            },
            {
                'name': '3d',
                'long': 259200,
                'long_series': 'slo:sli_error:ratio_rate3d',
                'short_series': 'slo:sli_error:ratio_rate6h',
                'threshold': 0.05,
                'severity': 'sev4',
                'pages': False,
            },
        ],
        'exact': [
            'clamp_min(sum by (page) (rate(storefront_render_seconds_count{job="storefront",budget_match=""}[30d])) - (sum by (page) (rate(storefront_render_seconds_bucket{job="storefront",budget_match="",le="0.3"}[30d])) or on (page) 0 * sum by (page) (rate(storefront_render_seconds_count{job="storefront",budget_match=""}[30d]))), 0)',
            'sum by (page) (rate(storefront_render_seconds_count{job="storefront",budget_match=""}[30d]))',
        ],
        'policy': {
            'name': 'standard',
            'thresholds': [
                {
                    'left': 0.0,
                    'gate': 'frozen',
                    'then': 'Only changes that make the service more reliable are deployed.',
                },
                {
                    'left': 0.25,
                    'gate': 'warn',
                    'then': 'One of two people works on reliability until half of the budget is back.',
                },
                {
                    'left': 0.5,
                    'gate': 'open',
                    'then': 'The team looks at what spent it in the next weekly review.',
                },
            ],
            'unfreeze_above': 0.05,
            'page_leg': 'frozen',
            'ticket_leg': 'warn',
            'exhausted_within': 259200,
            'overrides': [
                {
                    'reason': 'reliability-fix',
                    'by': 'whoever is on call for the service',
                },
                {
                    'reason': 'security-fix',
                    'by': 'the security officer',
                },
                {
                    'reason': 'legal-deadline',
                    'by': 'the head of product and the head of engineering together',
                },
            ],
        },
    },
    {
        'slo_id': 'storefront/search-latency',
        'service': 'storefront',
        'name': 'search-latency',
        'title': 'Storefront search-latency',
        'environment': 'prod',
        'server': 'eu1',
        'objective': '99%',
        'budget': 0.01,
        'window': 2592000,
        'unit': 'events',
        'weight': 60,
        'spacing': 60,
        'looks_back': 300,
        'bad': 'slo:sli_bad:rate5m',
        'total': 'slo:sli_total:rate5m',
        'matchers': {
            'slo_id': 'storefront/search-latency',
        },
        'group_by': [],
        'missing': 'alert',
        'alert': 'StorefrontSearchLatencyBudgetBurn',
        'min_errors': 1,
        'legs': [
            {
                'name': '1h',
                'long': 3600,
                'long_series': 'slo:sli_error:ratio_rate1h',
                'short_series': 'slo:sli_error:ratio_rate5m',
                'threshold': 0.144,
                'severity': 'sev1',
                'pages': True,
            },
            {
                'name': '6h',
                'long': 21600,
                'long_series': 'slo:sli_error:ratio_rate6h',
                'short_series': 'slo:sli_error:ratio_rate30m',
                'threshold': 0.06,
                'severity': 'sev2',
                'pages': True,
            },
            {
                'name': '1d',
                'long': 86400,
                'long_series': 'slo:sli_error:ratio_rate1d',
                'short_series': 'slo:sli_error:ratio_rate2h',
                'threshold': 0.03,
                'severity': 'sev3',
                'pages': False,
            },
            {
                'name': '3d',
                'long': 259200,
                'long_series': 'slo:sli_error:ratio_rate3d',
                'short_series': 'slo:sli_error:ratio_rate6h',
                'threshold': 0.01,
                'severity': 'sev4',
                'pages': False,
            },
        ],
        'exact': [
            '(histogram_count(sum(rate(search_request_duration_seconds{job="storefront",budget_match=""}[30d]))) * (1 - histogram_fraction(0, 0.5, sum(rate(search_request_duration_seconds{job="storefront",budget_match=""}[30d])))) and histogram_count(sum(rate(search_request_duration_seconds{job="storefront",budget_match=""}[30d]))) > 0) or on () 0 * histogram_count(sum(rate(search_request_duration_seconds{job="storefront",budget_match=""}[30d])))',
            'histogram_count(sum(rate(search_request_duration_seconds{job="storefront",budget_match=""}[30d])))',
        ],
        'policy': {
            'name': 'standard',
            'thresholds': [
                {
                    'left': 0.0,
                    'gate': 'frozen',
                    'then': 'Only changes that make the service more reliable are deployed.',
                },
                {
                    'left': 0.25,
                    'gate': 'warn',
                    'then': 'One of two people works on reliability until half of the budget is back.',
                },
                {
                    'left': 0.5,
                    'gate': 'open',
                    'then': 'The team looks at what spent it in the next weekly review.',
                },
            ],
            'unfreeze_above': 0.05,
            'page_leg': 'frozen',
            'ticket_leg': 'warn',
            'exhausted_within': 259200,
            'overrides': [
                {
                    'reason': 'reliability-fix',
                    'by': 'whoever is on call for the service',
                },
                {
                    'reason': 'security-fix',
                    'by': 'the security officer',
                },
                {
                    'reason': 'legal-deadline',
                    'by': 'the head of product and the head of engineering together',
                },
            ],
        },
    },
    {
        'slo_id': 'storefront/reachable',
        'service': 'storefront',
        'name': 'reachable',
        'title': 'Storefront reachable',
        'environment': 'prod',
        'server': 'eu1',
        'objective': '99.95%',
        'budget': 0.0005,
        'window': 2419200,
        'unit': 'minutes',
        'weight': 1.0,
        'spacing': 60,
        'looks_back': 0,
        'bad': 'slo:sli_bad:rate5m',
        'total': 'slo:sli_total:rate5m',
        'matchers': {
            'slo_id': 'storefront/reachable',
        },
        'group_by': [],
        'missing': 'bad',
        'alert': 'StorefrontReachableBudgetBurn',
        'min_errors': 1,
        'legs': [
            {
                'name': '1h',
                'long': 3600,
                'long_series': 'slo:sli_error:ratio_rate1h',
                'short_series': 'slo:sli_error:ratio_rate5m',
                'threshold': 0.00672,
                'severity': 'sev1',
                'pages': True,
            },
            {
                'name': '6h',
                'long': 21600,
                'long_series': 'slo:sli_error:ratio_rate6h',
                'short_series': 'slo:sli_error:ratio_rate30m',
                'threshold': 0.0028,
                'severity': 'sev2',
                'pages': True,
            },
            {
                'name': '1d',
                'long': 86400,
                'long_series': 'slo:sli_error:ratio_rate1d',
                'short_series': 'slo:sli_error:ratio_rate2h',
                'threshold': 0.0014,
                'severity': 'sev3',
                'pages': False,
            },
        ],
        'exact': None,
        'policy': {
            'name': 'standard',
            'thresholds': [
                {
                    'left': 0.0,
                    'gate': 'frozen',
                    'then': 'Only changes that make the service more reliable are deployed.',
                },
                {
                    'left': 0.25,
                    'gate': 'warn',
                    'then': 'One of two people works on reliability until half of the budget is back.',
                },
                {
                    'left': 0.5,
                    'gate': 'open',
                    'then': 'The team looks at what spent it in the next weekly review.',
                },
            ],
            'unfreeze_above': 0.05,
            'page_leg': 'frozen',
            'ticket_leg': 'warn',
            'exhausted_within': 259200,
            'overrides': [
                {
                    'reason': 'reliability-fix',
                    'by': 'whoever is on call for the service',
                },
                {
                    'reason': 'security-fix',
                    'by': 'the security officer',
                },
                {
                    'reason': 'legal-deadline',
                    'by': 'the head of product and the head of engineering together',
                },
            ],
        },
    },
    {
        'slo_id': 'storefront/availability',
        'service': 'storefront',
        'name': 'availability',
        'title': 'Storefront availability',
        'environment': 'staging',
        'server': 'stage',
        'objective': '99.9%',
        'budget': 0.001,
        'window': 2592000,
        'unit': 'events',
        'weight': 60,
        'spacing': 60,
        'looks_back': 300,
        'bad': 'slo:sli_bad:rate5m',
        'total': 'slo:sli_total:rate5m',
        'matchers': {
            'slo_id': 'storefront/availability',
        },
        'group_by': [],
        'missing': 'alert',
        'alert': 'StorefrontAvailabilityBudgetBurn',
        'min_errors': 1,
        'legs': [
            {
                'name': '1h',
                'long': 3600,
                'long_series': 'slo:sli_error:ratio_rate1h',
                'short_series': 'slo:sli_error:ratio_rate5m',
                'threshold': 0.0144,
                'severity': 'sev4',
                'pages': False,
            },
            {
                'name': '6h',
                'long': 21600,
                'long_series': 'slo:sli_error:ratio_rate6h',
                'short_series': 'slo:sli_error:ratio_rate30m',
                'threshold': 0.006,
                'severity': 'sev4',
                'pages': False,
            },
            {
                'name': '3d',
                'long': 259200,
                'long_series': 'slo:sli_error:ratio_rate3d',
                'short_series': 'slo:sli_error:ratio_rate6h',
                'threshold': 0.001,
                'severity': 'sev4',
                'pages': False,
            },
        ],
        'exact': [
            'sum(rate(http_requests_total{job="storefront",code=~"5..|429",budget_match=""}[30d])) or on () 0 * sum(rate(http_requests_total{job="storefront",budget_match=""}[30d]))',
            'sum(rate(http_requests_total{job="storefront",budget_match=""}[30d]))',
        ],
        'policy': {
            'name': 'standard',
            'thresholds': [
                {
                    'left': 0.0,
                    'gate': 'frozen',
                    'then': 'Only changes that make the service more reliable are deployed.',
                },
                {
                    'left': 0.25,
                    'gate': 'warn',
                    'then': 'One of two people works on reliability until half of the budget is back.',
                },
                {
                    'left': 0.5,
                    'gate': 'open',
                    'then': 'The team looks at what spent it in the next weekly review.',
                },
            ],
            'unfreeze_above': 0.05,
            'page_leg': 'frozen',
            'ticket_leg': 'warn',
            'exhausted_within': 259200,
            'overrides': [
                {
                    'reason': 'reliability-fix',
                    'by': 'whoever is on call for the service',
                },
                {
                    'reason': 'security-fix',
                    'by': 'the security officer',
                },
                {
                    'reason': 'legal-deadline',
                    'by': 'the head of product and the head of engineering together',
                },
            ],
        },
    },
    {
        'slo_id': 'storefront/page-latency',
        'service': 'storefront',
        'name': 'page-latency',
        'title': 'Storefront page-latency',
        'environment': 'staging',
        'server': 'stage',
        'objective': '95%',
        'budget': 0.05,
        'window': 2592000,
        'unit': 'events',
        'weight': 60,
        'spacing': 60,
        'looks_back': 300,
        'bad': 'slo:sli_bad:rate5m',
        'total': 'slo:sli_total:rate5m',
        'matchers': {
            'slo_id': 'storefront/page-latency',
        },
        'group_by': [
            'page',
        ],
        'missing': 'alert',
        'alert': 'StorefrontPageLatencyBudgetBurn',
        'min_errors': 1,
        'legs': [
            {
                'name': '6h',
                'long': 21600,
                'long_series': 'slo:sli_error:ratio_rate6h',
                'short_series': 'slo:sli_error:ratio_rate30m',
                'threshold': 0.3,
                'severity': 'sev4',
                'pages': False,
            },
            {
                'name': '3d',
                'long': 259200,
                'long_series': 'slo:sli_error:ratio_rate3d',
                'short_series': 'slo:sli_error:ratio_rate6h',
                'threshold': 0.05,
                'severity': 'sev4',
                'pages': False,
            },
        ],
        'exact': [
            'clamp_min(sum by (page) (rate(storefront_render_seconds_count{job="storefront",budget_match=""}[30d])) - (sum by (page) (rate(storefront_render_seconds_bucket{job="storefront",budget_match="",le="0.3"}[30d])) or on (page) 0 * sum by (page) (rate(storefront_render_seconds_count{job="storefront",budget_match=""}[30d]))), 0)',
            'sum by (page) (rate(storefront_render_seconds_count{job="storefront",budget_match=""}[30d]))',
        ],
        'policy': {
            'name': 'standard',
            'thresholds': [
                {
                    'left': 0.0,
                    'gate': 'frozen',
                    'then': 'Only changes that make the service more reliable are deployed.',
                },
                {
                    'left': 0.25,
                    'gate': 'warn',
                    'then': 'One of two people works on reliability until half of the budget is back.',
                },
                {
                    'left': 0.5,
                    'gate': 'open',
                    'then': 'The team looks at what spent it in the next weekly review.',
                },
            ],
            'unfreeze_above': 0.05,
            'page_leg': 'frozen',
            'ticket_leg': 'warn',
            'exhausted_within': 259200,
            'overrides': [
                {
                    'reason': 'reliability-fix',
                    'by': 'whoever is on call for the service',
                },
                {
                    'reason': 'security-fix',
                    'by': 'the security officer',
                },
                {
                    'reason': 'legal-deadline',
                    'by': 'the head of product and the head of engineering together',
                },
            ],
        },
    },
    {
        'slo_id': 'storefront/search-latency',
        'service': 'storefront',
        'name': 'search-latency',
        'title': 'Storefront search-latency',
        'environment': 'staging',
        'server': 'stage',
        'objective': '99%',
        'budget': 0.01,
        'window': 2592000,
        'unit': 'events',
        'weight': 60,
        'spacing': 60,
        'looks_back': 300,
        'bad': 'slo:sli_bad:rate5m',
        'total': 'slo:sli_total:rate5m',
        'matchers': {
            'slo_id': 'storefront/search-latency',
        },
        'group_by': [],
        'missing': 'alert',
        'alert': 'StorefrontSearchLatencyBudgetBurn',
        'min_errors': 1,
        'legs': [
            {
                'name': '1h',
                'long': 3600,
                'long_series': 'slo:sli_error:ratio_rate1h',
                'short_series': 'slo:sli_error:ratio_rate5m',
                'threshold': 0.144,
                'severity': 'sev4',
                'pages': False,
            },
            {
                'name': '6h',
                'long': 21600,
                'long_series': 'slo:sli_error:ratio_rate6h',
                'short_series': 'slo:sli_error:ratio_rate30m',
                'threshold': 0.06,
                'severity': 'sev4',
                'pages': False,
            },
            {
                'name': '3d',
                'long': 259200,
                'long_series': 'slo:sli_error:ratio_rate3d',
                'short_series': 'slo:sli_error:ratio_rate6h',
                'threshold': 0.01,
                'severity': 'sev4',
                'pages': False,
            },
        ],
        'exact': [
            '(histogram_count(sum(rate(search_request_duration_seconds{job="storefront",budget_match=""}[30d]))) * (1 - histogram_fraction(0, 0.5, sum(rate(search_request_duration_seconds{job="storefront",budget_match=""}[30d])))) and histogram_count(sum(rate(search_request_duration_seconds{job="storefront",budget_match=""}[30d]))) > 0) or on () 0 * histogram_count(sum(rate(search_request_duration_seconds{job="storefront",budget_match=""}[30d])))',
            'histogram_count(sum(rate(search_request_duration_seconds{job="storefront",budget_match=""}[30d])))',
        ],
        'policy': {
            'name': 'standard',
            'thresholds': [
                {
                    'left': 0.0,
                    'gate': 'frozen',
                    'then': 'Only changes that make the service more reliable are deployed.',
                },
                {
                    'left': 0.25,
                    'gate': 'warn',
                    'then': 'One of two people works on reliability until half of the budget is back.',
                },
                {
                    'left': 0.5,
                    'gate': 'open',
                    'then': 'The team looks at what spent it in the next weekly review.',
                },
            ],
            'unfreeze_above': 0.05,
            'page_leg': 'frozen',
            'ticket_leg': 'warn',
            'exhausted_within': 259200,
            'overrides': [
                {
                    'reason': 'reliability-fix',
                    'by': 'whoever is on call for the service',
                },
                {
                    'reason': 'security-fix',
                    'by': 'the security officer',
                },
                {
                    'reason': 'legal-deadline',
                    'by': 'the head of product and the head of engineering together',
                },
            ],
        },
    },
    {
        'slo_id': 'storefront/reachable',
        'service': 'storefront',
        'name': 'reachable',
        'title': 'Storefront reachable',
        'environment': 'staging',
        'server': 'stage',
        'objective': '99.95%',
        'budget': 0.0005,
        'window': 2419200,
        'unit': 'minutes',
        'weight': 1.0,
        'spacing': 60,
        'looks_back': 0,
        'bad': 'slo:sli_bad:rate5m',
        'total': 'slo:sli_total:rate5m',
        'matchers': {
            'slo_id': 'storefront/reachable',
        },
        'group_by': [],
        'missing': 'bad',
        'alert': 'StorefrontReachableBudgetBurn',
        'min_errors': 1,
        'legs': [
            {
                'name': '1h',
                'long': 3600,
                'long_series': 'slo:sli_error:ratio_rate1h',
                'short_series': 'slo:sli_error:ratio_rate5m',
                'threshold': 0.00672,
                'severity': 'sev4',
                'pages': False,
            },
            {
                'name': '6h',
                'long': 21600,
                'long_series': 'slo:sli_error:ratio_rate6h',
                'short_series': 'slo:sli_error:ratio_rate30m',
                'threshold': 0.0028,
                'severity': 'sev4',
                'pages': False,
            },
        ],
        'exact': None,
        'policy': {
            'name': 'standard',
            'thresholds': [
                {
                    'left': 0.0,
                    'gate': 'frozen',
                    'then': 'Only changes that make the service more reliable are deployed.',
                },
                {
                    'left': 0.25,
                    'gate': 'warn',
                    'then': 'One of two people works on reliability until half of the budget is back.',
                },
                {
                    'left': 0.5,
                    'gate': 'open',
                    'then': 'The team looks at what spent it in the next weekly review.',
                },
            ],
            'unfreeze_above': 0.05,
            'page_leg': 'frozen',
            'ticket_leg': 'warn',
            'exhausted_within': 259200,
            'overrides': [
                {
                    'reason': 'reliability-fix',
                    'by': 'whoever is on call for the service',
                },
                {
                    'reason': 'security-fix',
                    'by': 'the security officer',
                },
                {
                    'reason': 'legal-deadline',
                    'by': 'the head of product and the head of engineering together',
                },
            ],
        },
    },
]


if __name__ == "__main__":
    sys.exit(main_of([read_slo(one) for one in SLOS], os.path.basename(__file__), sys.argv[1:]))
