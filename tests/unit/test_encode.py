"""What is encoded is read back the same: by libyaml and PyYAML (YAML 1.1), our own reader (1.2), json and promtool."""

from __future__ import annotations

import json
from decimal import Decimal
from enum import StrEnum
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from sre_compiler import documents
from sre_compiler.documents import Number
from sre_compiler.output.encode import EncodeError, json_text, yaml_text
from tests.programs import Program
from tests.promtool_case import Case

HOSTILE = [
    *["", " ", "\n", "\n\n", " a", "a ", "a\n", "a\n\n", "\na", "a\n b", " a\nb", "a \nb", "a\nb ", "a\n\n\nb\n\n\n"],
    *["a\tb", "\ta\nb", "a\n\tb", "a\r\nb", "a\rb", "a\x00b", "a\x1bb", "a\x7fb", "a\x85b", "a\x85\nb", "a\xa0b"],
    *["a\u2028b", "a\u2028\nb", "a\ufeffb", "\ufeffa\nb", "a\u202eb", "\ufffe", "\uffff", "é", "é\nü\n", "😀", "😀\nb"],
    *["~", "null", "Null", "true", "False", "yes", "No", "on", "OFF", "y", "N", "=", "<<", ".inf", ".nan", "-.INF"],
    *["0", "1", "-1", "+1", "1.5", "1e3", "1_000", "0x1F", "0o17", "017", "0b11", "12:30", "190:20:30", "1:30.5"],
    *["2026-01-05", "2026-01-05T10:00:00Z", "5m", "1h30m", "1d", "30s", "1.", ".5", "-", "--", "---", "...", "- a"],
    *[
        "a: b",
        "a:",
        ":a",
        ": ",
        "a::b",
        "a #b",
        "#a",
        "a#b",
        "a  b",
        "? a",
        "!a",
        "!!str a",
        "&a",
        "*a",
        "|",
        ">",
        "%a",
    ],
    *[
        "@a",
        "`a`",
        "{",
        "{{",
        "{{ $labels.x }}",
        "a {{ $x }}",
        "[a]",
        "a]",
        "'a'",
        '"a"',
        'a "b"',
        "\\",
        "a\\nb",
        "a,b",
    ],
    *["---\na", "a\n---\nb", "a\n...\n", "a\n# b\n", "a: b\nc: d", "|\n a", "(a\n/\nb)", "sum(rate(a{b='c'}[5m])) / d"],
    *["$$", "$1", "a" * 3000, "a " * 1000 + "a", "a:b" * 500, "https://a.example/b?c=d&e#f"],
]
words = st.sampled_from(HOSTILE)
texts = words | st.text(max_size=12) | st.lists(words, min_size=2, max_size=4).map("".join)
texts |= st.text("ab \n\t:#-|>{}[]'\"\\%&*!?,.~0159eE_+xyno\r\x85\u2028\ufeff", max_size=12)
leaves = texts | st.none() | st.booleans() | st.integers(-(10**6), 10**6)


class Color(StrEnum):
    RED = "red"


def nested(children: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(children, max_size=4) | st.dictionaries(texts, children, max_size=4)


data = st.recursive(leaves, nested, max_leaves=12)
mappings = st.recursive(leaves, lambda inner: st.dictionaries(texts.filter(lambda key: key != "<<"), inner, max_size=4))
"""Our reader takes no `<<` for a key: the spec language has none."""


def read_1_2(text: str) -> Any:
    """The data by our own reader, which must find nothing wrong with the text."""
    found, findings = documents.parse(text.encode(), "out.yaml")
    assert findings == []
    return _plain(found[0].data)


def _plain(value: Any) -> Any:
    if isinstance(value, Number):
        return value.value
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return {key: _plain(item) for key, item in value.items()} if isinstance(value, dict) else value


@settings(deadline=None)
@given(data)
def test_yaml_1_1_readers_get_the_data_back(value: Any) -> None:
    text = yaml_text(value)
    assert yaml.load(text, yaml.SafeLoader) == value
    assert yaml.load(text, yaml.CSafeLoader) == value


@settings(deadline=None)
@given(mappings)
def test_our_reader_gets_the_data_back(value: Any) -> None:
    assert read_1_2(yaml_text({"data": value})) == {"data": value}


def everywhere(text: str, key: str) -> dict[str, Any]:
    return {"value": text, "list": [text, {key: text}, [text]], text + "?": {"deep": {key: [text]}}, "last": text}


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_hostile_text_survives_in_every_position(text: str) -> None:
    value = everywhere(text, key=text)
    written = yaml_text(value)
    assert yaml.load(written, yaml.SafeLoader) == value
    assert yaml.load(written, yaml.CSafeLoader) == value
    assert json.loads(json_text(value)) == value
    value = everywhere(text, key=f"{text}.")
    assert read_1_2(yaml_text(value)) == value


def test_promtool_gets_hostile_text_back(promtool: Program) -> None:
    wanted = {f"n{number}": text for number, text in enumerate(HOSTILE) if text}
    rules = [
        {"record": "a:b", "expr": "vector(1)", "labels": {"id": name, "text": text}} for name, text in wanted.items()
    ]
    rules_file = yaml_text({"groups": [{"name": "all", "rules": rules}]})
    (answer,) = Case([rules_file], {}).samples([("a:b", "1m")], promtool).values()
    assert {sample.labels["id"]: sample.labels["text"] for sample in answer} == wanted


@settings(deadline=None)
@given(data)
def test_json_is_read_back(value: Any) -> None:
    for text in (json_text(value), json_text(value, levels=1), json_text(value, sort_keys=True)):
        assert json.loads(text) == value


@settings(deadline=None)
@given(st.decimals(allow_nan=False, allow_infinity=False, places=9, min_value=-(10**9), max_value=10**9))
def test_numbers_are_printed_exactly(value: Decimal) -> None:
    assert Decimal(json.loads(json_text([value]), parse_float=str, parse_int=str)[0]) == value
    assert read_1_2(yaml_text({"a": value})) == {"a": value}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("0.0144"), "0.0144"),
        (Decimal("1E-9"), "0.000000001"),
        (Decimal("1E+3"), "1000"),
        (Decimal("99.900"), "99.9"),
        (10**30, "1" + "0" * 30),
        (True, "true"),
        (None, "null"),
        ({}, "{}"),
        ([], "[]"),
        (Color.RED, "red"),
    ],
)
def test_values_are_plain(value: Any, text: str) -> None:
    assert yaml_text(value) == f"{text}\n"
    assert yaml_text({"a": [value]}) == f"a:\n  - {text}\n"


