"""Findings as text: the exact blocks that people see."""

from __future__ import annotations

import random
from unicodedata import category

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sre_compiler.diagnostics import Diagnostic, Place, Related, Severity, Silence, Span
from sre_compiler.diagnostics.render.text import concise, render, summary

CHECKOUT = "apiVersion: v1\nspec:\n" + "  # more\n" * 6 + "      objective: 90%\n"
LEGS = "\n" * 5 + "    - {budget: 2%, long: 1h, short: 5m, severity: sev1}\n"
BLOCK = "expr: |\n  sum(rate(x{code!~'5..'}[$window]) by (job)\nname: a\n\n\n\n\n\n\nlast: b\n"
WIDE = "説明: 「日本語」 e\u0301x # 終\n\tkey:\t値\n\x1b[31mred\u202e\x7f: 1\n"
LONG = "a: " + "x" * 300 + " target " + "y" * 300 + "\n" + "日" * 200 + "\n"
FILES = {"specs/checkout.yaml": CHECKOUT, "specs/legs.yaml": LEGS, "b.yaml": BLOCK, "w.yaml": WIDE, "l.yaml": LONG}


def read(file: str) -> str:
    if file not in FILES:
        raise FileNotFoundError(file)
    return FILES[file]


def finding(where: Span | Place | None, label: str = "here", **more) -> Diagnostic:
    return Diagnostic(
        **{"name": "n", "severity": Severity.ERROR, "message": "m", "where": where, "label": label} | more
    )


def shown(*diagnostics: Diagnostic, width: int = 100) -> str:
    return render(diagnostics, read, color=False, width=width)


def test_two_files() -> None:
    diagnostic = Diagnostic(
        "unreachable-burn-rate",
        Severity.ERROR,
        "page can never fire",
        Span("specs/checkout.yaml", 9, 18, 9, 21),
        "10 % error budget, so the burn rate cannot exceed 10",
        "raise `objective` above 93.06%, or leave this leg out:\nalerting:\n  legs: [6h]",
        (Related(Span("specs/legs.yaml", 6, 8, 6, 18), "factor 14.4 needs a 144 % error ratio"),),
        "the factor is budget x window / long",
    )
    assert (
        shown(diagnostic)
        == """\
error: page can never fire (unreachable-burn-rate)
  --> specs/checkout.yaml:9:18
   |
 9 |       objective: 90%
   |                  ^^^ 10 % error budget, so the burn rate cannot exceed 10
  ::: specs/legs.yaml:6:8
 6 |     - {budget: 2%, long: 1h, short: 5m, severity: sev1}
   |        ---------- factor 14.4 needs a 144 % error ratio
   = help: raise `objective` above 93.06%, or leave this leg out:
           alerting:
             legs: [6h]
   = note: the factor is budget x window / long
"""
    )


def test_one_file_in_the_order_of_its_lines() -> None:
    diagnostic = finding(
        Span("b.yaml", 10, 7, 10, 8),
        "second",
        related=(
            Related(Span("b.yaml", 3, 7, 3, 8), "first"),
            Related(Span("b.yaml", 2, 38, 2, 40), "right"),
            Related(Span("b.yaml", 2, 6, 2, 7), "left"),
        ),
    )
    assert (
        shown(diagnostic)
        == """\
error: m (n)
   --> b.yaml:10:7
    |
  2 |   sum(rate(x{code!~'5..'}[$window]) by (job)
    |      - left
    |                                      -- right
  3 | name: a
    |       - first
   :
 10 | last: b
    |       ^ second
"""
    )


def test_several_lines_show_the_first_and_the_last() -> None:
    assert (
        shown(finding(Span("b.yaml", 2, 3, 10, 5), "all of it"))
        == """\
error: m (n)
   --> b.yaml:2:3
    |
  2 |   sum(rate(x{code!~'5..'}[$window]) by (job)
    |   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
   :
 10 | last: b
    | ^^^^ all of it
"""
    )
    assert (
        shown(finding(Span("b.yaml", 2, 3, 3, 1), "one line and its break"))
        == """\
error: m (n)
  --> b.yaml:2:3
   |
 2 |   sum(rate(x{code!~'5..'}[$window]) by (job)
   |   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ one line and its break
"""
    )


def test_wide_and_combining_characters_and_tabs() -> None:
    related = (Related(Span("w.yaml", 2, 7, 2, 8), "value"), Related(Span("w.yaml", 1, 11, 1, 14), "e and x"))
    assert (
        shown(finding(Span("w.yaml", 1, 5, 1, 10), "title", related=related))
        == """\
error: m (n)
  --> w.yaml:1:5
   |
 1 | 説明: 「日本語」 e\u0301x # 終
   |       ^^^^^^^^^^ title
   |                  -- e and x
 2 |     key:    値
   |             -- value
"""
    )


