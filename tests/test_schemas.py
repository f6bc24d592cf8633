"""The committed JSON Schemas: fresh, draft-07, described, and of one opinion with the models."""

from __future__ import annotations

import json
import operator
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator, FormatChecker

from sre_compiler import checks, documents, kinds, pipeline
from sre_compiler.documents import Data, Number
from sre_compiler.kinds.known import LOCAL, Known
from sre_compiler.kinds.names import PAST, REFERS
from tests.golden import Golden
from tests.mutations import Word, words

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "tests" / "language" / "example.yaml"
SCHEMAS = kinds.schemas(checks.options())
BY_HAND = ["budget-report.schema.json", "incident-report.schema.json"]
"""Of output, which `tests/budget/test_formats.py` holds against it."""

MOMENTS = ("at", "impact_start", "detected", "paged", "acknowledged", "mitigated", "resolved")
BEYOND_SCHEMAS = {
    ("duplicate-item", "name"),  # names are compared across the items of a list
    ("duplicate-item", "long"),
    ("duplicate-item", "left"),
    ("duplicate-item", "reason"),
    ("duplicate-item", "rank"),
    ("duplicate-item", "also"),  # a label value that means two severities
    ("duplicate-item", "legs"),  # 1d and 24h are the same
    ("duplicate-item", "team"),  # one label for two of our words
    ("duplicate-item", "severity"),
    ("duplicate-item", "service"),
    ("duplicate-item", "factor"),
    ("invalid-date", "from"),  # a date and time: 30 February
    ("invalid-date", "to"),
    ("invalid-name", "name"),  # a severity called none
    ("invalid-name", "also"),
    ("invalid-value", "version"),  # a whole number: to JSON 3 and 3.0 are one number
    ("missing-key", "rosters"),  # the second roster needs a date
    ("out-of-range", "gate"),  # no milder with less left
    ("out-of-range", "from"),  # rosters in order
    ("out-of-range", "short"),  # shorter than long
    ("out-of-range", "to"),  # after from
    ("out-of-range", "version"),  # without quotes: to JSON 2.5 and 2.50 are one number
    *(("invalid-date", moment) for moment in MOMENTS),
    *(("time-without-zone", moment) for moment in MOMENTS),
}
"""What no JSON Schema can say: the finding, and the last key of its path."""


def plain(data: Data) -> Any:
    """What an editor's JSON Schema would be shown."""
    if isinstance(data, dict):
        return {key: plain(value) for key, value in data.items()}
    if isinstance(data, list):
        return [plain(value) for value in data]
    if isinstance(data, Number):
        return int(data.value) if data.value == int(data.value) else float(data.value)
    return data


GOOD = [plain(document.data) for document in documents.parse(EXAMPLE.read_bytes(), "example.yaml")[0]]


def test_committed_schemas_are_fresh(golden: Golden) -> None:
    written = {name: (ROOT / "schemas" / name).read_text(encoding="utf-8") for name in BY_HAND}
    golden.tree(ROOT / "schemas", written | {name: json.dumps(one, indent=2) + "\n" for name, one in SCHEMAS.items()})


@pytest.mark.parametrize("name", SCHEMAS)
def test_schema_is_draft_7(name: str) -> None:
    Draft7Validator.check_schema(SCHEMAS[name])
    assert SCHEMAS[name]["$schema"] == Draft7Validator.META_SCHEMA["$schema"]


KNOWN = {**pipeline.known_names(str(EXAMPLE)), "service": Known({"checkout": "Checkout", "cart": ""}, complete=True)}
OF_PROJECT = Draft7Validator(kinds.schemas(checks.options(), KNOWN)["spec.schema.json"])


def references() -> Iterator[tuple[int, Word]]:
    """Each name in the example that something else must have, with the number of its document."""
    for index, document in enumerate(documents.parse(EXAMPLE.read_bytes(), "example.yaml")[0]):
        yield from ((index, word) for word in words(document) if word.type and REFERS in word.type.schema)


