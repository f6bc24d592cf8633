"""The one file for each service: any Python from 3.9 on runs it, and it says what `sre-compile budget` says."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from sre_compiler.backends.budgets.literal import literal
from sre_compiler.backends.budgets.program_text import program_text
from sre_compiler.backends.budgets.slos import slos_of
from tests.budget.cases import DAY
from tests.budget.fake import END, World, serving
from tests.consumers.example import program
from tests.programs import ROOT
from tests.transcript import surroundings

ROOM = sorted((ROOT / "sre_compiler" / "budget").glob("*.py"))
SCRIPT = ROOT / "generated" / "budgets" / "checkout.py"
GROUPS = {
    "checkout/availability": [(), 0.0004],
    "checkout/latency": [(), 0.02],
    "checkout/payment-provider": [(("provider", "a"),), 0.001],
}


@cache
def pythons() -> list[str]:
    """Every Python from 3.9 on that this machine has."""
    homes = [
        Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions",
        Path.home() / ".local/share/uv/python",
    ]
    found = {str(one) for home in homes for one in home.glob("*/bin/python3.[0-9]*")}
    found |= {path for minor in range(9, 30) if (path := shutil.which(f"python3.{minor}"))}
    return sorted({sys.executable, *(one for one in found if _fits(one))})


def _fits(path: str) -> bool:
    minor = path.rpartition("python3.")[2]
    done = (
        subprocess.run([path, "-c", ""], capture_output=True, check=False)
        if minor.isdigit() and int(minor) >= 9
        else None
    )
    return done is not None and done.returncode == 0


def world() -> World:
    made = World()
    for slo_id, (labels, ratio) in GROUPS.items():
        made.fill((*labels, ("slo_id", slo_id)), 3 * DAY, lambda _, ratio=ratio: ratio)
    return made


def outputs(command: list[str], folder: Path, url: str, *options: str) -> tuple[int, bytes, bytes]:
    arguments = ["--prometheus-url", url, "--server", "eu1", "--at", str(END), *options]
    done = subprocess.run(
        [*command, *arguments], cwd=folder, env=surroundings(folder), capture_output=True, check=False
    )
    return done.returncode, done.stdout, done.stderr


def test_all_pythons_and_the_command_say_the_same(tmp_path: Path) -> None:
    compiler = [sys.executable, "-m", "sre_compiler", "budget", str(ROOT / "specs"), *GROUPS]
    with serving(world()) as url:
        for style in ("table", "json"):
            wanted = outputs(compiler, tmp_path, url, "--format", style)
            assert (wanted[0], wanted[2]) == (0, b""), wanted
            assert b"checkout/payment-provider" in wanted[1]
            for python in pythons() if style == "json" else [sys.executable]:
                assert outputs([python, str(SCRIPT)], tmp_path, url, "--format", style) == wanted, python


def test_all_pythons_follow_a_server_that_moved(tmp_path: Path) -> None:
    moved = world()
    moved.lie = lambda path, *_: None if path.startswith("/prom/") else (308, {"Location": f"/prom{path}"}, b"")
    with serving(moved) as url:
        codes = {one: outputs([one, str(SCRIPT)], tmp_path, url, "checkout/availability")[0] for one in pythons()}
    assert set(codes.values()) == {0}, codes


def test_the_command_takes_the_specs_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "specs").symlink_to(ROOT / "specs")
    with serving(World()) as url:
        code, out, _ = outputs([sys.executable, "-m", "sre_compiler", "budget"], tmp_path, url, "stock/availability")
    assert (code, out.count(b"stock/availability")) == (3, 2)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (
            ("--prometheus-url", "http://127.0.0.1:1"),
            "the specs have several servers; choose with --server: eu1, stage",
        ),
        (("--prometheus-url", "http://127.0.0.1:1", "--server", "us1"), "--server 'us1' has no SLO"),
        (
            ("--prometheus-url", "http://127.0.0.1:1", "--server", "eu1", "checkout/avail"),
            "there is no SLO 'checkout/avail' here",
        ),
        (("--server", "eu1"), "the following arguments are required: --prometheus-url"),
        (("--prometheus-url", "http://127.0.0.1:1", "--at", "noon"), "--at 'noon' is not a time"),
        (("--prometheus-url", "http://127.0.0.1:1", "--match", "x"), "--match 'x' is not LABEL=VALUE"),
        (("--nonsense",), ""),
    ],
)
def test_misuse_ends_with_2(options: tuple[str, ...], told: str, tmp_path: Path) -> None:
    where = options if "--server" in options or "several" in told else (*options, "--server", "eu1")
    for command in (
        [sys.executable, str(SCRIPT)],
        [sys.executable, "-m", "sre_compiler", "budget", str(ROOT / "specs")],
    ):
        done = subprocess.run(
            [*command, *where], cwd=tmp_path, env=surroundings(tmp_path), capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stdout) == (2, ""), done
        assert told in done.stderr
        assert done.stderr.count("\n") == 1


def test_the_code_counts_though_nobody_reads_on(tmp_path: Path) -> None:
    arguments = "--server eu1 --retries 0 --prometheus-url http://127.0.0.1:1"
    compiler = f"{sys.executable} -m sre_compiler budget {ROOT / 'specs'}"
    for command in (f"{sys.executable} {SCRIPT}", compiler):
        line = f"set -o pipefail; ({command} {arguments}; echo $? > code) | true"
        subprocess.run(["bash", "-c", line], cwd=tmp_path, env=surroundings(tmp_path), capture_output=True, check=False)
        assert (tmp_path / "code").read_text(encoding="utf-8") == "3\n"
        full = subprocess.run(
            ["bash", "-c", f"{command} {arguments} > /dev/full"],
            cwd=tmp_path,
            env=surroundings(tmp_path),
            capture_output=True,
            text=True,
            check=False,
        )
        assert (full.returncode, full.stderr.count("\n")) == (2, 1), full.stderr


def test_any_terminal_can_show_it(tmp_path: Path) -> None:
    """An old encoding has no letter for every title."""
    made = tmp_path / "web.py"
    data = [{**slos_of(program(), program().services[0])[0], "title": "Kasse \u2713", "server": "eu1"}]
    made.write_text(program_text(data, "specs/web.yaml"), encoding="utf-8")
    around = {**surroundings(tmp_path), "PYTHONIOENCODING": "ascii"}
    command = [
        sys.executable,
        str(made),
        "--format",
        "json",
        "--retries",
        "0",
        "--prometheus-url",
        "http://127.0.0.1:1",
    ]
    done = subprocess.run(command, cwd=tmp_path, env=around, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (3, "")
    assert "Kasse" in done.stdout


def test_help_is_help(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(SCRIPT), "--help"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, "--on-unknown" in done.stdout) == (0, True)


def test_specs_with_mistakes_are_misuse(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "specs", tmp_path / "specs")
    (tmp_path / "specs" / "people.yaml").write_text("kind: [", encoding="utf-8")
    code, out, told = outputs([sys.executable, "-m", "sre_compiler", "budget"], tmp_path, "http://127.0.0.1:1")
    assert (code, out) == (2, b"")
    assert b"specs/people.yaml" in told


def test_the_room_needs_nothing_but_an_old_python() -> None:
    for path in ROOM:
        tree = ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 9))
        for module in _imported(tree):
            assert module in sys.stdlib_module_names or module.startswith("sre_compiler.budget."), (path.name, module)


def _imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            assert [one.asname for one in node.names] == [None] * len(node.names), (
                "the files are put together: no name but its own"
            )
            yield from (one.name.partition(".")[0] for one in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert [one.asname for one in node.names] == [None] * len(node.names)
            own = (node.module or "").startswith("sre_compiler.budget.")
            yield node.module if own else (node.module or "").partition(".")[0]


def test_no_name_is_used_by_two_modules() -> None:
    names = Counter(name for path in ROOM for name in _defined(ast.parse(path.read_text(encoding="utf-8"))))
    assert [name for name, count in names.items() if count > 1] == []


def _defined(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from (one.id for target in targets for one in ast.walk(target) if isinstance(one, ast.Name))


@pytest.mark.parametrize(
    "text", ["plain", 'say "x"', "it's", "\\", "line\nend\r\x00", "ü\u2028😀", "{x}", "'''", '"""', "%s"]
)
def test_texts_stay_texts(text: str) -> None:
    value = [{text: [text, None, True, 1, -0.5, {}, []]}]
    written = literal(value)
    assert ast.literal_eval(written) == value
    assert written.isascii()
    hostile = program_text([{"service": "x", "title": text}], f"specs/{text}.yaml")
    tree = ast.parse(hostile)
    assert hostile.splitlines()[1].startswith("# generated from specs/")
    [data] = [
        node.value for node in tree.body if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "SLOS"
    ]
    assert ast.literal_eval(data) == [{"service": "x", "title": text}]
