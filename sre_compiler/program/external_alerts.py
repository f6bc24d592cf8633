"""Alerts of others, from rule files or PrometheusRule resources: who owns them, and what their severities mean here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from sre_compiler import kinds, promql
from sre_compiler.diagnostics import Diagnostic, Place
from sre_compiler.documents import Data, Document, Number
from sre_compiler.kinds import foreign
from sre_compiler.program import problems, severities
from sre_compiler.program.labels import Labels
from sre_compiler.program.severities import NOT_EMITTED
from sre_compiler.program.sources import Sources


class Owner(Struct, frozen=True):
    """A team that owns the alerts whose labels match these patterns as a whole."""

    match: tuple[tuple[str, str], ...]
    team: str


class ExternalAlert(Struct, frozen=True):
    """An alert of somebody else. `severity` is its label as written, "" for none; `means` the severity here, None for nothing."""

    name: str
    severity: str
    means: str | None
    is_mapped: bool
    team: str
    annotations: frozenset[str]
    place: Place


class ExternalAlerts(Struct, frozen=True):
    """The alerts of a set of files; those that no owner is for belong to `team`."""

    name: str
    team: str
    owners: tuple[Owner, ...]
    alerts: tuple[ExternalAlert, ...]
    place: Place

    @property
    def teams(self) -> tuple[str, ...]:
        """Who may be told, each once."""
        return tuple(dict.fromkeys((*(owner.team for owner in self.owners), self.team)))


def resolve(sources: Sources, labels: Labels, found: list[Diagnostic]) -> tuple[ExternalAlerts, ...]:
    """Every set, by name."""
    meanings = {value: one.name for one in severities.resolve(sources) for value in (one.name, *one.also)}
    sets = [
        _set(sources, Reader(model.spec, meanings, labels, found), model.metadata.name, place)
        for model, place in sources.of(kinds.ExternalAlerts)
    ]
    return tuple(sorted(sets, key=lambda one: one.name))


def _set(sources: Sources, reader: Reader, name: str, place: Place) -> ExternalAlerts:
    texts: dict[str, tuple[Document, ...]] = {}
    for index, pattern in enumerate(reader.spec.files):
        files = {path: trees for path, trees in sources.foreign.items() if foreign.is_named(path, pattern)}
        texts |= files
        if not files:
            reader.found.append(problems.missing_file(pattern, place.at("spec", "files", index)))
    return ExternalAlerts(
        name=name,
        team=reader.spec.team,
        owners=tuple(Owner(tuple(sorted(one.match.items())), one.team) for one in reader.spec.owners or ()),
        alerts=tuple(alert for _, trees in sorted(texts.items()) for tree in trees for alert in reader.alerts(tree)),
        place=place,
    )


class Reader(Struct):
    """Reads the rules of a file as the document that names it understands them."""

    spec: kinds.ExternalAlertsSpec
    meanings: Mapping[str, str]
    names: Labels
    found: list[Diagnostic]

    def alerts(self, tree: Document) -> Iterator[ExternalAlert]:
        for place, rule in self._rules(tree.data, Place(tree.file, tree.index, ())):
            self._look_at(rule, place)
            if isinstance(rule.get("alert"), str):
                yield self._alert(rule, place)

    def _rules(self, data: Data, place: Place) -> Iterator[tuple[Place, dict[str, Data]]]:
        """The rules of a rule file, of a PrometheusRule, or of a list of them."""
        if not isinstance(data, dict):
            return
        for index, item in enumerate(_list(data.get("items"))):
            yield from self._rules(item, place.at("items", index))
        if isinstance(data.get("spec"), dict):
            yield from self._rules(data["spec"], place.at("spec"))
        for number, group in enumerate(_list(data.get("groups"))):
            for index, rule in enumerate(_list(group.get("rules") if isinstance(group, dict) else None)):
                if isinstance(rule, dict):
                    yield place.at("groups", number, "rules", index), rule

    def _look_at(self, rule: Mapping[str, Data], place: Place) -> None:
        """Its PromQL, as the newest Prometheus reads it."""
        expr = _text(rule.get("expr"))
        try:
            promql.parse(expr)
        except promql.PromQLError as error:
            where = place.at("expr").within(error.start, error.end)
            self.found.append(problems.promql_syntax(str(error), where, error.help))

    def _alert(self, rule: Mapping[str, Data], place: Place) -> ExternalAlert:
        labels = _mapping(rule.get("labels"))
        severity = _text(labels.get(self.names.severity))
        meaning = (self.spec.severities or {}).get(severity) or self.meanings.get(severity)
        return ExternalAlert(
            name=_text(rule["alert"]),
            severity=severity,
            means=None if meaning == NOT_EMITTED else meaning,
            is_mapped=meaning is not None,
            team=_text(labels.get(self.names.team)),
            annotations=frozenset(_mapping(rule.get("annotations"))),
            place=place,
        )


def _list(data: Data) -> list[Data]:
    return data if isinstance(data, list) else []


def _mapping(data: Data) -> dict[str, Data]:
    return data if isinstance(data, dict) else {}


def _text(data: Data) -> str:
    return data if isinstance(data, str) else data.raw if isinstance(data, Number) else ""