def test_nothing_that_a_terminal_obeys_is_written() -> None:
    diagnostic = finding(
        Span("w.yaml", 3, 6, 3, 9), "a\x1bb", message="c\nd\u202e", help="e\x07", name="n", note="f\x9b"
    )
    assert (
        shown(diagnostic)
        == """\
error: c\\nd\\u202e (n)
  --> w.yaml:3:6
   |
 3 | \\x1b[31mred\\u202e\\x7f: 1
   |         ^^^ a\\x1bb
   = help: e\\x07
   = note: f\\x9b
"""
    )
    assert concise([diagnostic]) == "w.yaml:3:6: error: c\\nd\\u202e, e\\x07 (n)\n"


@pytest.mark.parametrize(
    ("span", "width", "lines"),
    [
        ((1, 305, 1, 311), 40, [" 1 | …xxxxxxxxxxxx target yyyyyyyyyyyyy…", "   |               ^^^^^^ here"]),
        ((1, 1, 1, 2), 40, [" 1 | a: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…", "   | ^ here"]),
        (
            (1, 612, 1, 612),
            40,
            [" 1 | …yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy", "   |                                   ^ here"],
        ),
        (
            (1, 4, 1, 600),
            40,
            [" 1 | …xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…", "   |  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ here"],
        ),
        ((2, 100, 2, 102), 31, [" 2 | …日日日日日日日日日日日日…", "   |            ^^^^ here"]),
    ],
)
def test_a_long_line_is_cut_around_the_span(span: tuple[int, int, int, int], width: int, lines: list[str]) -> None:
    block = shown(finding(Span("l.yaml", *span)), width=width).splitlines()
    assert block[3:] == lines


def test_a_point_has_one_caret() -> None:
    assert (
        shown(finding(Span("b.yaml", 3, 8, 3, 8), "missing"))
        == """\
error: m (n)
  --> b.yaml:3:8
   |
 3 | name: a
   |        ^ missing
"""
    )


@pytest.mark.parametrize(
    ("where", "address"),
    [
        (Span("gone.yaml", 3, 8, 3, 9), "gone.yaml:3:8"),
        (Span("b.yaml", 99, 8, 99, 9), "b.yaml:99:8"),
        (Span("b.yaml", 9, 8, 99, 9), "b.yaml:9:8"),
        (Place("b.yaml", 0, ("name",)), "b.yaml"),
    ],
)
def test_a_place_that_cannot_be_shown_keeps_its_words(where: Span | Place, address: str) -> None:
    related = (Related(Span("gone2.yaml", 1, 1, 1, 1), "there"),)
    assert (
        shown(finding(where, "what is wrong", help="type this", related=related))
        == f"""\
error: m (n)
  --> {address}
   = here: what is wrong
  ::: gone2.yaml:1:1
   = here: there
   = help: type this
"""
    )


def test_a_finding_without_a_file() -> None:
    where = Span("b.yaml", 3, 1, 3, 5)
    assert (
        shown(finding(None, help="type this", related=(Related(where, "there"),)))
        == """\
error: m (n)
  ::: b.yaml:3:1
 3 | name: a
   | ---- there
   = help: type this
"""
    )
    assert concise([finding(None)]) == "error: m (n)\n"


def test_a_long_line_is_quoted_again_for_a_mark_that_is_cut_off() -> None:
    far = finding(Span("l.yaml", 1, 305, 1, 311), related=(Related(Span("l.yaml", 1, 1, 1, 2), "there"),))
    assert (
        shown(far, width=40)
        == """\
error: m (n)
  --> l.yaml:1:305
   |
 1 | …xxxxxxxxxxxx target yyyyyyyyyyyyy…
   |               ^^^^^^ here
 1 | a: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…
   | - there
"""
    )


def test_of_many_that_say_the_same_five_are_shown() -> None:
    many = [finding(Span("b.yaml", 3, 1, 3, 5), severity=Severity.WARNING) for _ in range(8)]
    block = """\
warning: m (n)
  --> b.yaml:3:1
   |
 3 | name: a
   | ---- here
""".replace("-" * 4 + " here", "^^^^ here")
    folded = f"{block}   = more: 3 say the same; `--format concise` lists all\n"
    assert shown(*many) == "\n".join([block] * 4 + [folded])
    assert shown(*many[:5]) == "\n".join([block] * 5)
    assert concise(many).count("\n") == 8


def test_after_fifty_blocks_a_finding_is_a_line_and_the_worst_stand_in_full() -> None:
    def named(number: int, severity: Severity = Severity.WARNING) -> Diagnostic:
        return finding(Span("b.yaml", 3, 1, 3, 5), severity=severity, message=f"m{number:03}")

    many = [*map(named, range(300)), named(999, Severity.ERROR)]
    *blocks, lines = shown(*many).split("\n\n")
    assert len(blocks) == 50
    assert [block.splitlines()[0] for block in blocks[:2]] == ["error: m999 (n)", "warning: m000 (n)"]
    assert lines.splitlines()[0] == "b.yaml:3:1: warning: m049 (n)"
    assert len(lines.splitlines()) == 201
    assert lines.endswith("and 51 more; `--format concise` lists all\n")
    assert shown(*many[:51]).endswith("\n\nb.yaml:3:1: warning: m050 (n)\n")