def renamed(index: int, word: Word, name: str) -> Any:
    """The document with another name in this place."""
    change = rename(name) if word.is_key else put(name)
    return changed(GOOD[index], word.place.path, change)


def test_the_schemas_of_a_project_take_its_names_and_no_others_for_references() -> None:
    nouns = set()
    for index, word in references():
        noun = word.type.schema[REFERS]
        assert OF_PROJECT.is_valid(GOOD[index])
        refused = not OF_PROJECT.is_valid(renamed(index, word, "not-there"))
        assert refused == (noun not in LOCAL and PAST not in word.type.schema), word
        assert accepts("spec.schema.json", renamed(index, word, "not-there"))
        nouns.add(noun)
    assert nouns == KNOWN.keys() == {noun for noun, _ in DECLARED}


DECLARED = {
    ("error budget policy", "standard"),
    ("team", "payments"), ("person", "ana"), ("severity", "sev1"), ("environment", "prod"), ("receiver", "pager"),
    ("schedule", "primary"), ("calendar", "berlin-office"), ("burn-rate policy", "standard"),
    ("on-call policy", "payments"), ("SLI", "http-availability"), ("service", "checkout"),
}  # fmt: skip
"""A name of each noun, as the example declares it."""


def known_in(text: str, folder: Path) -> dict[str, Known]:
    (folder / "specs.yaml").write_text(text, encoding="utf-8")
    return pipeline.known_names(str(folder))


def test_specs_with_mistakes_still_have_names(tmp_path: Path) -> None:
    wrong = EXAMPLE.read_text(encoding="utf-8").replace("rank: 1 ", "rank: one ").replace("tier: 1", "teer: 1")
    known = known_in(wrong, tmp_path)
    assert {(noun, name) for noun, name in DECLARED if name not in known[noun].names} == set()
    assert all(one.complete for one in known.values())


def test_a_name_that_is_not_one_is_not_offered(tmp_path: Path) -> None:
    known = known_in(
        "kind: Team\nmetadata: {name: Not A Name}\nspec: {members: [ana], receivers: [7, {name: [x]}]}", tmp_path
    )
    assert known == {}


def test_where_a_file_cannot_be_read_names_are_offered_and_none_is_refused(tmp_path: Path) -> None:
    known = known_in(EXAMPLE.read_text(encoding="utf-8") + "---\nkind: [", tmp_path)
    schema = kinds.schemas(checks.options(), known)["spec.schema.json"]
    assert all(Draft7Validator(schema).is_valid(renamed(index, word, "not-there")) for index, word in references())
    assert schema["definitions"]["team-name"]["anyOf"][0]["enum"] == ["payments"]


def objects(schema: Any) -> Iterator[dict[str, Any]]:
    """Every schema of a mapping, wherever it stands."""
    if isinstance(schema, dict):
        if schema.get("type") == "object":
            yield schema
        schema = list(schema.values())
    if isinstance(schema, list):
        for one in schema:
            yield from objects(one)


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_field_is_described_and_no_other_allowed(name: str) -> None:
    definitions = SCHEMAS[name]["definitions"]
    mappings = [*objects(definitions)]
    for mapping in mappings:
        assert mapping["additionalProperties"] is False or "propertyNames" in mapping
        for field in mapping.get("properties", {}).values():
            target = definitions[field["$ref"].rpartition("/")[2]] if "$ref" in field else field
            assert target["description"].endswith("."), field
    assert mappings


def finding_keys(data: Any) -> list[tuple[str, str]]:
    """The findings of a document, each with the last key of its path."""
    text = json.dumps(data, ensure_ascii=False)
    read, found = documents.parse(text.encode(), "case.yaml")
    for document in read:
        found += kinds.read(document)[1]
    return [(one.name, next((str(s) for s in reversed(one.where.path) if isinstance(s, str)), "")) for one in found]


VALIDATORS = {name: Draft7Validator(schema, format_checker=FormatChecker()) for name, schema in SCHEMAS.items()}


