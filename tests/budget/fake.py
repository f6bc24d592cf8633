"""A Prometheus in this process: it knows recorded series, answers the questions that the budget room asks, and can be made to lie."""

from __future__ import annotations

import json
import re
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl

END = 1_790_000_000 // 60 * 60
OVER_TIME = re.compile(r"(sum|count)_over_time\((\w[\w:]*)\{.*\}\[(\d+)(ms|s)\](?: offset -(\d+)ms)?\)")
Group = tuple[tuple[str, str], ...]


@dataclass
class World:
    """Samples of bad and total per second by group, one a minute; ratios of windows; alerts that fire; and every request seen."""

    bad: dict[Group, dict[int, float]] = field(default_factory=dict)
    total: dict[Group, dict[int, float]] = field(default_factory=dict)
    ratios: dict[tuple[str, Group], float] = field(default_factory=dict)
    firing: list[Group] = field(default_factory=list)
    alerted: dict[Group, list[int]] = field(default_factory=dict)
    requests: list[tuple[str, dict[str, str], dict[str, str]]] = field(default_factory=list)
    lie: Callable[[str, dict[str, str], bytes], tuple[int, Mapping[str, str], bytes] | None] = lambda *_: None

    def fill(self, group: Group, seconds: int, bad: Callable[[int], float | None], total: float = 10.0) -> World:
        """The last `seconds` of a group; minutes for which `bad`, a ratio, is None have no sample."""
        for moment in range(END - seconds + 60, END + 1, 60):
            ratio = bad(END - moment)
            if ratio is not None:
                self.total.setdefault(group, {})[moment] = total
                self.bad.setdefault(group, {})[moment] = total * ratio
        return self

    def of(self, query: str) -> World:
        """What a query selects: the series of its SLO."""
        slo_id = re.search(r'slo_id="([^"]*)"', query)
        mine = {group for group in self.total if slo_id and ("slo_id", slo_id[1]) in group}
        return replace(
            self,
            bad={group: row for group, row in self.bad.items() if group in mine},
            total={group: row for group, row in self.total.items() if group in mine},
            ratios={(name, group): value for (name, group), value in self.ratios.items() if group in mine},
        )

    def answer(self, path: str, fields: Mapping[str, str]) -> dict[str, object]:
        return self.of(fields.get("query", ""))._answer(path, fields)

    def _answer(self, path: str, fields: Mapping[str, str]) -> dict[str, object]:
        if path.endswith("/buildinfo"):
            return {"version": "2.42.0"}
        query = fields["query"]
        if path.endswith("/query"):
            rows = self._instant(query, float(fields["time"]))
            vector = [{"metric": dict(group), "value": [float(fields["time"]), str(value)]} for group, value in rows]
            return {"resultType": "vector", "result": vector}
        start, end, step = (float(fields[name]) for name in ("start", "end", "step"))
        times = [start + step * index for index in range(int((end - start) / step) + 1)]
        offset = re.search(r" offset -(\d+)ms", query)
        shift = int(offset[1]) / 1000 if offset else 0
        if "ALERTS" in query:
            rows = {
                group: [(t, "1") for t in times if any(t + shift - step < one <= t + shift for one in at)]
                for group, at in self.alerted.items()
            }
        else:
            rows = self._ranges(query, times)
        matrix = [{"metric": dict(group), "values": [[t, v] for t, v in row]} for group, row in rows.items() if row]
        return {"resultType": "matrix", "result": matrix}

    def _instant(self, query: str, moment: float) -> Iterator[tuple[Group, float]]:
        if query.startswith("ALERTS"):
            yield from ((group, 1.0) for group in self.firing)
        elif query.startswith("{"):
            names = re.search(r'__name__=~"(.*)"', query)[1].split("|")
            yield from (
                ((("__name__", name), *group), value) for (name, group), value in self.ratios.items() if name in names
            )
            for group, samples in self.total.items():
                if any(moment - 300 < one <= moment for one in samples):
                    yield (("__name__", "slo:sli_total:rate5m"), *group), 1.0
        else:
            yield from ((group, float(row[0][1])) for group, row in self._ranges(query, [moment]).items() if row)

    def _ranges(self, query: str, times: list[float]) -> dict[Group, list[tuple[float, str]]]:
        asked = OVER_TIME.search(query)
        if asked is None:
            return {}
        how, metric, length, unit, offset = asked.groups()
        seconds = int(length) / (1000 if unit == "ms" else 1)
        known = self.bad if "bad" in metric else self.total
        return {
            group: list(_over(samples, times, seconds, how, int(offset or 0) // 1000))
            for group, samples in known.items()
        }


def _over(
    samples: Mapping[int, float], times: list[float], seconds: float, how: str, shift: int
) -> Iterator[tuple[float, str]]:
    for moment in times:
        end = moment + shift
        first = int(-(-(end - seconds) // 60) * 60)
        inside = [samples[one] for one in range(first, int(end) + 1, 60) if one in samples]
        if inside:
            yield moment, repr(sum(inside)) if how == "sum" else str(len(inside))


@contextmanager
def serving(world: World, secured: ssl.SSLContext | None = None) -> Iterator[str]:
    """The URL of a server of this world, over TLS where it is secured."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.reply({})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self.reply(dict(parse_qsl(body)))

        def reply(self, fields: dict[str, str]) -> None:
            world.requests.append((self.path, fields, dict(self.headers)))
            honest = (
                b""
                if "/api/v1/" not in self.path
                else json.dumps({"status": "success", "data": world.answer(self.path, fields)}).encode()
            )
            status, headers, body = world.lie(self.path, fields, honest) or (200, {}, honest)
            self.send_response(status)
            for name, value in {
                "Content-Type": "application/json",
                "Content-Length": str(len(body)),
                **headers,
            }.items():
                self.send_header(name, value)
            self.end_headers()
            try:
                self.wfile.write(body)
            except OSError:
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if secured is not None:
        server.socket = secured.wrap_socket(server.socket, server_side=True)
    server.daemon_threads = True
    server.handle_error = lambda *_: None
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield f"{'http' if secured is None else 'https'}://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