def test_the_order_is_file_line_column_and_errors_first() -> None:
    ordered = [
        finding(None),
        finding(Span("a.yaml", 2, 9, 2, 9)),
        finding(Span("a.yaml", 10, 1, 10, 1), severity=Severity.ERROR, name="z"),
        finding(Span("a.yaml", 10, 1, 10, 1), severity=Severity.WARNING, name="a"),
        finding(Span("a.yaml", 10, 1, 10, 1), severity=Severity.INFO, name="a"),
        finding(Span("a.yaml", 10, 2, 10, 2)),
        finding(Span("b.yaml", 1, 1, 1, 1)),
    ]
    mixed = random.Random(1).sample(ordered, len(ordered))
    assert concise(mixed) == "".join(concise([one]) for one in ordered)
    assert [line for line in shown(*mixed).splitlines() if "-->" in line] == [
        line for one in ordered for line in shown(one).splitlines() if "-->" in line
    ]


def test_one_finding_a_line() -> None:
    diagnostic = finding(Span("b.yaml", 3, 1, 3, 5), help="write\n  this", name="unknown-key", severity=Severity.INFO)
    assert concise([diagnostic]) == "b.yaml:3:1: info: m, write this (unknown-key)\n"
    assert concise([]) == render([], read, color=False, width=80) == ""


@pytest.mark.parametrize(
    ("severities", "files", "text"),
    [
        ("", 0, "no findings in 0 files"),
        ("e", 1, "1 error in 1 file"),
        ("wee", 14, "2 errors, 1 warning in 14 files"),
        ("iiw", 2, "1 warning, 2 infos in 2 files"),
    ],
)
def test_the_summary_counts(severities: str, files: int, text: str) -> None:
    names = {"e": Severity.ERROR, "w": Severity.WARNING, "i": Severity.INFO}
    assert summary([finding(None, severity=names[letter]) for letter in severities], files) == text


def test_colour_is_added_and_changes_no_word() -> None:
    diagnostic = finding(
        Span("b.yaml", 3, 1, 3, 5),
        help="h",
        severity=Severity.WARNING,
        related=(Related(Span("b.yaml", 10, 1, 10, 5), "r"),),
    )
    coloured = render([diagnostic], read, color=True, width=80)
    assert coloured == (
        "\x1b[1;33mwarning\x1b[0m\x1b[1m: m (n)\x1b[0m\n"
        "\x1b[1;34m   -->\x1b[0m b.yaml:3:1\n"
        "\x1b[1;34m    |\x1b[0m\n"
        "\x1b[1;34m  3 |\x1b[0m name: a\n"
        "\x1b[1;34m    |\x1b[0m \x1b[1;33m^^^^ here\x1b[0m\n"
        "\x1b[1;34m   :\x1b[0m\n"
        "\x1b[1;34m 10 |\x1b[0m last: b\n"
        "\x1b[1;34m    |\x1b[0m \x1b[1;34m---- r\x1b[0m\n"
        "\x1b[1;34m    =\x1b[0m \x1b[1mhelp:\x1b[0m h\n"
    )


def test_bytes_are_read_with_their_mark_and_line_breaks() -> None:
    content = "\ufeffa: 1\r\nb: é\rc: \udcff\n".encode("utf-8", "surrogateescape")
    block = render([finding(Span("f", 3, 4, 3, 5))], lambda _: content, color=False, width=80)
    assert block.splitlines()[3:] == [" 3 | c: \ufffd", "   |    ^ here"]
    block = render([finding(Span("f", 1, 1, 1, 2))], lambda _: content, color=False, width=80)
    assert block.splitlines()[3:] == [" 1 | a: 1", "   | ^ here"]


SPANS = st.builds(Span, st.sampled_from([*FILES, "gone"]), *[st.integers(-3, 700)] * 4)


@settings(deadline=None)
@given(st.lists(st.builds(finding, st.one_of(st.none(), SPANS), st.text(max_size=5)), max_size=4), st.integers(0, 90))
def test_no_span_crashes_it_or_breaks_the_width(diagnostics: list[Diagnostic], width: int) -> None:
    text = render(diagnostics, read, color=False, width=width)
    lines = text.split("\n")
    assert {category(character) for line in lines for character in line}.isdisjoint({"Cc", "Cf", "Cs", "Zl", "Zp"})
    assert all(len(line) <= max(width, 26) for line in lines if " | " in line and "^" not in line)


def test_the_summary_counts_what_somebody_lives_with() -> None:
    allowed, known = (finding(None, silence=Silence(by)) for by in ("comment", "baseline"))
    assert summary([], 2, [allowed]) == "no findings in 2 files (1 allowed)"
    assert summary([finding(None)], 1, [known, allowed, known]) == "1 error in 1 file (1 allowed, 2 baselined)"
