"""Which labels a result can have: what promtool shows, and why not where it cannot."""

from __future__ import annotations

import pytest

from sre_compiler import promql
from sre_compiler.promql.labels import label_flow
from tests.programs import Program
from tests.promql_cases import labels_of
from tests.promtool_case import Case

LABELS = ("job", "pod", "le", "new")

CASES = [
    # expression, labels that it can have, labels that every series has
    ("a", "job pod le new", ""),
    ('a{job="x", pod!=""}', "job pod le new", "job pod"),
    ('a{pod=""}', "job le new", ""),
    ('a{pod=~"x|", job!~"y"}', "job pod le new", ""),
    ("-(a)", "job pod le new", ""),
    ("sum(a)", "", ""),
    ("sum by (job) (a)", "job", ""),
    ('sum by (job) (a{job="x"})', "job", "job"),
    ("sum without (pod) (a)", "job le new", ""),
    ("sum by (pod) (sum by (job) (a))", "", ""),
    ("sum by (pod) (sum without (pod) (a))", "", ""),
    ("topk(1, sum by (job) (a))", "job", ""),
    ("topk by (pod) (1, a)", "job pod le new", ""),
    ('count_values by (job) ("new", a)', "job new", "new"),
    ("rate(a[5m])", "job pod le new", ""),
    ("max_over_time(sum by (job) (a)[5m:1m])", "job", ""),
    ("histogram_quantile(0.9, a)", "job pod new", ""),
    ("histogram_quantile(0.9, sum by (job, le) (a))", "job", ""),
    ("time() - a", "job pod le new", ""),
    ("vector(1)", "", ""),
    ("hour()", "", ""),
    ("hour(a)", "job pod le new", ""),
    ("scalar(a) > sum by (job) (a)", "job", ""),
    ('absent(a{job="x", pod=~"y"})', "job", ""),
    ('absent_over_time(a{job="x"}[5m])', "job", ""),
    ('absent(sum by (job) (a{job="x"}))', "", ""),
    ('label_replace(sum(a), "new", "z", "job", "(.*)")', "new", ""),
    ('label_join(sum by (job) (a), "new", "-", "job", "pod")', "job new", ""),
    ("sum by (job) (a) / on (job) b", "job", ""),
    ("a / on (job) b", "job", ""),
    ("a > on (job, pod) b", "job pod", ""),
    ("a / on () b", "", ""),
    ("a / ignoring (pod) b", "job le new", ""),
    ("a / b", "job pod le new", ""),
    ("sum by (job) (a) * on (job) group_left (new) b", "job new", ""),
    ("sum by (job) (a) * on (job) group_left (new) sum by (job) (b)", "job", ""),
    ("sum by (job) (a) * on (job) group_right b", "job pod le new", ""),
    ("sum by (job) (a) and on (job) b", "job", ""),
    ("a unless sum by (job) (b)", "job pod le new", ""),
    ("sum by (job) (a) or sum by (pod) (b)", "job pod", ""),
    ('sum by (job) (a) or a{pod=""}', "job le new", ""),
    ('sum by (job) (a{job="x"}) or a{job="y"}', "job pod le new", "job"),
    ("sum(a) or vector(0)", "", ""),
]


@pytest.mark.parametrize(("text", "possible", "guaranteed"), CASES)
def test_labels(text: str, possible: str, guaranteed: str) -> None:
    labels = labels_of(promql.parse(text))
    assert [name for name in LABELS if labels.absence(name) is None] == sorted(possible.split(), key=LABELS.index)
    assert labels.guaranteed == set(guaranteed.split())


FULL = '{job="x", pod="y", le="1", new="z"}'
WORLDS = [{"a" + FULL: "0+1x9", "b" + FULL: "0+1x9"}, {'a{job="x"}': "1x9", "b" + FULL: "1x9"}, {"b" + FULL: "1x9"}]


@pytest.mark.parametrize("series", WORLDS, ids=list)
def test_no_label_is_called_impossible_that_promtool_shows(series: dict[str, str], promtool: Program) -> None:
    texts = [text for text, _, _ in CASES]
    answers = Case([], series).samples([(text, "4m") for text in texts], promtool)
    for query, samples in answers.items():
        labels = labels_of(promql.parse(query.what))
        seen = {name for sample in samples for name in sample.labels} - {"__name__"}
        assert {name for name in seen if labels.absence(name)} == set(), query.what
        assert all(labels.guaranteed <= sample.labels.keys() for sample in samples), query.what


def test_a_label_is_possible_where_promtool_shows_it(promtool: Program) -> None:
    """The first world has every label, so that what a result lacks there was taken away by the expression."""
    texts = [text for text, possible, _ in CASES if "absent" not in text and "or" not in text.split()]
    answers = Case([], WORLDS[0]).samples([(text, "4m") for text in texts], promtool)
    shown = {query.what: set(samples[0].labels) - {"__name__"} for query, samples in answers.items() if samples}
    expected = {text: set(possible.split()) for text, possible, _ in CASES if text in shown}
    assert shown == expected


@pytest.mark.parametrize(
    ("text", "label", "words", "part"),
    [
        ("1 + sum(rate(a[5m]))", "pod", "`sum` without `by` keeps no label", "sum(rate(a[5m]))"),
        ("sum by (job, le) (a) > 1", "pod", "`by` keeps only `job`, `le`", "by (job, le)"),
        ("sum by (pod) (sum without (pod) (a))", "pod", "`without` removes this label", "without (pod)"),
        ("a / on (job) b", "pod", "`on` keeps only `job`", "/ on (job"),
        ("a / ignoring (pod) b", "pod", "`ignoring` removes this label", "/ ignoring (pod"),
        ('sum without (job) (a{pod=""})', "pod", "selects series without `pod`", 'pod=""'),
        ("sum(a) or vector(0)", "pod", "`sum` without `by` keeps no label", "sum(a)"),
    ],
)
def test_the_reason_stands_where_the_label_is_lost(text: str, label: str, words: str, part: str) -> None:
    reason = labels_of(promql.parse(text)).absence(label)
    assert reason is not None
    assert (reason.words, text[reason.start : reason.end]) == (words, part)


def test_every_node_that_is_evaluated_has_labels() -> None:
    tree = promql.parse('topk(3, sum by (job) (rate(a{x="y"}[5m] offset 1h)) / 2)')
    assert {id(node) for node in promql.walk(tree, durations=False)} == label_flow(tree).keys()


def test_a_long_chain_costs_no_recursion() -> None:
    longest = " + ".join(["sum by (job) (a)"] * 200)
    assert labels_of(promql.parse(longest)).absence("pod") is not None
