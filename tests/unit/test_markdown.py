"""Text of a spec in a page: a reader sees exactly that text, and no markup, link or element that it asked for."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from sre_compiler.output import blocks
from sre_compiler.output.markdown import Markdown, code, fence, link, table, text

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
HOSTILE = (
    *("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<!-- sre-compile:end summary -->", "-->", "<!--"),
    *("[click](javascript:alert(1))", "![x](http://evil)", "<http://evil>", "[x]: http://evil", "](http://evil)"),
    *("a | b", "a \\| b", "`code`", "``", "**b**", "_i_", "a_b_c", "~~s~~", "$x$", "\\", "\\\\`", "a\\"),
    *(
        "# h",
        "- item",
        "+ item",
        "* item",
        "1. item",
        "12) item",
        "> quote",
        "---",
        "===",
        "```",
        "~~~",
        "    code",
        "\tx",
    ),
    *(
        "a\nb",
        "a\r\n\r\n# b",
        "a\n---",
        "&lt;b&gt;",
        "&copy;",
        "&#60;",
        "Q&A",
        "{{ 7*7 }}",
        "{% include x %}",
        "{{< x >}}",
    ),
    *("\u202eevil", "a\u2028b", "a\x00b", "a\x1bc", "\ufeff", "é ☕", " ", "", "99.9% of 1.5", "--flag", "#channel"),
)
texts = st.one_of(st.text(), st.lists(st.sampled_from(HOSTILE)).map(" ".join), st.text("<>&`|*_[]()!\\#-+=~{}%1. \n"))


def seen(line: str) -> str:
    """What is to be seen of a text in one line."""
    return "".join(one if one.isprintable() else "\ufffd" for one in " ".join(line.split()))


def in_code(line: str) -> str:
    """The same of code, of which spaces stay."""
    return "".join(one if one.isprintable() else "\ufffd" for one in re.sub(r"\s", " ", line))


def seen_in_lines(line: str) -> str:
    """The same of one line of several."""
    return "".join(one if one.isprintable() else "\ufffd" for one in line.expandtabs(4))


def cells(markdown: str) -> list[str]:
    """The cells of the only row of a table."""
    row = READER.render(f"| a | b |\n|---|---|\n| {markdown} | end |\n")
    return re.findall(r"<td>(.*)</td>", row)


def escaped(line: str) -> str:
    """As HTML that shows it."""
    return html.escape(line, quote=False).replace('"', "&quot;")


@pytest.mark.parametrize("line", HOSTILE)
def test_hostile_text_is_seen_as_it_is(line: str) -> None:
    shown = escaped(seen(line))
    assert READER.render(text(line)) == (f"<p>{shown}</p>\n" if shown else "")
    assert cells(text(line)) == [shown, "end"]
    assert READER.render(f"- {text(line)}") == f"<ul>\n<li>{shown}</li>\n</ul>\n"


@given(texts)
@example("1.")
def test_any_text_is_seen_as_it_is(line: str) -> None:
    shown = escaped(seen(line))
    assert READER.render(f"x {text(line)}") == f"<p>{f'x {shown}'.strip()}</p>\n"
    assert READER.render(text(line)) == (f"<p>{shown}</p>\n" if shown else "")
    assert cells(text(line)) == [shown, "end"]


@given(texts)
@example("- x")
def test_any_text_is_seen_as_it_is_in_a_table(line: str) -> None:
    found = READER.render("\n".join(table([("a", "b"), (line, Markdown("**end**"))])))
    assert re.findall("<td>(.*)</td>", found) == [escaped(seen(line)), "<strong>end</strong>"]


def test_a_cell_that_begins_as_a_list_does_is_readable_in_the_raw() -> None:
    assert [*table([("a", "b"), ("-", 1)])] == ["| a | b |", "|---|---|", "| - | 1 |"]


@given(texts)
def test_any_code_is_seen_as_it_is(line: str) -> None:
    for found in (READER.renderInline(code(line)), cells(code(line))[0]):
        match = re.fullmatch("<code>(.*)</code>", found)
        assert match is not None
        assert html.unescape(match[1]) == in_code(line)


@given(texts)
def test_any_lines_of_code_are_seen_as_they_are(lines: str) -> None:
    found = READER.render(f"{fence(lines, 'sh')}\n\n# after\n")
    match = re.fullmatch(r"<pre><code[^>]*>(.*)</code></pre>\n<h1>after</h1>\n", found, re.DOTALL)
    assert match is not None
    assert "<" not in match[1]
    shown = "\n".join(seen_in_lines(line) for line in lines.strip("\n").split("\n"))
    assert html.unescape(match[1]).removesuffix("\n") == shown.removesuffix("\n")


@given(st.one_of(st.text(), texts.map(lambda line: f"https://h/{line}")), texts)
def test_a_link_leads_to_the_web_or_nowhere(url: str, label: str) -> None:
    found = READER.renderInline(link(label, url))
    if re.match(r"https?://[^\s/?#]", url, re.IGNORECASE):
        assert re.fullmatch('<a href="https?://[^"<>]*">[^<]*</a>', found, re.IGNORECASE)
    else:
        assert "<" not in found


@given(texts)
def test_nothing_ends_a_block_early(line: str) -> None:
    body = "\n".join((text(line), code(line), fence(line, "sh"), link(line, f"https://h/{line}")))
    assert len(blocks.read(blocks.block("a", body))) == 1  # type: ignore[arg-type]


@given(texts)
@example("{% include x %}")
@example("{{ 7*7 }}")
def test_no_site_generator_finds_anything_to_run(line: str) -> None:
    for found in (text(line), code(line), fence(line, "sh"), link(line, f"https://h/{line}")):
        assert "{{" not in found
        assert "{%" not in found


def test_what_is_markdown_already_stays() -> None:
    assert text(Markdown("**b**")) == "**b**"


def test_common_text_is_readable_in_the_raw() -> None:
    for plain in ("A customer's request gets 1.5% of it - at 40/s, in a_name.", "100 (or more): yes!", "Q&A #1"):
        assert text(plain) == plain
