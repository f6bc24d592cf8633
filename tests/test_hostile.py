"""Text and paths that mean harm, or look like it: findings or a line that says why not, in bounded time and memory."""

from __future__ import annotations

import os
import re
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.transcript import PROJECTS, surroundings

MEMORY = 1 << 30
SECONDS = 10
HEAD = "apiVersion: sre-compile.dev/v1alpha1\nkind: Service\nmetadata: {name: hostile}\nspec:\n  team: shop\n"
POLICY = "apiVersion: sre-compile.dev/v1alpha1\nkind: BurnRatePolicy\nmetadata: {name: hostile}\nspec:\n  legs:\n"


def slo(**keys: str) -> str:
    """A service with one SLO; a key with underscores around it takes the place of the harmless one."""
    chosen = {"name": "a", "objective": "99.9%", "sli": "http"} | keys
    return HEAD + "  slos:\n    -\n" + "".join(f"      {key}: {value}\n" for key, value in chosen.items())


def alert(expression: str) -> str:
    return HEAD + f"  alerts:\n    - name: A\n      severity: page\n      summary: A.\n      expr: {expression}\n"


ROTA = """\
apiVersion: sre-compile.dev/v1alpha1
kind: OnCallPolicy
metadata: {name: hostile}
spec:
  timezone: Europe/Berlin
  escalation: [{call: [{schedule: s0}], ack_within: 15m}]
  schedules:
    - name: s0
      layers:
        - name: weekly
          every: 1w
          handoff: {day: mon, at: "09:00"}
          starts: "2025-12-29"
          rosters: [{people: [ana, bo]}]
"""

TEXTS: dict[str, str | bytes] = {
    "nothing": b"",
    "only breaks": "\n" * 100_000,
    "only a mark of the byte order": b"\xef\xbb\xbf",
    "UTF-16": slo().encode("utf-16"),
    "UTF-32 without a mark": slo().encode("utf-32-be"),
    "half a character": slo().encode() + b"\xe2\x82",
    "a lone surrogate": b"a: \xed\xa0\x80\n",
    "NUL": b"a: \x00\n",
    "every byte": bytes(range(256)),
    "100,000 brackets": "[" * 100_000,
    "100,000 closed brackets": "a: " + "[" * 100_000 + "]" * 100_000,
    "100,000 braces": "{a: " * 100_000,
    "100,000 dashes": "- " * 100_000 + "a",
    "100,000 question marks": "? " * 100_000,
    "100,000 anchors": " ".join(f"&a{i}" for i in range(100_000)),
    "100,000 tags": "!a " * 100_000,
    "100,000 levels of blocks": "".join(f"{' ' * (i % 2_000)}a:\n" for i in range(100_000)),
    "100,000 documents": "---\n" * 100_000,
    "100,000 empty services": HEAD.join(["---\n"] * 5_000),
    "a billion laughs": "a0: &a0 [x, x]\n" + "".join(f"a{i}: &a{i} [{f'*a{i - 1}, ' * 9}]\n" for i in range(1, 40)),
    "laughs by the square": f"a: &a {'x' * 50_000}\nb: [{'*a, ' * 50_000}]\n",
    "an alias of itself": "a: &a {b: *a}\n",
    "merged laughs": "a: &a {b: 1}\n" + "".join(f"a{i}: &a{i} {{<<: [*a, *a]}}\n" for i in range(1_000)),
    "a name of a megabyte": slo(name="a" * (1 << 20)),
    "a key of a megabyte": f"{'a' * (1 << 20)}: 1\n",
    "a comment of three megabytes": f"# {'x' * (3 << 20)}\n",
    "a line of quotes": '"' * 100_000,
    "10,000 unknown keys": HEAD + "".join(f"  key{i}: 1\n" for i in range(10_000)),
    "10,000 SLOs of one name": HEAD + "  slos:\n" + "    - {name: a, objective: 99%, sli: http}\n" * 10_000,
    "10,000 mistakes on one line": f"{HEAD}  slos: [{'{name: A}, ' * 10_000}]\n",
    "a number of a million digits": slo(revision="9" * 1_000_000),
    "a number with a huge exponent": slo(revision="1e999999999"),
    "a number with a tiny exponent": slo(revision="1e-999999999"),
    "a percentage with a huge exponent": slo(objective="1e999999999%"),
    "a percentage of many digits": slo(objective=f"99.{'9' * 100_000}%"),
    "a percentage of nothing": slo(objective="nan%"),
    "a duration beyond all time": slo(window="999999999999y"),
    "a duration of many digits": slo(window=f"{'9' * 100_000}d"),
    "a factor beyond all numbers": POLICY + "    - {factor: 1e999999, long: 1h, short: 5m, severity: page}\n",
    "a factor of nearly nothing": POLICY + "    - {factor: 1e-999999, long: 1h, short: 5m, severity: page}\n",
    "1,500 schedules that follow each other": ROTA
    + "".join(f"    - {{name: s{i + 1}, follows: {{schedule: s{i}, turns: -1}}}}\n" for i in range(1_500)),
    "turns of a millisecond": ROTA.replace("1w", "1ms"),
    "digits of other scripts": slo(objective="\u0669\u0669%", window="\u0663\u0660d", revision="\u0663"),
    "infinity": slo(objective=".inf", revision=".nan"),
    "a date": slo(name="2026-01-01", title="2026-01-01", revision="2026-01-01"),
    "Norway": slo(name="no", title="no", revision="no"),
    "sexagesimal": slo(window="1:30", revision="1:30"),
    "nested PromQL": alert('"' + "(" * 50_000 + "1" + ")" * 50_000 + '"'),
    "PromQL that goes on without a break": alert(" unless ".join(["up"] * 2_000)),
    "the same unknown placeholder everywhere": alert(f"""'up{{job=~"{"$jo|" * 4_000}"}} > 1'"""),
    "2,000 unknown placeholders": alert(f"""'up{{job=~"{"|".join(f"$j{i}" for i in range(2_000))}"}} > 1'"""),
    "a template of comments": alert(f"up > 1\n      description: '{{{{ {'/* ' * 50_000}'"),
    "a template of labels": alert(
        f"up > 1\n      description: '{''.join(f'{{{{ $labels.a{i} }}}}' for i in range(20_000))}'"
    ),
    "PromQL that goes on": alert(" + ".join(["up"] * 20_000)),
    "PromQL of minus signs": alert(f'"{"-" * 100_000}up"'),
    "PromQL that never closes": alert("'" + 'up{job="' + "'"),
    "a regular expression that backtracks": alert("""'up{job=~"(a+)+(b*)*(.*)*c"}'"""),
    "a regular expression that repeats": alert("""'up{job=~"((a{1000}){1000}){1000}"}'"""),
    "a nested regular expression": alert(f"""'up{{job=~"{"(" * 5_000}{")" * 5_000}"}}'"""),
    "a path as a name": slo(name="../../etc/passwd", id="../../a"),
    "escape codes in a key": b'spec: {"\\e[2J\\e]0;x\\a": 1}\n',
    "a template": slo(description='"{{ define `x` }}{{ end }}{{ template `x` }} ${HOME} `id` $(id)"'),
    "Python objects": "a: !!python/object/apply:os.system [id]\n",
}


