"""Findings to render: a usual one of each sort, and texts that somebody made to break a format."""

from __future__ import annotations

from hypothesis import strategies as st
from msgspec.structs import replace

from sre_compiler.diagnostics import Diagnostic, Place, Related, Severity, Silence, Span
from sre_compiler.diagnostics.render.report import Report, report

LEG = Diagnostic(
    "unreachable-burn-rate",
    Severity.ERROR,
    "the `1h` leg can never fire",
    Span("specs/web.yaml", 9, 18, 9, 21),
    "10 % error budget",
    "raise `objective`, or leave this leg out:\nalerting:\n  legs: [6h]",
    (Related(Span("specs/rates.yaml", 6, 8, 7, 18), "factor 14.4"), Related(Place("specs/x.yaml", 0, ()), "or this")),
    "the factor is budget x window / long",
)
KEY = Diagnostic("unknown-key", Severity.WARNING, "unknown key `owner`", Span("specs/a.yaml", 2, 1, 3, 4))
NONE = Diagnostic("missing-document", Severity.INFO, "no document of kind Project", None, help="add one")
USUAL = (LEG, KEY, NONE)
FILES = ("specs/web.yaml", "specs/a.yaml", "specs/clean.yaml")

NASTY = (
    "a\"b'\n::error::x%0A]]>\r\n\x1b[31m\x00\u202e\u2028 <b>&amp; `c` `` | @you [x](http://e) \U0001f4a5 \\ ,: \ud800"
)
HOSTILE = Diagnostic(
    "n",
    Severity.ERROR,
    NASTY,
    Span("s,:%\n\udcff <&>.yaml", 1, 1, 1, 1),
    NASTY,
    NASTY,
    (Related(KEY.where, NASTY),),
    NASTY,
)

COMMENT = Silence("comment", NASTY, "2027-01-31", Span("specs/web.yaml", 8, 3, 8, 40))
ALLOWED = replace(LEG, silence=COMMENT)
BASELINED = replace(KEY, silence=Silence("baseline"))

_texts = st.text(st.characters(codec=None), max_size=12) | st.sampled_from([NASTY, "", "a\n", "]]>", "::", "```\n```"])
_spans = st.builds(Span, st.sampled_from(["a.yaml", HOSTILE.where.file]), *[st.integers(1, 9)] * 4)
_places = st.builds(Place, st.just("b.yaml"), st.just(0), st.just(()))
_related = st.lists(st.builds(Related, _spans | _places, _texts), max_size=2).map(tuple)
diagnostics = st.builds(
    Diagnostic,
    st.sampled_from("ab"),
    st.sampled_from(Severity),
    _texts,
    st.none() | _spans | _places,
    *[_texts] * 2,
    _related,
    _texts,
)
many = st.lists(diagnostics, max_size=4)


def of(*findings: Diagnostic, files: tuple[str, ...] = FILES, silenced: tuple[Diagnostic, ...] = ()) -> Report:
    """A report in which errors fail, and in which only `unknown-key` has a page."""
    pages = {"unknown-key": "unknown-key\n\nA key that nobody reads.\n\nIt looks like a setting.\n"}
    return report(findings, files, {Severity.ERROR}, pages.get, silenced)
