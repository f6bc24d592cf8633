"""The command line: what to ask, whom, and how to take the answer."""

from __future__ import annotations

import argparse
import os
import re
import sys
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timezone
from typing import Any, NamedTuple, NoReturn

from sre_compiler.budget.access import MisuseError, connection_of
from sre_compiler.budget.answers import Server
from sre_compiler.budget.evaluate import Asked, Result, evaluate
from sre_compiler.budget.formats import FORMATS
from sre_compiler.budget.gate import MISUSE, NOT_KNOWN
from sre_compiler.budget.objective import Slo
from sre_compiler.budget.override import overridden
from sre_compiler.budget.report import Circumstances, report_of


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
