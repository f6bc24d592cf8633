"""Every output format by its name; each makes a text of the same data."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from sre_compiler.budget.markup import github_text, junit_text, markdown_text
from sre_compiler.budget.metrics import metrics_text
from sre_compiler.budget.table import table_text


def json_text(report: dict[str, Any]) -> str:
    """Everything; `schemas/budget-report.schema.json` says what each key means."""
    return json.dumps(report, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


FORMATS: dict[str, Callable[[dict[str, Any]], str]] = {
    "github": github_text,
    "json": json_text,
    "junit": junit_text,
    "markdown": markdown_text,
    "prometheus": metrics_text,
    "table": table_text,
}