def accepts(name: str, data: Any) -> bool:
    return VALIDATORS[name].is_valid(data)


def agree(name: str, data: Any) -> None:
    found = finding_keys(data)
    if accepts(name, data):
        assert not [one for one in found if one not in BEYOND_SCHEMAS], (found, data)
    else:
        assert found, ("only the schema refuses", data)


def paths(data: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The place of every value below the top level."""
    children = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, value in children:
        yield (*path, step)
        yield from paths(value, (*path, step))


def changed(data: Any, path: tuple[str | int, ...], change: Callable[[Any, str | int], Any]) -> Any:
    """A copy in which `change` was applied to the collection that holds what is at `path`."""
    result = json.loads(json.dumps(data))
    holder = result
    for step in path[:-1]:
        holder = holder[step]
    change(holder, path[-1])
    return result


def put(value: Any) -> Callable[[Any, str | int], Any]:
    return lambda holder, step: operator.setitem(holder, step, value)


def rename(key: str) -> Callable[[Any, str | int], Any]:
    def change(holder: Any, step: str | int) -> None:
        value = holder.pop(step)
        holder.update({key: value}) if isinstance(holder, dict) else holder.append(value)

    return change


def repeat(holder: Any, step: str | int) -> None:
    if isinstance(holder, list):
        holder.append(holder[int(step)])


EDGES = [
    *("", " ", "a", "A", "a" * 63, "a" * 64, "_", "__x", "le", "slo", "none", "service", "window", "sev1", "a/b", "a@b", "a:1"),
    *("5", "0s", "0h5m", "5m", "1h30m", "1.5h", "99.9%", "0%", "0.0%", "100%", "100.0%", "0100%", "40/s", "0/s", "40"),
    *("09:00", "9:00", "24:00", "2026-02-30", "2026-02-28", "2026-02-30T09:00", "2026-02-28T09:00Z", "CET", "UTC"),
    *("2.41", "2.42", "02.42", "2.50.1", "0.24", "0.25", "1.0", "DE", "P1", "always", "seconds", "https://a", "http://u:p@h/"),
    *(0, 1, -1, 2, 1.5, 3.5, 10, 99, 600, 1e3, True, False, None, [], {}, [1], ["a"], ["a", "a"]),
    *({"a": "b"}, {"a": {}}, {"A": "b"}, {"1": {}}, {"10": {}}, {"use": "a"}, {"with": {}}, {"then": "bad"}, {"external": "a"}),
]  # fmt: skip
"""Values on both sides of every rule."""

TEXTS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S")), max_size=8)


@st.composite
def cases(draw: st.DrawFn) -> Any:
    """A document of the example with one to three changes."""
    data = draw(st.sampled_from(GOOD))
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from([one for one in paths(data) if one[0] != "kind"]))
        values = st.sampled_from(EDGES) | TEXTS | st.integers(-5, 500)
        change = draw(st.one_of(values.map(put), TEXTS.map(rename), st.just(operator.delitem), st.just(repeat)))
        data = changed(data, path, change)
    return data


@settings(max_examples=600, deadline=None)
@given(cases())
def test_schemas_and_models_agree(data: Any) -> None:
    agree(name_of(data), data)


def name_of(data: Any) -> str:
    """The schema of a document's kind."""
    return next(name for name, schema in SCHEMAS.items() if schema["title"] == data["kind"])


@pytest.mark.parametrize("data", GOOD, ids=lambda data: data["kind"])
def test_example_is_valid_for_its_own_schema_only(data: Any) -> None:
    assert [name for name in SCHEMAS if accepts(name, data)] == ["spec.schema.json", name_of(data)]


@pytest.mark.parametrize("data", GOOD, ids=lambda data: data["kind"])
def test_schema_of_all_kinds_agrees_with_that_of_each(data: Any) -> None:
    for path in paths(data):
        case = changed(data, path, put({"nope": 1})) if path != ("kind",) else data
        assert accepts("spec.schema.json", case) == accepts(name_of(case), case), path
