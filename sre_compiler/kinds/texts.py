"""Free text, and text with a form of its own, as types for the fields of models."""

from __future__ import annotations

import re
from typing import Annotated, Any, TypeAlias

from pydantic_core import core_schema

from sre_compiler.diagnostics import Diagnostic, Place
from sre_compiler.documents import Number
from sre_compiler.kinds import problems
from sre_compiler.kinds.scalar import Refuse, Scalar, Written, free_text, matching, text

_VERSION = re.compile(r"([0-9]{1,4})\.([0-9]{1,4})(?:\.[0-9]{1,4})?")
_WITH_PASSWORD = re.compile(r"[a-z]+://[^/@\s]*:[^/@\s]*@.*")
_HOST = r"https?://[^\s/@?#{}]+"
_PATH = r"[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*"


def _refuse(wanted: str, example: str) -> Refuse:
    def refuse(place: Place, written: Written) -> Diagnostic:
        return problems.invalid_value(place, text(written), wanted, example)

    return refuse


def _form(pattern: str, wanted: str, example: str) -> Scalar:
    return matching(pattern, wanted, example, _refuse(wanted, example))


def _url(pattern: str, wanted: str, example: str) -> Scalar:
    def refuse(place: Place, written: Written) -> Diagnostic:
        if _WITH_PASSWORD.fullmatch(text(written)):
            return problems.inline_secret(place, "remove the user and the password from the URL")
        return _refuse(wanted, example)(place, written)

    return matching(pattern, wanted, example, refuse)


Text: TypeAlias = Annotated[str, free_text("a text", "…")]
PromQL: TypeAlias = Annotated[str, free_text("a PromQL expression", 'http_requests_total{job="checkout"}')]
LabelValue: TypeAlias = Annotated[str, free_text("a text", "shop", booleans=True)]
ParameterValue: TypeAlias = Annotated[str, free_text("a text", '"5.."', booleans=True, empty=True)]
Url: TypeAlias = Annotated[str, _url(rf"{_HOST}([/?#]\S*)?", "a URL", "https://shop.example/path")]
RunbookUrl: TypeAlias = Annotated[
    str,
    _url(
        rf"{_HOST}([/?#]([^\s{{}}]|\{{service\}}|\{{alert\}})*)?",
        "a URL in which `{service}` and `{alert}` may stand",
        "https://runbooks.shop.example/{service}/{alert}",
    ),
]
_LITERAL = r"[A-Za-z0-9_-][A-Za-z0-9_.-]*"
_FOLDER = rf"({_LITERAL}|({_LITERAL})?\{{service\}}[A-Za-z0-9_.-]*)/"
RunbookPath: TypeAlias = Annotated[
    str,
    _form(
        rf"({_FOLDER})*({_LITERAL})?\{{alert\}}\.md",
        "a path that ends in `{alert}.md`, in whose folders `{service}` may stand",
        "{service}/{alert}.md",
    ),
]
FilePath: TypeAlias = Annotated[str, _form(f"/?{_PATH}", "the path of a file", "web_key")]
FolderPath: TypeAlias = Annotated[str, _form(f"/?{_PATH}/?", "the path of a folder", "/etc/alertmanager/secrets")]
SpecPath: TypeAlias = Annotated[
    str, _form(_PATH, "the path of a file below the folder of the specs", "alertmanager/base.yaml")
]
FilePattern: TypeAlias = Annotated[
    str,
    _form(r"[A-Za-z0-9_.*?-]+(/[A-Za-z0-9_.*?-]+)*", "the path of a file, in which `*` may stand", "vendor/*.yaml"),
]
Pattern: TypeAlias = Annotated[
    str,
    _form(
        r"([A-Za-z0-9_:/@ -]|\\.|\.|\.[*+])+(\|([A-Za-z0-9_:/@ -]|\\.|\.|\.[*+])+)*",
        "a regular expression of words, `.*`, `.+` and `|`",
        "shop-.*",
    ),
]
_NUMBER = r"[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?"
_QUOTED = r'"([^"\\\n]|\\.)*"'
_SET = rf"([a-zA-Z_][a-zA-Z0-9_]*\s*=\s*{_QUOTED}|{_QUOTED}(\s*=\s*{_QUOTED})?)"
_BRACES = rf"\{{\s*({_SET}(\s*,\s*{_SET})*(\s*,)?\s*)?\}}"
SeriesLine: TypeAlias = Annotated[
    str,
    _form(
        rf"\s*([a-zA-Z_:][a-zA-Z0-9_:]*(\s*{_BRACES})?|{_BRACES})\s+[+-]?({_NUMBER}|Inf|NaN)([+-]{_NUMBER})?\s*",
        "a series and its value",
        'up{job="checkout"} 0',
    ),
]
Email: TypeAlias = Annotated[str, _form(r"[^\s@,<>]+@[^\s@,<>]+", "an email address", "ana@shop.example")]
HostPort: TypeAlias = Annotated[str, _form(r"[a-zA-Z0-9.-]+:[0-9]{1,5}", "a host and a port", "mail.shop.example:587")]
Country: TypeAlias = Annotated[str, _form("[A-Z]{2}", "the two letters of a country", "DE")]
Subdivision: TypeAlias = Annotated[str, _form("[A-Z0-9]{1,3}", "the code of a part of a country", "BE")]


def _version(least: tuple[int, int], pattern: str) -> Scalar:
    """A version from `least` on, as (major, minor). It needs no quotes here: `3.10` is read as it is written."""
    example = f'"{least[0]}.{least[1]}"'

    def read(data: Any) -> tuple[int, int]:
        match = _VERSION.fullmatch(text(data)) if isinstance(data, str | Number) else None
        if match is None or (int(match.group(1)), int(match.group(2))) < least:
            raise ValueError
        return int(match.group(1)), int(match.group(2))

    def refuse(place: Place, written: Written) -> Diagnostic:
        if _VERSION.fullmatch(text(written)):
            return problems.out_of_range(
                place, text(written), f"{example[1:-1]} or later", f"use {example[1:-1]} or later"
            )
        return _refuse("a version", example)(place, written)

    schema = {"type": ["string", "number"], "pattern": rf"^({pattern})(\.[0-9]{{1,4}})?$", "minimum": least[0]}
    return Scalar("a version", example, core_schema.no_info_plain_validator_function(read), schema, refuse)


_MINOR = r"\.[0-9]{1,4}"
_FROM_42 = r"\.0*(4[2-9]|[5-9][0-9]|[1-9][0-9]{2,3})"
_FROM_25 = r"\.0*(2[5-9]|[3-9][0-9]|[1-9][0-9]{2,3})"
PrometheusVersion: TypeAlias = Annotated[
    tuple[int, int], _version((2, 42), rf"0*2{_FROM_42}|0*([3-9]|[1-9][0-9]{{1,3}}){_MINOR}")
]
AlertmanagerVersion: TypeAlias = Annotated[
    tuple[int, int], _version((0, 25), rf"0+{_FROM_25}|0*[1-9][0-9]{{0,3}}{_MINOR}")
]
