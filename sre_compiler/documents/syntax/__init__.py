"""Where YAML breaks off → one finding in words that help.

In: the text and the parser's error. Out: a `Diagnostic`. Must not: show the parser's own words, which are written for
those who know its grammar.

The parser notices a mistake where it can no longer go on, often far from where the mistake is. Each cause looks at the
text around that point for one common mistake; the first that recognises its own gives the finding.
"""

from sre_compiler.documents.syntax.causes import broken_off

__all__ = ["broken_off"]
