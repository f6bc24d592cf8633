"""A warm run says what a cold one would: whatever a result depends on makes the kept one useless."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.compiled import write_specs
from tests.programs import ROOT

SLO = """\
  slos:
    - name: availability
      objective: 99%
      window: 30d
      sli: {ratio: {errors: errors_total, total: requests_total}}
"""


class Checkout:
    """Specs, their output, and a copy of the compiler that a test may change."""

    def __init__(self, folder: Path) -> None:
        self.package = folder / "compiler" / "sre_compiler"
        shutil.copytree(ROOT / "sre_compiler", self.package, ignore=shutil.ignore_patterns("__pycache__"))
        self.specs = write_specs(folder / "specs", SLO)
        self.output = folder / "generated"
        self.cache = folder / "cache"
        self.arguments = ["build", str(self.specs), "-o", str(self.output)]

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return self._python("-m", "sre_compiler", *arguments)

    def _python(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "XDG_CACHE_HOME": str(self.cache)}
        command, folder = [sys.executable, *arguments], self.package.parent
        return subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True, check=False)

    def check(self) -> int:
        return self.run(*self.arguments, "--check").returncode

    def loads_pydantic(self) -> bool:
        """Whether `build --check` compiles, or knows the result."""
        command = f"import sys; from sre_compiler.cli.main import run; run({[*self.arguments, '--check']!r}); "
        return self._python("-c", command + "sys.exit('pydantic' in sys.modules)").returncode != 0


@pytest.fixture
def built(tmp_path: Path) -> Checkout:
    checkout = Checkout(tmp_path)
    assert checkout.run(*checkout.arguments).returncode == 0
    return checkout


def test_an_unchanged_check_compiles_nothing(built: Checkout) -> None:
    assert not built.loads_pydantic()
    assert built.check() == 0


def change_backend(built: Checkout) -> None:
    source = built.package / "backends" / "prometheus" / "files.py"
    text = source.read_text(encoding="utf-8").replace("str(recorded.SLOW)", '"3m"')
    source.write_text(text, encoding="utf-8")


def change_spec(built: Checkout) -> None:
    spec = built.specs / "web.yaml"
    spec.write_text(spec.read_text(encoding="utf-8").replace("99%", "98%"), encoding="utf-8")


def add_spec(built: Checkout) -> None:
    text = (built.specs / "web.yaml").read_text(encoding="utf-8").replace("name: web}", "name: other}")
    (built.specs / "other.yaml").write_text(text, encoding="utf-8")


def change_output(built: Checkout) -> None:
    rules = next(built.output.glob("prometheus/*/rules/*/fast.yaml"))
    rules.write_text(rules.read_text(encoding="utf-8") + "# edited\n", encoding="utf-8")


def remove_output(built: Checkout) -> None:
    next(built.output.glob("prometheus/*/rules/*/slow.yaml")).unlink()


def leave_a_manifest_behind(built: Checkout) -> None:
    manifest = next(built.output.glob("manifest/*.json"))
    shutil.copy(manifest, manifest.with_name("gone.json"))


def edit_a_block(built: Checkout) -> None:
    page = next(built.output.glob("runbooks/*/*.md"))
    page.write_text(page.read_text(encoding="utf-8").replace("Owner:", "Owned by"), encoding="utf-8")


def delete_a_page(built: Checkout) -> None:
    next(built.output.glob("runbooks/*/*.md")).unlink()


def double_a_block(built: Checkout) -> None:
    page = next(built.output.glob("runbooks/*/*.md"))
    page.write_text(page.read_text(encoding="utf-8") * 2, encoding="utf-8")


@pytest.mark.parametrize("text", [" and more\n", "\r\n", "é\udce9"])
def test_what_people_write_in_a_page_leaves_a_check_warm(built: Checkout, text: str) -> None:
    page = next(built.output.glob("runbooks/*/*.md"))
    page.write_bytes(page.read_bytes() + text.encode(errors="surrogateescape"))
    assert not built.loads_pydantic()
    assert built.check() == 0


def test_a_deleted_block_leaves_a_check_warm_and_is_restored_on_demand(built: Checkout) -> None:
    page = next(built.output.glob("runbooks/*/*.md"))
    text = page.read_text(encoding="utf-8")
    start, end = text.index("<!-- sre-compile:begin verify"), text.index("<!-- sre-compile:end verify -->\n")
    page.write_text(text[:start] + text[end + len("<!-- sre-compile:end verify -->\n") :], encoding="utf-8")
    assert not built.loads_pydantic()
    assert built.run(*built.arguments, "--restore", str(page)).returncode == 0
    assert text[start:end] in page.read_text(encoding="utf-8")


@pytest.mark.parametrize("change", [edit_a_block, delete_a_page, double_a_block], ids=lambda change: change.__name__)
def test_a_page_that_is_not_as_it_should_be_is_looked_at(built: Checkout, change: Callable[[Checkout], None]) -> None:
    change(built)
    assert built.loads_pydantic()


def test_a_warning_about_a_page_is_told_every_time(built: Checkout) -> None:
    edit_a_block(built)
    for _ in range(2):
        done = built.run(*built.arguments)
        assert (done.returncode, done.stderr.count("edited-block")) == (0, 1)
        assert built.run(*built.arguments, "--strict").returncode == 1


@pytest.mark.parametrize(
    "change",
    [change_backend, change_spec, add_spec, change_output, remove_output, leave_a_manifest_behind],
    ids=lambda change: change.__name__,
)
def test_a_warm_check_notices(built: Checkout, change: Callable[[Checkout], None]) -> None:
    change(built)
    assert built.check() == 1
    built.run(*built.arguments)
    assert built.check() == 0


def test_a_broken_entry_is_no_entry(built: Checkout) -> None:
    for entry in (built.cache / "sre-compile").iterdir():
        entry.write_text('{"findings": 1}', encoding="utf-8")
    assert built.check() == 0


def test_findings_are_the_same_from_the_cache(built: Checkout) -> None:
    spec = built.specs / "web.yaml"
    spec.write_text(spec.read_text(encoding="utf-8").replace("team: shop", "team: shpo"), encoding="utf-8")
    cold, warm = (built.run("lint", str(built.specs)) for _ in range(2))
    assert (cold.returncode, cold.stderr) == (warm.returncode, warm.stderr)
    assert "write `shop`" in cold.stderr
    assert cold.returncode == 1


def test_another_option_brings_other_findings(built: Checkout) -> None:
    project = built.specs / "project.yaml"
    text = project.read_text(encoding="utf-8")
    said = []
    for scrapes in (10, 12, 10):
        lint = f"lint: {{options: {{short-window-too-short: {{scrapes: {scrapes}}}}}}}\n  calendar_horizon:"
        project.write_text(text.replace("calendar_horizon:", lint), encoding="utf-8")
        said.append("fewer than 12 scrapes" in built.run("lint", str(built.specs)).stderr)
    assert said == [False, True, False]


def test_no_place_for_a_cache_is_no_problem(built: Checkout) -> None:
    built.cache = Path(os.devnull)
    assert built.check() == 0


def test_what_a_killed_build_left_is_not_fresh(built: Checkout) -> None:
    (built.output / ".sre-compile").mkdir()
    assert built.run(*built.arguments).returncode == 0
    assert not (built.output / ".sre-compile").exists()


def test_a_link_to_the_same_files_is_not_fresh(built: Checkout) -> None:
    rules = next(built.output.glob("prometheus/*"))
    elsewhere = rules.rename(built.output.parent / "elsewhere")
    rules.symlink_to(elsewhere, target_is_directory=True)
    assert built.check() == 1
