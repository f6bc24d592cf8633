"""promtool decides which expressions are PromQL: our parser accepts and refuses the same ones, for 2.x and for 3.x."""

from __future__ import annotations

import json
import re
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from sre_compiler import promql
from sre_compiler.promql import Expr, PromQLError, Version
from tests.programs import Program
from tests.promql_cases import expressions, table

_REFUSED = re.compile(r'rule [0-9]+, "r([0-9]+)"')
_EXPERIMENTAL = "promql-experimental-functions"
_STRICTER = {
    "foo offset nan": "Prometheus reads an offset of minus 292 years",
    "rate(foo[5 m])": "up to 3.5 every letter between brackets is read as a colon",
}
"""What we refuse and Prometheus 3.x accepts, with the reason."""


def _version(promtool: Program) -> Version:
    major, minor, *_ = promtool.version.split(".")
    return int(major), int(minor)


def _accepted(promtool: Program, folder: Path, texts: list[str], *flags: str) -> list[str]:
    """Those of the expressions that promtool accepts: one file of recording rules, of which it names every bad one."""
    rules = [
        f"  - {{record: r{index}, expr: {json.dumps(text, ensure_ascii=False)}}}\n" for index, text in enumerate(texts)
    ]
    file = folder / "rules.yaml"
    file.write_text("groups:\n- name: g\n  rules:\n" + "".join(rules), encoding="utf-8")
    result = promtool.run("check", "rules", *flags, file)
    refused = {int(index) for index in _REFUSED.findall(result.stdout + result.stderr)}
    assert result.returncode == (1 if refused else 0), result.stderr
    return [text for index, text in enumerate(texts) if index not in refused]


def _ours(texts: list[str], version: Version, flags: set[str]) -> list[str]:
    return [text for text in texts if _accepts(text, version, flags)]


def _accepts(text: str, version: Version, flags: set[str]) -> bool:
    try:
        expr = promql.parse(text, version)
    except PromQLError:
        return False
    return {use.flag for use in promql.experimental_uses(expr, version)} <= flags


def test_the_table_is_read_as_promtool_reads_it(promtool: Program, tmp_path: Path) -> None:
    texts = [text for text in table() if text not in _STRICTER]
    accepted = _accepted(promtool, tmp_path, texts)
    assert _ours(texts, _version(promtool), set()) == accepted
    assert 250 < len(accepted) < len(texts) - 250


def test_experimental_functions_are_known_as_such(promtool: Program, tmp_path: Path) -> None:
    texts = [text for text in table() if text not in _STRICTER]
    version = _version(promtool)
    enabled = _accepted(promtool, tmp_path, texts, f"--enable-feature={_EXPERIMENTAL}")
    assert _ours(texts, version, {_EXPERIMENTAL}) == enabled
    assert (len(enabled) > len(_ours(texts, version, set()))) == (version >= (2, 49))


def test_what_we_refuse_on_purpose_is_accepted_by_3_only(promtool: Program, tmp_path: Path) -> None:
    texts = list(_STRICTER)
    assert _accepted(promtool, tmp_path, texts) == (texts if _version(promtool) >= (3, 0) else [])
    assert _ours(texts, _version(promtool), set()) == []


def test_generated_trees_are_accepted(promtool: Program, tmp_path: Path) -> None:
    texts = _generated(300)
    assert _accepted(promtool, tmp_path, texts) == texts


def test_printing_keeps_what_promtool_accepts(promtool: Program, tmp_path: Path) -> None:
    version = _version(promtool)
    printed = [promql.print_expr(promql.parse(text, version)) for text in _ours(table(), version, set())]
    assert _accepted(promtool, tmp_path, printed) == printed


def _generated(count: int) -> list[str]:
    """The same texts in every run."""
    found: list[str] = []

    @seed(20260105)
    @settings(max_examples=count, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(expressions())
    def collect(expr: Expr) -> None:
        found.append(promql.print_expr(expr))

    collect()
    return found


def test_random_tokens_are_read_as_promtool_reads_them(promtool: Program, tmp_path: Path) -> None:
    texts = [text for text in _soup(1500) if text.strip()]
    version = _version(promtool)
    assert _ours(texts, version, set()) == _accepted(promtool, tmp_path, texts)


_WORDS = (
    "sum avg topk by without on ignoring group_left bool offset and or unless atan2 start inf foo bar rate abs time"
    " ( ( ( ) ) ) { } [ ] , = == != =~ < > + - * / ^ @ : 5m 1h 5 0 1e3 'x' \"y\" `z` foo{a='b'} foo[5m] (foo) by(a) on(a)"
)


def _soup(count: int) -> list[str]:
    """Random tokens, the same in every run."""
    found: list[str] = []

    @seed(20260105)
    @settings(max_examples=count, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(st.lists(st.sampled_from(_WORDS.split()), min_size=1, max_size=7))
    def collect(words: list[str]) -> None:
        found.append(" ".join(words))

    collect()
    return found
