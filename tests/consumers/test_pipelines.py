"""The GitHub Action and the pipelines in the guide: valid, and their own scripts run in a checkout of the example."""

from __future__ import annotations

import fcntl
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from tests.programs import ROOT
from tests.readme import HOME, block, pipeline
from tests.repository import Repository, copy, environment, of_this_compiler, shared_folder

CHECK = ".github/actions/check"
ACTION = yaml.safe_load((ROOT / CHECK / "action.yml").read_text(encoding="utf-8"))
STEPS = {step["name"]: step for step in ACTION["runs"]["steps"]}
INSTALL, LINT, COMPARE = STEPS
INPUT = re.compile(r"\$\{\{ inputs\.(\w+) \}\}")


def validate(schema: str, file: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}", str(file)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("schema", "beginning"), [("github-workflows", "name: specs"), ("gitlab-ci", "specs:\n  image:")]
)
def test_the_pipelines_are_valid(schema: str, beginning: str, tmp_path: Path) -> None:
    file = tmp_path / "pipeline.yml"
    file.write_text(block("In a repository", beginning), encoding="utf-8")
    done = validate(schema, file)
    assert done.returncode == 0, done.stdout


def test_the_action_is_valid() -> None:
    done = validate("github-actions", ROOT / CHECK / "action.yml")
    assert done.returncode == 0, done.stdout


def test_no_script_of_the_action_holds_what_somebody_else_wrote() -> None:
    assert [name for name, step in STEPS.items() if "${{" in step["run"]] == []


def used() -> dict[str, str]:
    """The inputs that the workflow gives to the action; they are there, and it uses the action at its place."""
    [step] = [one for one in pipeline("name: specs")["jobs"]["specs"]["steps"] if "sre-compile" in one["uses"]]
    assert step["uses"].startswith(f"{HOME.removeprefix('https://github.com/')}/{CHECK}@v")
    assert step["with"].keys() <= ACTION["inputs"].keys()
    return dict(step["with"])


@pytest.fixture
def checkout(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """The example as GitHub's runner checks it out, with the action installed by its own first step."""
    shared = shared_folder(tmp_path_factory)
    compiler = of_this_compiler(shared)
    around = {
        **environment(shared),
        "GITHUB_ACTIONS": "true",
        "GITHUB_ACTION_PATH": str(compiler.folder / CHECK),
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
        "GITHUB_WORKSPACE": str(tmp_path / "checkout"),
        "RUNNER_TEMP": str(shared / "runner"),
    }
    here = Repository(tmp_path / "checkout", around)
    copy(("specs", "generated"), here.folder)
    with (shared / "runner.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / "runner").exists():
            done = run_step(here, INSTALL)
            assert done.returncode == 0, done.stdout
    return here


def run_step(here: Repository, name: str, **inputs: str) -> subprocess.CompletedProcess[str]:
    """What the runner does with a step of `shell: bash`: inputs, or their defaults, come as variables."""
    given = {key: inputs.get(key, one.get("default", "")) for key, one in ACTION["inputs"].items()}
    step = STEPS[name]
    variables = {key: INPUT.sub(lambda match: given[match[1]], text) for key, text in step.get("env", {}).items()}
    with_variables = replace(here, environment=here.environment | variables)
    return with_variables.run("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"])


def test_right_specs_pass(checkout: Repository) -> None:
    for name in (LINT, COMPARE):
        done = run_step(checkout, name, **used())
        assert done.returncode == 0, done.stdout
    assert json.loads((checkout.folder / "sre-compile.sarif").read_text(encoding="utf-8"))["runs"][0]["results"] == []


def test_a_mistake_is_annotated_and_reported(checkout: Repository) -> None:
    checkout.edit("specs/services/newsletter.yaml", "98%", "98")
    done = run_step(checkout, LINT, **used())
    assert done.returncode == 1
    assert re.search("^::error file=specs/services/newsletter.yaml,line=13,.*col=18", done.stdout, re.MULTILINE)
    assert "--> specs/services/newsletter.yaml:13:18" in done.stdout
    assert "invalid-percentage" in Path(checkout.environment["GITHUB_STEP_SUMMARY"]).read_text(encoding="utf-8")
    [result] = json.loads((checkout.folder / "sre-compile.sarif").read_text(encoding="utf-8"))["runs"][0]["results"]
    assert result["ruleId"] == "invalid-percentage"


def test_warnings_fail_only_where_that_is_wanted(checkout: Repository) -> None:
    checkout.edit("specs/services/checkout.yaml", 'job="checkout"}) > 1000', 'job=~"checkout"}) > 1000')
    verdicts = {strict: run_step(checkout, LINT, strict=strict).returncode for strict in ("false", "true")}
    assert verdicts == {"false": 0, "true": 1}


def test_stale_files_fail_unless_none_are_committed(checkout: Repository) -> None:
    checkout.edit("specs/services/newsletter.yaml", "98%", "97%")
    assert run_step(checkout, LINT).returncode == 0
    done = run_step(checkout, COMPARE)
    assert (done.returncode, "generated is stale" in done.stdout) == (1, True)
    shutil.rmtree(checkout.folder / "generated")
    assert run_step(checkout, COMPARE, generated="").returncode == 0
    assert not (checkout.folder / "generated").exists()


def test_no_report_where_none_is_wanted(checkout: Repository) -> None:
    assert run_step(checkout, LINT, sarif="").returncode == 0
    assert sorted(path.name for path in checkout.folder.iterdir()) == ["generated", "specs"]


@pytest.mark.parametrize("hostile", ["$(touch pwned)", "`touch pwned`", '"; touch pwned; "', "--help", "; touch pwned"])
def test_an_input_is_a_name_and_never_a_command(checkout: Repository, hostile: str) -> None:
    for name in (LINT, COMPARE):
        assert run_step(checkout, name, specs=hostile).returncode == 2
    assert not (checkout.folder / "pwned").exists()


def script(job: Mapping[str, list[str]], compiler: Repository) -> str:
    """All lines of a job, as GitLab's runner puts them into one script; the compiler comes from this machine."""
    lines = "\n".join(job["before_script"] + job["script"])
    assert HOME in lines
    return lines.replace(HOME, compiler.folder.as_uri())


def test_the_gitlab_pipeline_reports_a_mistake(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    shared = shared_folder(tmp_path_factory)
    job = pipeline("specs:\n  image:")["specs"]
    here = Repository(tmp_path / "checkout", environment(shared))
    copy(("specs", "generated"), here.folder)
    here.must(sys.executable, "-m", "venv", str(tmp_path / "image"))
    path = f"{tmp_path / 'image' / 'bin'}:{here.environment['PATH']}"
    here = replace(here, environment=here.environment | {"PATH": path, "CI_PROJECT_DIR": str(here.folder)})
    lines = script(job, of_this_compiler(shared))
    assert here.run("bash", "-eo", "pipefail", "-c", lines).returncode == 0
    here.edit("specs/services/newsletter.yaml", "98%", "98")
    done = here.run("bash", "-eo", "pipefail", "-c", lines)
    assert done.returncode == 1, done.stdout
    [finding] = json.loads((here.folder / job["artifacts"]["reports"]["codequality"]).read_text(encoding="utf-8"))
    assert finding["location"] == {"path": "specs/services/newsletter.yaml", "lines": {"begin": 13}}
