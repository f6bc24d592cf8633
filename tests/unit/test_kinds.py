"""Models: what values become, where they are, and that no document can make reading fail."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sre_compiler import documents, kinds
from sre_compiler.documents import Data, Document
from sre_compiler.kinds import corrections, zones
from sre_compiler.units import Duration, Percent

EXAMPLE = Path(__file__).parent.parent / "language" / "example.yaml"
READ = documents.parse(EXAMPLE.read_bytes(), "example.yaml")[0]


def model(kind: str) -> Any:
    [found] = [kinds.read(document)[0] for document in READ if kinds.kind_of(document) == kind]
    return found


def test_values_are_exact_and_in_their_units() -> None:
    availability, latency, provider = model("Service").spec.slos
    server = model("Project").spec.prometheus[0]
    leg = model("BurnRatePolicy").spec.legs[0]
    assert availability.objective == Percent(Decimal("0.999"))
    assert availability.in_["staging"].objective == Percent(Decimal("0.99"))
    assert latency.window == Duration.parse("28d")
    assert latency.sli.latency.buckets == (Decimal("0.1"), Decimal("0.3"), Decimal(1), Decimal(3))
    assert latency.alerting.legs == tuple(map(Duration.parse, ("6h", "1d", "3d")))
    assert model("Service").spec.traffic.per_second == Fraction(40)
    assert (server.version, server.labels_on) == ((2, 42), "external")
    assert (leg.budget, leg.factor) == (Percent(Decimal("0.02")), None)
    assert model("BurnRatePolicy").spec.tiers == {3: {"sev1": "sev2", "sev2": "sev3"}}
    assert provider.no_data == "ignore"


def test_each_shape_of_a_value_has_its_own_type() -> None:
    text = """
    team: a
    depends_on: [b, {external: c}]
    slos:
      - {name: a, objective: 9%, sli: x, no_data: {after: 5m}, alerting: none}
      - {name: b, objective: 9%, sli: {use: x, with: {p: 5, q: true, r: ""}}, no_data: bad, alerting: {min_errors: 2}}
      - {name: c, objective: 9%, sli: {probe: {up: y}}}
    """
    head = "apiVersion: sre-compile.dev/v1alpha1\nkind: Service\nmetadata: {name: x}\nspec:"
    [document], _ = documents.parse((head + text).encode(), "case.yaml")
    found, problems = kinds.read(document)
    assert problems == []
    assert isinstance(found, kinds.Service)
    named, used, inline = found.spec.slos
    assert (named.sli, named.alerting) == ("x", "none")
    assert isinstance(named.no_data, kinds.NoData)
    assert (named.no_data.then, named.no_data.after, named.no_data.severity) == ("alert", Duration.parse("5m"), None)
    assert isinstance(used.sli, kinds.UseSli)
    assert used.sli.with_ == {"p": "5", "q": "true", "r": ""}
    assert isinstance(inline.sli, kinds.InlineSli)
    assert [type(one) for one in found.spec.depends_on] == [str, kinds.External]


def leaves(data: Data, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    children = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else None
    if children is None:
        yield path
    for step, value in children or ():
        yield from leaves(value, (*path, step))


def below(value: Any, step: str | int) -> Any:
    """What a later room does with a path: fields are keys, `from_` is `from`, tiers are numbers."""
    if isinstance(value, dict):
        return value[step] if step in value else value[int(step)]
    if isinstance(value, tuple):
        return value[int(step)]
    return getattr(
        value,
        "api_version"
        if step == "apiVersion"
        else {"from": "from_", "in": "in_", "for": "for_"}.get(str(step), str(step)),
    )


@pytest.mark.parametrize("document", READ, ids=kinds.kind_of)
def test_the_path_of_a_value_is_the_path_of_its_field(document: Document) -> None:
    found, _ = kinds.read(document)
    for path in leaves(document.data):
        value: Any = found
        for step in path:
            value = below(value, step)
        assert isinstance(value, dict | tuple) is False or path[-1] == "version", path


def test_kind_of_a_document() -> None:
    texts = {"kind: Team": "Team", "kind: Teem": kinds.ANY, "kind: [Team]": kinds.ANY, "name: x": kinds.ANY}
    for text, kind in texts.items():
        [document], _ = documents.parse(text.encode(), "case.yaml")
        assert kinds.kind_of(document) == kind


WORDS = st.sampled_from(
    sorted({str(step) for one in READ for path in leaves(one.data) for step in path if isinstance(step, str)})
)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), max_size=20)
)
TREES = st.recursive(
    SCALARS | WORDS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(WORDS | st.text("ab-[]", max_size=5), inner, max_size=5)
    ),
    max_leaves=20,
)


@given(st.sampled_from(list(kinds.KINDS)), TREES, TREES)
def test_whatever_a_document_holds_is_a_model_or_a_finding_in_our_words(kind: str, metadata: Any, spec: Any) -> None:
    data = {"apiVersion": "sre-compile.dev/v1alpha1", "kind": kind, "metadata": metadata, "spec": spec}
    read, _ = documents.parse(json.dumps(data, ensure_ascii=False).encode(), "case.yaml")
    for document in read:
        found, problems = kinds.read(document)
        assert (found is None) == bool(problems or document.broken)
        for one in problems:
            assert one.message
            assert one.help
            assert "Input should" not in one.message
            assert document.span(one.where).line == 1


def test_zones_are_in_the_database_of_the_machine() -> None:
    assert available_timezones() >= zones.ZONES, "if it is missing or old: apt-get install -y tzdata"
    assert len(zones.ZONES) > 400


CORRECTIONS = [
    (corrections.duration, "1h 30min", "1h30m", True),
    (corrections.duration, "2 hours and 5 minutes", "2h5m", True),
    (corrections.duration, "1.5h", "1h30m", True),
    (corrections.duration, "1 month", "30d", False),
    (corrections.duration, "5M", "5m", False),
    (corrections.duration, "0.5ms", None, False),
    (corrections.duration, "5 parsecs", None, False),
    (corrections.duration, "9999999y", None, False),
    (corrections.percentage, "1", "1%", False),
    (corrections.percentage, "99.90", "99.9%", True),
    (corrections.percentage, "0.999", "99.9%", False),
    (corrections.percentage, "0.5 %", "0.5%", True),
    (corrections.percentage, "250", None, False),
    (corrections.rate, "3 per minute", "3/m", True),
    (corrections.rate, "40rps", "40/s", True),
    (corrections.rate, "40", "40/s", False),
    (corrections.rate, "12/fortnight", None, False),
    (corrections.time_of_day, "12am", "00:00", True),
    (corrections.time_of_day, "12:30pm", "12:30", True),
    (corrections.time_of_day, "9:00", "09:00", True),
    (corrections.time_of_day, "9", "09:00", False),
    (corrections.time_of_day, "25", None, False),
    (corrections.calendar_day, "20260105", "2026-01-05", True),
    (corrections.calendar_day, "5.1.2026", "2026-01-05", True),
    (corrections.calendar_day, "2026-01-05T09:00", "2026-01-05", False),
    (corrections.calendar_day, "2026-13-01", None, False),
    (corrections.instant, "2026-1-5 18:30", "2026-01-05T18:30", True),
    (corrections.instant, "2026-01-05T18:30:00Z", "2026-01-05T18:30Z", True),
    (corrections.instant, "2026-01-05", "2026-01-05T09:00", False),
    (corrections.instant, "2026-01-05T18:30+02:00", "2026-01-05T09:00", False),
    (corrections.instant, "tomorrow 09:00", None, False),
    (zones.meant, "new york", "America/New_York", True),
    (zones.meant, "US/Pacific", "America/Los_Angeles", True),
    (zones.meant, "Asia/Calcutta", "Asia/Kolkata", True),
    (zones.meant, "europe/berlin", "Europe/Berlin", True),
    (zones.meant, "Europe/Berlim", "Europe/Berlin", True),
    (zones.meant, "Zulu", "UTC", True),
    (zones.meant, "CET", "Europe/Berlin", False),
    (zones.meant, "nowhere at all", None, False),
]


@pytest.mark.parametrize(("correct", "written", "better", "certain"), CORRECTIONS, ids=[row[1] for row in CORRECTIONS])
def test_correction(correct: Any, written: str, better: str | None, certain: bool) -> None:
    assert correct(written) == (corrections.Better(better, certain) if better else None)


@pytest.mark.parametrize(
    ("correct", "written", "better"),
    [
        (corrections.name, "CheckoutAPI v2", "checkout-api-v2"),
        (corrections.name, "42", None),
        (corrections.label_name, "a.b", "a_b"),
    ],
)
def test_correction_of_a_name(correct: Any, written: str, better: str | None) -> None:
    assert correct(written) == better
