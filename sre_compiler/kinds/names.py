"""The names of the language, as types for the fields of models.

A type says in its schema what it names: one that is used what it `REFERS` to, and the words that may stand `BESIDES`; one that is
given what it `DECLARES`. One of the `PAST` may name what is no longer there.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Annotated, Any, TypeAlias

from msgspec.structs import replace
from pydantic_core import core_schema

from sre_compiler.diagnostics import Diagnostic, Place
from sre_compiler.kinds import corrections, problems
from sre_compiler.kinds.scalar import Refuse, Scalar, Written, matching, parsed, text

RESERVED = {
    "alertname": "Prometheus sets it to the name of the alert",
    "le": "it is the bound of a histogram's bucket",
    "leg": "it says which leg of a burn-rate policy fires",
    "slo": "it is the name of an SLO",
    "slo_group": "it holds the values of `group_by`",
    "slo_id": "it is the identity of an SLO",
}
"""Labels that mean the same in every project, and why nobody else may set them."""

REFERS, DECLARES, BESIDES, PAST = "x-refers", "x-declares", "x-besides", "x-past"
NOT_EMITTED = "none"
"""Stands in a severity map where no alert is to be emitted."""

OURS = frozenset({"service", "window"})
"""Placeholders that have a meaning of their own, so that no parameter can have their name."""

_NAME = "[a-z][a-z0-9-]*"
_LABEL = "[a-zA-Z][a-zA-Z0-9_]*|_([a-zA-Z0-9][a-zA-Z0-9_]*)?"
_IS_LABEL = re.compile(_LABEL)
_IS_PARAMETER = re.compile("[a-zA-Z_][a-zA-Z0-9_]*")


def _unfit(rule: str, example: str, correct: Callable[[str], str | None]) -> Refuse:
    """Refuses what is not `rule`; advises its correction where it can be one, else an example."""

    def refuse(place: Place, written: Written) -> Diagnostic:
        return problems.invalid_name(place, text(written), rule, f"write it as in `{example}`", correct(text(written)))

    return refuse


def _name(example: str, **role: object) -> Scalar:
    rule = "a name of small letters, digits and dashes, at most 63"
    scalar = matching(_NAME, "a name", example, _unfit(rule, example, corrections.name), longest=63)
    return replace(scalar, schema={"errorMessage": f"must be {rule}, as in {example}", **scalar.schema, **role})


def _reference(noun: str, example: str) -> Scalar:
    return _name(example, **{REFERS: noun})


def _past(noun: str, example: str) -> Scalar:
    return _name(example, **{REFERS: noun, PAST: True})


def _declaration(noun: str, example: str) -> Scalar:
    return _name(example, **{DECLARES: noun})


def _any(wanted: str, example: str, core: core_schema.CoreSchema) -> Scalar:
    """What is judged where it is known which finding it is for."""
    return Scalar(wanted, example, core, {}, _unfit(wanted, example, str))


Name: TypeAlias = Annotated[str, _name("checkout")]
SloName: TypeAlias = Annotated[str, _name("availability")]
ServerName: TypeAlias = Annotated[str, _name("eu1")]

ServiceName: TypeAlias = Annotated[str, _reference("service", "checkout")]
SliName: TypeAlias = Annotated[str, _reference("SLI", "http-availability")]
TeamName: TypeAlias = Annotated[str, _reference("team", "payments")]
BurnRatePolicyName: TypeAlias = Annotated[str, _reference("burn-rate policy", "standard")]
ErrorBudgetPolicyName: TypeAlias = Annotated[str, _reference("error budget policy", "standard")]
OnCallPolicyName: TypeAlias = Annotated[str, _reference("on-call policy", "payments")]
FindingName: TypeAlias = Annotated[str, _name("low-traffic")]
OptionName: TypeAlias = Annotated[str, _any("an option", "errors", core_schema.str_schema())]
OptionValue: TypeAlias = Annotated[Any, _any("the value of an option", "5", core_schema.any_schema())]
CalendarName: TypeAlias = Annotated[str, _reference("calendar", "berlin-office")]
PersonName: TypeAlias = Annotated[str, _reference("person", "ana")]
NewPersonName: TypeAlias = Annotated[str, _declaration("person", "ana")]
ReceiverName: TypeAlias = Annotated[str, _reference("receiver", "pager")]
NewReceiverName: TypeAlias = Annotated[str, _declaration("receiver", "pager")]
ScheduleName: TypeAlias = Annotated[str, _reference("schedule", "primary")]
NewScheduleName: TypeAlias = Annotated[str, _declaration("schedule", "primary")]
SeverityName: TypeAlias = Annotated[str, _reference("severity", "sev1")]
NewSeverityName: TypeAlias = Annotated[str, _declaration("severity", "sev1")]
SeverityOrNone: TypeAlias = Annotated[str, _name("sev1", **{REFERS: "severity", BESIDES: (NOT_EMITTED,)})]
EnvironmentName: TypeAlias = Annotated[str, _reference("environment", "prod")]
NewEnvironmentName: TypeAlias = Annotated[str, _declaration("environment", "prod")]

PastServiceName: TypeAlias = Annotated[str, _past("service", "checkout")]
PastPersonName: TypeAlias = Annotated[str, _past("person", "ana")]
PastTeamName: TypeAlias = Annotated[str, _past("team", "payments")]
IncidentName: TypeAlias = Annotated[
    str,
    matching(
        "[a-z0-9][a-z0-9-]*",
        "a name",
        "2026-01-05-checkout",
        _unfit("a name of small letters, digits and dashes, at most 63", "2026-01-05-checkout", corrections.name),
        longest=63,
    ),
]

SloId: TypeAlias = Annotated[
    str,
    matching(
        f"[a-z][a-z0-9-]{{0,62}}/{_NAME}",
        "an id",
        "checkout/availability",
        _unfit("an id: a service and an SLO, joined by a slash", "checkout/availability", lambda _: None),
        longest=127,
    ),
]
Word: TypeAlias = Annotated[
    str,
    matching(
        "[a-z][a-z0-9_-]*",
        "a word",
        "slack",
        _unfit("a word of small letters, digits, `_` and `-`", "slack", corrections.name),
        longest=63,
    ),
]
AlertName: TypeAlias = Annotated[
    str,
    matching(
        "[a-zA-Z_][a-zA-Z0-9_]*",
        "the name of an alert",
        "CheckoutQueueBacklog",
        _unfit("the name of an alert: letters, digits and `_`", "CheckoutQueueBacklog", corrections.label_name),
        longest=200,
    ),
]


def _label(written: str) -> str:
    if not _IS_LABEL.fullmatch(written):
        raise ValueError
    return written


def _free_label(written: str) -> str:
    if written in RESERVED:
        raise ValueError
    return _label(written)


def _refuse_label(place: Place, written: Written) -> Diagnostic:
    label = text(written)
    if label in RESERVED:
        return problems.reserved_label(place, label, RESERVED[label])
    if label.startswith("__"):
        return problems.reserved_label(place, label, "names that begin with `__` belong to Prometheus")
    return _unfit("the name of a label: letters, digits and `_`", "product", corrections.label_name)(place, written)


_LABEL_SCHEMA = {"pattern": f"^({_LABEL})$"}
_FREE_LABEL_SCHEMA = {**_LABEL_SCHEMA, "not": {"enum": sorted(RESERVED)}}
LabelName: TypeAlias = Annotated[str, parsed(_label, "the name of a label", "cluster", _refuse_label, _LABEL_SCHEMA)]
FreeLabelName: TypeAlias = Annotated[
    str, parsed(_free_label, "the name of a label", "product", _refuse_label, _FREE_LABEL_SCHEMA)
]


def _parameter(written: str) -> str:
    if written in OURS or not _IS_PARAMETER.fullmatch(written):
        raise ValueError
    return written


def _refuse_parameter(place: Place, written: Written) -> Diagnostic:
    if text(written) in OURS:
        return problems.invalid_name(place, text(written), "free: it is a placeholder of ours", "use another name")
    rule = "the name of a parameter: letters, digits and `_`"
    return _unfit(rule, "job", corrections.label_name)(place, written)


ParameterName: TypeAlias = Annotated[
    str,
    parsed(
        _parameter,
        "the name of a parameter",
        "job",
        _refuse_parameter,
        {"pattern": f"^{_IS_PARAMETER.pattern}$", "not": {"enum": sorted(OURS)}},
    ),
]
