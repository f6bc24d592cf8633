"""`label_replace` uses a group that its regular expression does not have.

The group is replaced by nothing. `$1_total` is such a group as well: its name goes on for as long as letters, digits and `_` do,
so that it is written `${1}_total`.

Bad:

    expr: label_replace(up, "host", "$1", "instance", ".+:[0-9]+") == 0

Good:

    expr: label_replace(up, "host", "$1", "instance", "(.+):[0-9]+") == 0
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sre_compiler import promql
from sre_compiler.checks._rewriting import rewritten
from sre_compiler.checks._scope import Scope
from sre_compiler.diagnostics import Diagnostic, Severity
from sre_compiler.program.indicators import Query

SEVERITY = Severity.ERROR
_SET_ASIDE = re.compile(r"\\.|\[[^\]]*\]")
"""Escapes and classes, in which a parenthesis is a letter."""
_USED = re.compile(r"\$\$|\$(?:\{(\w+)\}|(\w+))", re.ASCII)
_GROUP = re.compile(r"\((?!\?)|\(\?P?<(\w+)>")


def check(scope: Scope) -> Iterator[Diagnostic]:
    for query, call in scope.calls:
        if call.function == "label_replace":
            replacement, regex = call.args[2], call.args[4]
            if isinstance(replacement, promql.String) and isinstance(regex, promql.String) and "$" in replacement.value:
                yield from _findings(query, replacement, regex)


def _findings(query: Query, replacement: promql.String, regex: promql.String) -> Iterator[Diagnostic]:
    groups = _GROUP.findall(_SET_ASIDE.sub("", regex.value))
    known = {*map(str, range(len(groups) + 1)), *filter(None, groups)}
    for match in _USED.finditer(replacement.value):
        name = match.group(1) or match.group(2)
        if name and name not in known:
            yield _finding(query, replacement, match.group(), name, len(groups))
            return


def _finding(query: Query, replacement: promql.String, written: str, name: str, count: int) -> Diagnostic:
    digits = re.match(r"[0-9]+", name)
    meant = digits is not None and len(digits.group()) < len(name) and int(digits.group()) <= count
    rest = name[len(digits.group()) :] if digits is not None else ""
    better = f"${{{digits.group()}}}{rest}" if digits and meant else ""
    at = query.text.find(written, replacement.start, replacement.end)
    return Diagnostic(
        "label-replace-unknown-group",
        SEVERITY,
        f"the regular expression has no group for `{written}`",
        query.at(replacement.start, replacement.end),
        label="is replaced by nothing",
        help=f"write `{better}`" if better else "put what is to be kept in parentheses: `(.+)`",
        fix=rewritten(query, f"write `{better}`", (at, at + len(written), better), safe=True) if better else None,
    )