NAMES = [b"a\nb: c", b"a\x1b[31mb", b"\xff\xfe", b"-h", b"a b", "\u202eb\u2028c".encode(), b"%s{}$(id)"]


def lint(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run(folder, "lint", *arguments)


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run with 10 s of processor time and 1 GiB of memory; more is death by a signal, or a MemoryError."""

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))

    command = [sys.executable, "-m", "sre_compiler", *arguments]
    environment = surroundings(folder)
    return subprocess.run(
        command,
        cwd=folder,
        env=environment,
        preexec_fn=limited,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="surrogateescape",
        check=False,
    )


def assert_civil(done: subprocess.CompletedProcess[str], codes: Sequence[int] = (0, 1)) -> None:
    """An exit code of those expected, and words of ours."""
    assert done.returncode in codes, done.stderr[-2_000:]
    assert not re.search(r"Traceback|this is a bug|pydantic|yaml\.[a-z]+\.|[A-Za-z]Error\b", done.stderr)
    assert not set(done.stderr) & {chr(code) for code in range(32)} - {"\n"}
    assert len(done.stderr) < 2 << 20


@pytest.fixture
def specs(tmp_path: Path) -> Path:
    shutil.copytree(PROJECTS / "shop" / "specs", tmp_path / "specs")
    return tmp_path / "specs"


@pytest.mark.parametrize("style", ["full", "concise"])
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_hostile_text(text: str | bytes, style: str, specs: Path) -> None:
    data = text if isinstance(text, bytes) else text.encode(errors="surrogatepass")
    specs.joinpath("hostile.yaml").write_bytes(data)
    assert_civil(lint(specs.parent, "--format", style))


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _link_to_itself(path: Path) -> None:
    path.symlink_to(path.name)


def _link_to_nothing(path: Path) -> None:
    path.symlink_to("nothing")


def _link_to_the_folder_above(path: Path) -> None:
    path.symlink_to("..")


def _link_to_a_device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def _folder(path: Path) -> None:
    path.mkdir()


@pytest.mark.parametrize(
    "make", [_pipe, _link_to_itself, _link_to_nothing, _link_to_the_folder_above, _link_to_a_device, _folder]
)
def test_what_is_no_file_but_is_called_like_a_spec(make: Callable[[Path], None], specs: Path) -> None:
    make(specs / "hostile.yaml")
    assert_civil(lint(specs.parent), codes=(0, 1, 2))
    assert_civil(lint(specs.parent, "specs/hostile.yaml"), codes=(0, 1, 2))


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_name_of_a_file(name: bytes, specs: Path) -> None:
    specs.joinpath(f"{os.fsdecode(name)}.yaml").write_text(slo(objective="99"), encoding="utf-8")
    done = lint(specs.parent)
    assert_civil(done, codes=(1,))
    assert "write `99%`" in done.stderr


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_name_of_a_file_stays_in_its_comment(name: bytes, specs: Path) -> None:
    specs.joinpath("web.yaml").rename(specs / f"{os.fsdecode(name)}.yaml")
    assert_civil(run(specs.parent, "build"), codes=(0,))
    for rules in specs.parent.joinpath("generated/prometheus").glob("*/rules/**/*.yaml"):
        head, *lines = rules.read_text(encoding="utf-8").splitlines()
        assert head.startswith("# generated from specs/")
        assert lines[0] == "groups:"


@pytest.mark.parametrize("path", ["/dev/null", "/dev/zero", "/proc/self/mem", "", "a" * 5_000, "specs/web.yaml/x"])
def test_a_hostile_path(path: str, specs: Path) -> None:
    done = lint(specs.parent, path)
    assert_civil(done, codes=(1, 2))


def test_folders_inside_each_other_without_end(specs: Path) -> None:
    here = os.open(specs, os.O_RDONLY)
    for _ in range(1_500):
        os.mkdir("d", dir_fd=here)
        here, above = os.open("d", os.O_RDONLY, dir_fd=here), here
        os.close(above)
    os.close(os.open("deep.yaml", os.O_CREAT, dir_fd=here))
    os.close(here)
    done = lint(specs.parent)
    subprocess.run(["rm", "-r", specs / "d"], check=True)  # pytest's own cleaning would go down by recursion
    assert_civil(done, codes=(0,))
    assert done.stderr == f"no findings in {len([*specs.iterdir()]) + 1} files\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["build", "-o", "specs"], "specs is inside of specs"),
        (["build", "-o", "specs/web/../out"], "is inside of specs"),
        (["build", "-o", "/proc/hostile/out"], "/proc/hostile"),
        (["build", "-o", "/dev/null/out"], "/dev/null"),
        (["lint", "--output", "sarif=/dev/full"], "/dev/full cannot be used"),
        (["lint", "--output", "json=specs"], "specs cannot be used"),
        (["lint", "--output", "json=no/such/folder"], "no/such/folder cannot be used"),
        (["explain", "\x1b[31mred\u202e"], "nothing is called \\x1b[31mred\\u202e"),
        (["lint", "no\x1b[31m\nsuch"], "does not exist"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(arguments: list[str], said: str, specs: Path) -> None:
    done = run(specs.parent, *arguments)
    assert_civil(done, codes=(2,))
    assert said in done.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    ("redirected", "code", "said"),
    [
        (">&-", 0, "no findings in 2 files\n"),
        ("--format json >&-", 0, ""),
        ("2>&-", 0, ""),
        (">&- 2>&-", 0, ""),
        ("2>/dev/full", 2, ""),
        ("--format json >/dev/full", 2, "sre-compile: the output cannot be used: No space left on device\n"),
    ],
)
def test_nobody_takes_what_is_said(redirected: str, code: int, said: str, specs: Path) -> None:
    command = ["bash", "-c", f'exec "{sys.executable}" -m sre_compiler lint {redirected}']
    done = subprocess.run(
        command, cwd=specs.parent, env=surroundings(specs.parent), capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (code, said)


def test_the_name_of_a_broken_link_is_escaped(specs: Path) -> None:
    (specs / "a\x1b[31m\n.yaml").symlink_to("nowhere")
    done = lint(specs.parent)
    assert_civil(done, codes=(2,))
    assert "specs/a\\x1b[31m\\n.yaml cannot be used" in done.stderr


def test_what_is_explained_is_escaped(specs: Path) -> None:
    web = specs / "web.yaml"
    web.write_text(web.read_text(encoding="utf-8").replace("Orders are late.", '"\\e[31m\\u202e\\a"'), encoding="utf-8")
    done = run(specs.parent, "explain", "QueueFull")
    assert done.returncode == 0, done.stderr
    assert "\\x1b[31m\\u202e\\x07" in done.stdout
    assert "\x1b" not in done.stdout
