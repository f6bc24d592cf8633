"""The parser's place in the tokens: look, take, and say what was expected."""

from __future__ import annotations

from sre_compiler.promql.errors import PromQLError
from sre_compiler.promql.lexer import Token, tokenize
from sre_compiler.promql.mistakes import advice
from sre_compiler.promql.syntax import Syntax

MAX_LENGTH = 20_000
MAX_NESTING = 100
MAX_HEIGHT = 250
"""Nodes of a tree below each other: operators in a row lean on each other. Whoever walks a tree may recurse."""


class Cursor:
    """Tokens of one expression and the index of the next one; lives for one call of `parse`."""

    __slots__ = ("index", "nesting", "placeholders", "syntax", "text", "tokens")

    def __init__(self, text: str, syntax: Syntax, placeholders: frozenset[str]) -> None:
        self.text = text
        self.syntax = syntax
        self.placeholders = placeholders
        self.tokens: list[Token] = tokenize(text)
        self.index = 0
        self.nesting = 0

    def take(self, kind: str, expected: str) -> Token:
        """The next token, which must be of this kind; `expected` is what the error says else."""
        token = self.tokens[self.index]
        if token[0] != kind:
            raise self.unexpected(expected)
        self.index += 1
        return token

    def word(self) -> str:
        """The next token in lower case if it is a name, else nothing: keywords know no case."""
        token = self.tokens[self.index]
        return token[1].lower() if token[0] == "name" else ""

    def deepen(self) -> None:
        """One level further in; the caller takes it back by lowering `nesting`."""
        self.nesting += 1
        if self.nesting > MAX_NESTING:
            _, _, start, end = self.tokens[self.index]
            raise PromQLError(
                f"the expression is nested more than {MAX_NESTING} levels deep",
                start,
                end,
                "record a part of it under a name of its own",
            )

    def unexpected(self, expected: str) -> PromQLError:
        """The error at the next token, with advice where the mistake is a known one."""
        kind, word, start, end = self.tokens[self.index]
        if kind == "end":
            start = end = self.tokens[self.index - 1][3] if self.index else 0
        found = "the end of the expression" if kind == "end" else f"`{word}`"
        return PromQLError(f"expected {expected}, found {found}", start, end, advice(self.tokens, self.index))

    def require(self, allowed: bool, what: str, since: str, token: Token) -> None:
        """Refuse syntax that the declared server does not know."""
        if not allowed:
            version = ".".join(map(str, self.syntax.version))
            raise PromQLError(
                f"{what} needs Prometheus {since} or later",
                token[2],
                token[3],
                f"the server is declared as version {version}",
            )
