"""Editors: the real yaml-language-server reads our schemas by the modelines of the specs.

Each question is asked twice: with the schemas of the language, and with those of this project, which know its names.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.consumers.language_server import Cursor, Editor
from tests.programs import ROOT, Program
from tests.transcript import surroundings

CHECKOUT, SHOP, ONCALL = "services/checkout.yaml", "teams/shop.yaml", "oncall/shop.yaml"
SPECS = sorted(str(path.relative_to(ROOT / "specs")) for path in (ROOT / "specs").rglob("*.yaml"))
MODELINE = "# yaml-language-server: $schema=../../schemas/spec.schema.json\n"
SCHEMAS = {"of the language": ["schema"], "of the project": ["schema", "--project"]}


@dataclass(frozen=True)
class Desk:
    """An editor in a copy of the example, with one of the two sets of schemas."""

    editor: Editor
    specs: Path
    knows_names: bool

    def edit(self, file: str, old: str, new: str) -> tuple[list[dict[str, Any]], Cursor]:
        """Put `new` in the place of the first `old`: what is found then, and the place of the first `|` in `new`."""
        path = self.specs / file
        before, found, after = path.read_text(encoding="utf-8").partition(old)
        assert found
        diagnostics = self.editor.open(path, before + new.replace("|", "") + after)
        *lines, last = (before + new.partition("|")[0]).split("\n")
        return diagnostics, Cursor(path.as_uri(), len(lines), len(last))


@pytest.fixture(scope="module", params=SCHEMAS)
def desk(
    request: pytest.FixtureRequest, yaml_language_server: Program, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("desk")
    shutil.copytree(ROOT / "specs", folder / "specs")
    command = ["sre-compile", *SCHEMAS[request.param]]
    subprocess.run(command, cwd=folder, env=surroundings(folder), check=True, capture_output=True)
    with Editor(yaml_language_server, folder) as editor:
        yield Desk(editor, folder / "specs", request.param == "of the project")


@pytest.mark.parametrize("file", SPECS)
def test_the_example_is_without_a_mark(desk: Desk, file: str) -> None:
    assert desk.editor.open(desk.specs / file) == []


MISTAKES = [
    (CHECKOUT, "99.9%", "|999%|", "must be a percentage, as in 99.9%"),
    (CHECKOUT, "28d", "|28 days|", "must be a duration, as in 5m"),
    (CHECKOUT, "tier", "|teer|", "Property teer is not allowed."),
    (CHECKOUT, "checkout, title", "|Check|, title", "must be a name of small letters, digits and dashes, at most 63, as in checkout"),
    (ONCALL, "Europe/Berlin", "|Berlin|", "must be a time zone, as in Europe/Berlin"),
    ("burn-rates.yaml", "2: {sev1", "|twelve|: {sev1", "must be a tier, as in 1"),
    ("project.yaml", "  defaults:", "  lint: {options: {long-duty: {longest: |14 days|}}}\n  defaults:", "must be a duration, as in 14d"),
    ("project.yaml", "  defaults:", "  lint: {options: {low-traffic: {|error|: 5}}}\n  defaults:", "Property error is not allowed."),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "message"), MISTAKES)
def test_a_mistake_is_marked_where_it_is_in_our_words(desk: Desk, file: str, old: str, new: str, message: str) -> None:
    [diagnostic], cursor = desk.edit(file, old, new)
    assert (diagnostic["message"], diagnostic["severity"]) == (message, 1)
    assert extent(diagnostic) == (cursor.line, cursor.character, len(new.split("|")[1]))


def extent(diagnostic: dict[str, Any]) -> tuple[int, int, int]:
    """Line, first character and length of what is marked; one line it is."""
    start, end = diagnostic["range"]["start"], diagnostic["range"]["end"]
    assert start["line"] == end["line"]
    return start["line"], start["character"], end["character"] - start["character"]


UNKNOWN = [
    (CHECKOUT, "shop", "|shpo|", "team"),
    (CHECKOUT, "sev3", "|sev8|", "severity"),
    (CHECKOUT, "stock", "|stokc|", "service"),
    (CHECKOUT, "http-latency", "|htpp-latency|", "SLI"),
    (CHECKOUT, "staging:", "|stagign|:", "environment"),
    (SHOP, "ben", "|bne|", "person"),
    (SHOP, "berlin-office", "|paris-office|", "calendar"),
    ("project.yaml", "standard", "|strict|", "burn-rate policy"),
]


@pytest.mark.parametrize(("file", "old", "new", "noun"), UNKNOWN)
def test_a_name_that_nothing_has_is_marked_by_the_schemas_of_the_project(
    desk: Desk, file: str, old: str, new: str, noun: str
) -> None:
    diagnostics, cursor = desk.edit(file, old, new)
    if not desk.knows_names:
        assert diagnostics == []
        return
    [diagnostic] = diagnostics
    told = f"must be a known {noun}; after adding one, run `sre-compile schema --project`"
    assert diagnostic["message"] == told
    assert extent(diagnostic) == (cursor.line, cursor.character, len(new.split("|")[1]))


def test_a_receiver_that_the_schemas_do_not_know_yet_is_not_marked(desk: Desk) -> None:
    assert desk.edit(SHOP, "[mail]", "[phone]")[0] == []


NAMES = [
    (CHECKOUT, "team: shop", "team: |", {"shop", "platform", "supply"}),
    (CHECKOUT, "severity: sev3", "severity: |", {"sev1", "sev2", "sev3", "sev4"}),
    (CHECKOUT, "sli: http-availability", "sli: |", {"http-availability", "http-latency"}),
    (CHECKOUT, "in: {staging: {objective: 99%}}", "in:\n        |", {"prod", "staging"}),
    (CHECKOUT, "[stock,", "[|,", {"checkout", "cluster", "newsletter", "stock", "storefront"}),
    (SHOP, "[ada, ben,", "[ada, |,", {"ada", "ben", "eve"}),
    (SHOP, "    sev4: [mail]", "    |", {"sev4"}),
    (SHOP, "sev4: [mail]", "sev4: [|]", {"pager", "chat", "mail"}),
    (SHOP, "oncall: shop", "oncall: |", {"shop", "platform"}),
    (ONCALL, "schedule: primary", "schedule: |", {"primary", "secondary"}),
    ("project.yaml", "environment: prod\n", "environment: |\n", {"prod", "staging"}),
]


@pytest.mark.parametrize(("file", "old", "new", "names"), NAMES)
def test_the_schemas_of_the_project_offer_its_names(desk: Desk, file: str, old: str, new: str, names: set[str]) -> None:
    _, cursor = desk.edit(file, old, new)
    offered = desk.editor.complete(cursor).keys()
    assert names <= offered if desk.knows_names else names.isdisjoint(offered)


def test_a_name_is_offered_with_what_it_stands_for(desk: Desk) -> None:
    _, cursor = desk.edit(CHECKOUT, "team: shop", "team: |")
    told = {name: item["documentation"]["value"] for name, item in desk.editor.complete(cursor).items()}
    assert told.get("shop") == ("Shop: What customers see and click." if desk.knows_names else None)


FORMS = [
    (CHECKOUT, "objective: 99.9%", "objective: |", "99.9%"),
    (CHECKOUT, "traffic: 40/s", "traffic: |", "40/s"),
    (SHOP, "when: office", "when: |", "off_hours"),
    (ONCALL, "timezone: Europe/Berlin", "timezone: |", "Europe/Berlin"),
]


@pytest.mark.parametrize(("file", "old", "new", "label"), FORMS)
def test_values_are_offered_and_the_forms_of_those_that_nobody_can_list(
    desk: Desk, file: str, old: str, new: str, label: str
) -> None:
    _, cursor = desk.edit(file, old, new)
    assert label in desk.editor.complete(cursor)


def test_keys_are_offered_with_what_they_are(desk: Desk) -> None:
    _, cursor = desk.edit(CHECKOUT, "  tier: 1", "  |")
    offered = desk.editor.complete(cursor)
    assert offered["tier"]["documentation"] == "How important it is; a smaller number is more."
    assert "team" not in offered


def test_the_options_of_a_check_are_offered_with_what_they_are(desk: Desk) -> None:
    _, cursor = desk.edit(
        "project.yaml", "  defaults:", "  lint:\n    options:\n      low-traffic:\n        |\n  defaults:"
    )
    offered = desk.editor.complete(cursor)
    assert {name: one["documentation"] for name, one in offered.items()} == {
        "errors": "How many errors are enough to page somebody."
    }


def test_an_empty_file_can_become_a_document_of_each_kind(desk: Desk) -> None:
    path = desk.specs / "teams" / "new.yaml"
    desk.editor.open(path, MODELINE)
    text = desk.editor.complete(Cursor(path.as_uri(), 1, 0))["a new Team"]["textEdit"]["newText"]
    assert text == "apiVersion: sre-compile.dev/v1alpha1\nkind: Team\nmetadata: {name: ${1:name}}\nspec:\n  $0"
    filled = text.replace("${1:name}", "payments").replace("$0", "")
    desk.editor.open(path, MODELINE + filled)
    offered = desk.editor.complete(Cursor(path.as_uri(), 5, 2))
    assert {"members", "receivers", "notify"} <= offered.keys()
    assert "slos" not in offered


HOVERS = [
    (CHECKOUT, "objective:", ["#### Service", "The share of events that is good, as a percentage.", "99.9%"]),
    (SHOP, "notify:", ["#### Team", "For each severity the receivers that are told"]),
    (CHECKOUT, "kind:", ["The kind of this document."]),
]


@pytest.mark.parametrize(("file", "word", "told"), HOVERS)
def test_a_key_explains_itself(desk: Desk, file: str, word: str, told: list[str]) -> None:
    _, cursor = desk.edit(file, word, f"|{word}")
    shown = desk.editor.hover(cursor)
    assert [part for part in told if part not in shown] == []


def test_a_name_explains_what_has_it(desk: Desk) -> None:
    _, cursor = desk.edit(CHECKOUT, "shop", "|shop")
    assert ("`shop`: Shop: What customers see and click." in desk.editor.hover(cursor)) == desk.knows_names
