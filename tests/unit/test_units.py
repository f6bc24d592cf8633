"""Values with units: what is read, how it prints, and that nothing is lost on the way."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sre_compiler.units import Duration, Percent, Rate, UnitError, decimal_text, fraction_text


@pytest.mark.parametrize(
    ("text", "milliseconds", "printed"),
    [
        ("5m", 300_000, "5m"),
        ("90m", 5_400_000, "1h30m"),
        ("1d12h", 129_600_000, "1d12h"),
        ("1w", 604_800_000, "7d"),
        ("1y", 365 * 86_400_000, "365d"),
        ("1500ms", 1_500, "1s500ms"),
        ("0s", 0, "0s"),
        ("0005m", 300_000, "5m"),
    ],
)
def test_durations_are_read_and_printed_one_way(text: str, milliseconds: int, printed: str) -> None:
    assert Duration.parse(text) == Duration(milliseconds)
    assert str(Duration.parse(text)) == printed


@pytest.mark.parametrize(
    "text", ["", "5", "1.5h", "-5m", "5 m", "5M", "m5", "1h1d", "1m1m", "٣m", "9999999999y", "5m "]
)
def test_other_texts_are_no_duration(text: str) -> None:
    with pytest.raises(UnitError):
        Duration.parse(text)


@given(st.integers(0, 292 * 365 * 86_400_000))
def test_a_printed_duration_reads_back(milliseconds: int) -> None:
    assert Duration.parse(str(Duration(milliseconds))).milliseconds == milliseconds


@pytest.mark.parametrize(
    ("text", "ratio", "printed"),
    [("99.9%", "0.999", "99.9%"), ("100%", "1", "100%"), ("99.990%", "0.9999", "99.99%"), ("0.5%", "0.005", "0.5%")],
)
def test_percentages_are_exact(text: str, ratio: str, printed: str) -> None:
    assert Percent.parse(text).ratio == Decimal(ratio)
    assert str(Percent.parse(text)) == printed


@pytest.mark.parametrize("text", ["99.9", "0.999", "99,9%", "-1%", "1e2%", ".5%", "99.9 %", "%"])
def test_other_texts_are_no_percentage(text: str) -> None:
    with pytest.raises(UnitError):
        Percent.parse(text)


@pytest.mark.parametrize(
    ("text", "per_second"), [("40/s", Fraction(40)), ("3/m", Fraction(1, 20)), ("0.5/h", Fraction(1, 7200))]
)
def test_rates_are_exact(text: str, per_second: Fraction) -> None:
    assert Rate.parse(text).per_second == per_second
    assert str(Rate.parse(text)) == text


@pytest.mark.parametrize("text", ["40", "40/", "/s", "40/fortnight", "-1/s", "1/2s"])
def test_other_texts_are_no_rate(text: str) -> None:
    with pytest.raises(UnitError):
        Rate.parse(text)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(144, 10_000), "0.0144"),
        (Fraction(100), "100"),
        (Fraction(0), "0"),
        (Fraction(1, 3), "0.333333333334"),
        (Fraction(2, 3), "0.666666666667"),
        (Fraction(28, 30) / 1000, "0.000933333333334"),
        (Fraction(1, 2**40), "0.0000000000009094947017729282379150390625"),
    ],
)
def test_fractions_print_exactly_or_rounded_up(value: Fraction, text: str) -> None:
    assert fraction_text(value) == text


@given(st.fractions(0, 1000, max_denominator=10**6))
def test_a_printed_fraction_is_never_below_and_close(value: Fraction) -> None:
    printed = Fraction(fraction_text(value))
    assert value <= printed <= value * (1 + Fraction(1, 10**11))


@given(st.decimals(-(10**6), 10**6, places=12))
def test_decimal_text_keeps_the_value_without_an_exponent(value: Decimal) -> None:
    text = decimal_text(value)
    assert Decimal(text) == value
    assert "e" not in text.lower()
    assert not ("." in text and text.endswith(("0", ".")))