@pytest.mark.parametrize(
    "value", [0.5, float("nan"), Decimal("NaN"), Decimal("Infinity"), {1: "a"}, {None: "a"}, b"a", {"a": {1}}, object()]
)
def test_what_has_no_exact_text_is_refused(value: Any) -> None:
    for encode in (yaml_text, json_text):
        with pytest.raises(TypeError):
            encode([value])


@pytest.mark.parametrize("text", ["\ud800", "a\udfffb", "\ud83d\ude00", "a\n\ud800", "\ud800\n"])
def test_half_of_a_surrogate_pair_is_refused(text: str) -> None:
    for encode in (yaml_text, json_text):
        with pytest.raises(EncodeError):
            encode({"a": text})
        with pytest.raises(EncodeError):
            encode({text: "a"})


@pytest.mark.parametrize(
    "text", ["y", "N", "yes", "No", "ON", "off", "True", "null", "~", "1", "1e3", "0x1", "12:30", "<<"]
)
def test_words_that_some_reader_takes_for_more_are_quoted(text: str) -> None:
    assert yaml_text({text: [text]}) == f'"{text}":\n  - "{text}"\n'


@pytest.mark.parametrize("text", ["a \nb", "a\nb ", "a\n \nb", "a\tb\nc"])
def test_blanks_that_editors_change_are_quoted(text: str) -> None:
    assert yaml_text(text) == json_text(text)


def test_one_map_at_several_depths_is_indented_at_each() -> None:
    labels = {"a": "b", "c": "d\ne"}
    value = {"x": labels, "y": [labels, [labels], {"z": labels}], "w": labels}
    assert yaml.safe_load(yaml_text(value)) == value
    assert yaml_text(value) == yaml_text(json.loads(json.dumps(value)))


def test_yaml_looks_like_what_people_write() -> None:
    labels = {"severity": "sev1", "answer": "no", "at": "12:30"}
    rules = [{"alert": "A", "expr": "a\n/\n\nb\n", "for": "5m", "labels": labels}, {"record": "b:c", "labels": labels}]
    written = yaml_text({"groups": [{"name": "shop/a", "rules": rules, "empty": [], "limits": [1, [2, "x"]]}]})
    assert written == (
        "groups:\n"
        "  - name: shop/a\n"
        "    rules:\n"
        "      - alert: A\n"
        "        expr: |\n"
        "          a\n"
        "          /\n"
        "\n"
        "          b\n"
        "        for: 5m\n"
        "        labels:\n"
        "          severity: sev1\n"
        '          answer: "no"\n'
        '          at: "12:30"\n'
        "      - record: b:c\n"
        "        labels:\n"
        "          severity: sev1\n"
        '          answer: "no"\n'
        '          at: "12:30"\n'
        "    empty: []\n"
        "    limits:\n"
        "      - 1\n"
        "      - - 2\n"
        "        - x\n"
    )


def test_json_looks_like_what_people_write() -> None:
    value = {"b": ["é\u202e", {}], "a": {"y": {"z": 1}, "x": []}}
    assert json_text(value) == (
        '{\n  "b": [\n    "é\\u202e",\n    {}\n  ],\n  "a": {\n    "y": {\n      "z": 1\n    },\n    "x": []\n  }\n}\n'
    )
    assert json_text(value, sort_keys=True, levels=2) == (
        '{\n  "a": {\n    "x": [],\n    "y": {"z": 1}\n  },\n  "b": [\n    "é\\u202e",\n    {}\n  ]\n}\n'
    )
