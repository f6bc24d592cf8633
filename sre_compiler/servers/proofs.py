"""The generated tests of a folder, run by the programs that they are for; what fails, in words.

promtool compares and prints; which case an expression belongs to is read from the test file, whose lines are ours.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed

from msgspec import Struct

from sre_compiler.output import manifest
from sre_compiler.output.tree import opened
from sre_compiler.servers.tools import Tool

SUFFIX = ".test.yaml"
_LONGEST = 120
"""Of a label or annotation that is shown; the whole text stands in the test file."""

_ROUTES = re.compile(r"alertmanager/tests/[^/]+\.yaml")
_STRING = r'"(?:[^"\\]|\\.)*"'
_EXPR = re.compile(rf"^    expr: ({_STRING}), time: (\S+?),\n\s+exp: ?(.*)\n\s+got: ?(.*)$", re.MULTILINE)
_ALERT = re.compile(
    r"^    alertname: ([^\n]*), time: (\S+?), ?\n(.*?)(?=^    (?:name|alertname|expr): |\Z)", re.MULTILINE | re.DOTALL
)
_BROKEN = re.compile(r"^    (?:name: [^\n]*\n    )?(?!expr:|alertname:|name:)(\S[^\n]*)$", re.MULTILINE)
_WHO = re.compile(r'(slo_id|alertname)="((?:[^"\\]|\\.)*)"')
_LEG = re.compile(r'leg="([^"]*)"')
_METRIC = re.compile(r"(slo[_a-z]*:[a-z_:0-9]+|slo_info)\{")


class Proof(Struct, frozen=True):
    """A test file: where it is, by its path in the folder, and where it comes from."""

    path: str
    source: str

    @property
    def is_of_routes(self) -> bool:
        return not self.path.endswith(SUFFIX)


class Failure(Struct, frozen=True):
    """What was not as expected: of which SLO or alert, in which case, in words."""

    proof: Proof
    about: str
    case: str
    told: str


class Proven(Struct, frozen=True):
    """A test file that was run."""

    proof: Proof
    failures: tuple[Failure, ...]


Prove = Callable[[Proof], Sequence[Failure]]


def proofs(folder: str) -> list[Proof]:
    """Every test file that the manifests of the folder list. Raises `OutputError`."""
    tree = opened(folder)
    try:
        rows = {path: row.source for owned in manifest.read_all(tree).values() for path, row in owned.items()}
    finally:
        tree.close()
    return [Proof(path, rows[path]) for path in sorted(rows) if path.endswith(SUFFIX) or _ROUTES.fullmatch(path)]


def run(some: Sequence[Proof], prove: Prove, jobs: int) -> Iterator[Proven]:
    """Each as soon as it is done."""
    with ThreadPoolExecutor(jobs) as pool:
        waiting = {pool.submit(prove, one): one for one in some}
        for done in as_completed(waiting):
            yield Proven(waiting[done], tuple(done.result()))


def by_promtool(folder: str, promtool: Tool) -> Prove:
    """What promtool says of a test file."""

    def prove(proof: Proof) -> list[Failure]:
        file = os.path.join(folder, proof.path)  # noqa: PTH118 - as in the rest of this room
        code, printed = promtool.run("test", "rules", file)
        if code == 0:
            return []
        return list(_read(proof, printed, text_of(file))) or [Failure(proof, "", "", _broken(printed))]

    return prove


def text_of(file: str) -> str:
    """The text of a file; nothing where it cannot be read."""
    try:
        with open(file, encoding="utf-8", errors="replace") as opened_file:  # noqa: PTH123 - as above
            return opened_file.read()
    except OSError:
        return ""


def _broken(printed: str) -> str:
    """That promtool could not even run it: its own words."""
    lines = [line.strip() for line in printed.splitlines() if line.strip()]
    said = [line for line in lines if not line.startswith(("Unit Testing:", "FAILED", "SUCCESS"))]
    return said[0] if said else "promtool ended without a word"


def _read(proof: Proof, printed: str, text: str) -> Iterator[Failure]:
    cases = _cases(text)
    for quoted, time, expected, got in _EXPR.findall(printed):
        expr = json.loads(quoted)
        yield Failure(
            proof, _about(expr), cases.get((expr, time, _expects(expected)), ""), _told(expr, time, expected, got)
        )
    for alert, time, both in _ALERT.findall(printed):
        about = _about(both) or alert
        yield Failure(
            proof,
            about,
            _named(text, alert, time),
            f"{alert} does not say after {time} what it should: {_differs(both)}",
        )


def _about(text: str) -> str:
    """The SLO, else the alert."""
    found = dict(reversed(_WHO.findall(text)))
    return str(found.get("slo_id") or found.get("alertname", ""))


def _told(expr: str, time: str, expected: str, got: str) -> str:
    fires = _expects(expected)
    metric = _METRIC.search(expr)
    if "ALERTS{" not in expr:
        return f"after {time} {metric[1] if metric else expr} {_wanted(expr) if fires else 'is there, and should not'}"
    leg = _LEG.search(expr)
    name = dict(_WHO.findall(expr)).get("alertname", "")
    what = f"the {leg[1]} leg of {name}" if leg else name
    if "count_over_time(" in expr:
        return f"{what} fires by {time}, and should stay silent"
    return f"{what} does not fire after {time}" if fires else f"{what} fires after {time} (found {got}), and should not"


def _wanted(expr: str) -> str:
    """What a recorded series is not."""
    if (found := re.search(r"> ([0-9.e+-]+) < ([0-9.e+-]+)\)", expr)) is not None:
        return f"is not within {found[1]} and {found[2]}"
    same = re.search(r" == ([0-9.e+-]+)\)", expr)
    return f"is not {same[1]}" if same else f"is not what is expected: {expr}"


def _differs(both: str) -> str:
    """What is on one side only."""
    expected, _, got = both.partition("got:")
    pairs = [set(re.findall(rf"[A-Za-z_]\w*={_STRING}", side)) for side in (expected, got)]
    if not pairs[1]:
        return "it does not fire"
    missing, extra = ([_cut(one) for one in sorted(some)] for some in (pairs[0] - pairs[1], pairs[1] - pairs[0]))
    words = [f"expected {', '.join(missing)}"] * bool(missing) + [f"found {', '.join(extra)}"] * bool(extra)
    return "; ".join(words) or "another number of alerts fires"


def _cut(pair: str) -> str:
    return pair if len(pair) <= _LONGEST else f"{pair[:_LONGEST]}…"


def _expects(samples: str) -> bool:
    """Whether any sample is expected."""
    return samples not in {"", "nil"}


def _cases(text: str) -> dict[tuple[str, str, bool], str]:
    """The name of the case by its expression and time, and whether a sample is expected."""
    found, name = {}, ""
    for line in text.splitlines():
        if line.startswith("  - name: "):
            name = json.loads(line.removeprefix("  - name: "))
        elif (match := re.match(rf"      - \{{expr: ({_STRING}), eval_time: ([0-9a-z]+)", line)) is not None:
            found[json.loads(match[1]), match[2], "exp_samples" in line[match.end() :]] = name
    return found


def _named(text: str, alert: str, time: str) -> str:
    name = ""
    for line in text.splitlines():
        if line.startswith("  - name: "):
            name = json.loads(line.removeprefix("  - name: "))
        elif line.startswith(f'      - {{alertname: "{alert}", eval_time: {time},'):
            return name
    return ""
