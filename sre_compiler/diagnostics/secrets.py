"""Secrets in a text: where they are, of which sort, and the text without them.

Only what has the form that its maker gave it is found, and passwords in URLs. What merely stands beside a word like `password` may
be anything; it is hidden all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from msgspec import Struct
from msgspec.structs import replace

from sre_compiler.diagnostics.diagnostic import Diagnostic

_SHAPES = {
    "the address of a Slack webhook": (("hooks.slack.com",), r"hooks\.slack\.com/(?:services|workflows|triggers)/(?P<s>[\w/+-]{16,200})"),
    "a token of Slack": (("xox",), r"(?<![\w-])(?P<s>xox[abeoprs]-[0-9A-Za-z-]{16,200})"),
    "the address of a Discord webhook": (("/api/webhooks/",), r"discord(?:app)?\.com/api/webhooks/(?P<s>[0-9]{10,25}/[\w-]{30,100})"),
    "the address of a Teams webhook": ((".office.com/",), r"\.office\.com/webhookb?2?/(?P<s>[\w@/-]{30,400})"),
    "the address of a Teams workflow": (("&sig=",), r"[?&]sig=(?P<s>[\w%-]{20,100})"),
    "a key of AWS": (("AKIA", "ASIA"), r"(?<![\w-])(?P<s>(?:AKIA|ASIA)[0-9A-Z]{16})\b"),
    "a token of GitHub": (("ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"), r"(?<![\w-])(?P<s>gh[pousr]_[0-9A-Za-z]{36,100}|github_pat_[0-9A-Za-z_]{40,100})"),
    "a token of GitLab": (("glpat-",), r"(?<![\w-])(?P<s>glpat-[\w-]{20,60})"),
    "a token of Grafana": (("glsa_", "glc_"), r"(?<![\w-])(?P<s>glsa_[0-9A-Za-z]{32}_[0-9a-f]{8}|glc_[0-9A-Za-z+/]{32,300}=*)"),
    "a key of Google": (("AIza",), r"(?<![\w-])(?P<s>AIza[\w-]{35})(?![\w-])"),
    "a key of Stripe": (("_live_",), r"(?<![\w-])(?P<s>[sr]k_live_[0-9A-Za-z]{20,100})"),
    "a token of Telegram": ((":AA",), r"(?<![\w-])(?P<s>[0-9]{8,10}:AA[\w-]{33})(?![\w-])"),
    "a signed token": (("eyJ",), r"(?<![\w-])(?P<s>eyJ[\w-]{10,4000}\.eyJ[\w-]{10,4000}\.[\w-]{16,1000})"),
    "a key of PagerDuty": (("pagerduty.com/",), r"events\.pagerduty\.com/(?:integration|generic)/(?P<s>[0-9a-zA-Z]{32})\b"),
    "a key of Opsgenie": (("GenieKey",), r"GenieKey\s(?P<s>[0-9a-f]{8}-[0-9a-f-]{27})\b"),
    "a bearer token": (("earer ",), r"\b[Bb]earer\s(?P<s>(?=[a-zA-Z._~+/-]{0,200}[0-9])[\w.~+/-]{24,2000}=*)"),
    "a private key": (("PRIVATE KEY-----",), r"-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----(?P<s>[\w+/=\s\\:,.#-]{0,20000})"),
    "a password in a URL": (("://",), r"://(?<=[a-z0-9+.]://)[\w.~%+-]{0,80}:(?!pass|secret@|token@|x+@)(?P<s>[^\s/@:\"'<>{}$*]{3,100})@[\w\[]"),
}  # fmt: skip
"""What it is; words of which a text with one has some; and its form, whose group is the part to hide."""

_KEYED = re.compile(
    r"(?i)(?:passw(?:or)?d|secret|token|(?:api|routing|service|access|private|integration)[_-]?key)[\"']?[ \t]{0,4}:[ \t]{1,4}"
    r"[\"']?(?P<value>[^\s\"',}\]#<>{}()]{8,4000})"
)
_LONGEST_SCHEME = 16
_SCHEME = re.compile(r"\b[a-z][a-z0-9+.]{1,15}\Z")
_NOT_BLANK = re.compile(r"\S")


class Secret(Struct, frozen=True):
    """Characters [start, end) of a text; `at` is where the form begins that gives it away."""

    at: int
    start: int
    end: int
    what: str


def secrets(text: str) -> Iterator[Secret]:
    """The secrets of a text, in order. Texts without the words that go with them cost next to nothing."""
    sorts = tuple(what for what, (words, _) in _SHAPES.items() if any(word in text for word in words))
    if sorts:
        for match in _pattern(sorts).finditer(text):
            group = match.lastgroup or ""
            at = _begins(text, match.start())
            if at is not None:
                yield Secret(at, *match.span(group), sorts[int(group[1:])])


def _begins(text: str, at: int) -> int | None:
    """Where the form begins that a match at `at` belongs to: of a URL its scheme, which a search from left to right would try
    at each word of a text; None where there is none.
    """
    if not text.startswith("://", at):
        return at
    scheme = _SCHEME.search(text, max(at - _LONGEST_SCHEME, 0), at)
    return None if scheme is None else scheme.start()


def masked(text: str) -> str:
    """The text with a `*` for each character of a secret: every line and column stays where it is."""
    found = [(one.start, one.end) for one in secrets(text)]
    found += [match.span("value") for match in _KEYED.finditer(text)]
    parts, done = [], 0
    for start, end in sorted(found):
        parts += [text[done:start], _NOT_BLANK.sub("*", text[max(start, done) : end])]
        done = max(done, end)
    return "".join([*parts, text[done:]])


def discreet(finding: Diagnostic) -> Diagnostic:
    """The finding without secrets in what it says. Its edits keep theirs: they are written where it stands already."""
    said = (finding.message, finding.label, finding.help, finding.note, *(one.label for one in finding.related))
    said += (finding.fix.title,) if finding.fix else ()
    if not any(next(secrets(text), None) for text in said):
        return finding
    related = tuple(replace(one, label=masked(one.label)) for one in finding.related)
    message, label, advice, note = map(masked, said[:4])
    fix = finding.fix and replace(finding.fix, title=masked(finding.fix.title))
    return replace(finding, message=message, label=label, help=advice, note=note, related=related, fix=fix)


@cache
def _pattern(sorts: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(_SHAPES[what][1].replace("<s>", f"<s{i}>") for i, what in enumerate(sorts)))
