"""Placeholders of PromQL: what is filled in, what is left alone, and that no value breaks out of its string."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sre_compiler import promql
from sre_compiler.program.placeholders import fill, with_service, words


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ('up{job="$job"}', 'up{job="api"}'),
        ('rate(x{job="$job"}[$window])', 'rate(x{job="api"}[$window])'),
        ('label_replace(x, "a", "$1", "b", "(.*)$")', 'label_replace(x, "a", "$1", "b", "(.*)$")'),
        ('x{a="$$job"}', 'x{a="$job"}'),
        ('x{a="${job}"}', 'x{a="${job}"}'),
        ("$metric{a='$job'} # $job", "requests_total{a='api'} # $job"),
        ("x > $limit", "x > 5m"),
    ],
)
def test_placeholders_are_filled_in(text: str, filled: str) -> None:
    result, misuses = fill(text, {"job": "api", "metric": "requests_total", "limit": "5m"})
    assert (result.text, misuses) == (filled, [])


@pytest.mark.parametrize(
    ("text", "reason", "where"),
    [
        ('x{a="$nope"}', "unknown", (5, 10)),
        ("x + $evil", "token", (4, 9)),
        ("x{a=`$tick`}", "backtick", (5, 10)),
        ('x{a="$window"}', "unknown", (5, 12)),
    ],
)
def test_what_cannot_be_filled_in_is_reported_where_it_stands(text: str, reason: str, where: tuple[int, int]) -> None:
    result, misuses = fill(text, {"evil": "y) or vector(1", "tick": "`"})
    assert result.text == text
    assert [(m.reason, (m.start, m.end)) for m in misuses] == [(reason, where)]


@given(st.text(st.characters(exclude_characters="\ufffd", codec="utf-8")), st.sampled_from(['"', "'"]))
def test_a_value_never_leaves_its_string(value: str, quote: str) -> None:
    text, misuses = fill(f"up{{job={quote}$job{quote}}}", {"job": value})
    assert not misuses
    (matcher,) = promql.parse(text.text).matchers
    assert matcher.value == value


def test_offsets_map_back_to_the_written_text() -> None:
    written = 'a{x="$one", y="$two"} + b'
    filled, _ = fill(written, {"one": "longer than before", "two": ""})
    assert written[filled.written(filled.text.index("+")) :] == "+ b"
    assert filled.written(filled.text.index("longer") + 3) == written.index("$one")
    assert filled.written(0) == 0


def test_the_value_of_a_parameter_is_plain_text_with_placeholders() -> None:
    assert [*words('$one "$$x # $two" $1$')] == [("one", 0, 4), ("two", 12, 16)]
    assert with_service("$service-$$5 $services $$service", "web") == "web-$5 $services $service"


@pytest.mark.parametrize(
    ("text", "start", "end", "name"),
    [
        ('a{x=~"$bad"}', 5, 10, "bad"),  # the string around it
        ('a{x=~"$bad"}', 6, 8, "bad"),
        ('a{x=~"$bad"}', 4, 10, None),
        ('a{x=~"$bad|("}', 5, 12, None),
        ("$bad + 1", 0, 3, "bad"),
        ("$bad + 1", 0, 5, None),
    ],
)
def test_a_fault_is_of_a_value_where_it_is_all_of_it(text: str, start: int, end: int, name: str | None) -> None:
    filled, _ = fill(text, {"bad": "5xx"})
    assert filled.placeholder(text, start, end) == name
