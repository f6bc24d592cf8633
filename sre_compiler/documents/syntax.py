"""What a person should be told where YAML breaks off."""

from __future__ import annotations

import yaml

from sre_compiler.diagnostics import Diagnostic
from sre_compiler.documents import problems
from sre_compiler.documents.source import START, Mark, Source


def broken_off(source: Source, error: yaml.MarkedYAMLError) -> Diagnostic:
    """The finding for the first place that cannot be read."""
    mark: Mark = error.problem_mark or error.context_mark or START
    return problems.yaml_syntax(source.span(mark, mark), "the text is not YAML", "it cannot be read from here on", "")
