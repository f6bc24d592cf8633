"""Many SLOs with the mix of the example: its services again and again, under other names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, pairwise, product
from pathlib import Path
from typing import Any

import yaml

SLOS_A_FILE = 10
_UNIQUE = [
    ("\0", re.compile(r"metadata/name|spec/depends_on/\d+")),  # grows by -2
    ("\1", re.compile(r"spec/alerts/\d+/name|spec/slos/\d+/alert")),  # grows by 2
]
"""What must be unique in a repository, and what refers to it; the mark that stands in a template where it grows."""


@dataclass(frozen=True, slots=True)
class Slo:
    service: str
    name: str
    objective: str


@dataclass(frozen=True, slots=True)
class Template:
    """A Service document with marks where a copy's number goes."""

    text: str
    slos: tuple[Slo, ...]

    def copy(self, number: int) -> str:
        """The first copy is the original, so that what others say about a service stays true."""
        dashed, bare = (f"-{number}", str(number)) if number > 1 else ("", "")
        return self.text.replace("\0", dashed).replace("\1", bare)


@dataclass(frozen=True, slots=True)
class Project:
    """A folder of specs, the same SLOs as Sloth specs beside it, and how much that is."""

    specs: Path
    sloth: Path
    slos: int
    services: int
    files: int


def multiply(example: Path, folder: Path, wanted: int) -> Project:
    """Write the example with its services repeated until there are at least that many SLOs, about ten to a file."""
    templates = _split(example, folder / "specs")
    (folder / "sloth").mkdir()
    slos = files = made = 0
    for files, services in enumerate(_batches(templates, wanted), start=1):
        documents = [template.copy(number) for template, number in services]
        (folder / "specs" / f"services-{files:05}.yaml").write_text("---\n".join(documents), encoding="utf-8")
        objectives = [_sloth(template, number) for template, number in services if template.slos]
        (folder / "sloth" / f"services-{files:05}.yaml").write_text("---\n".join(objectives), encoding="utf-8")
        slos += sum(len(template.slos) for template, _ in services)
        made += len(services)
    return Project(folder / "specs", folder / "sloth", slos, made, files)


def _batches(templates: list[Template], wanted: int) -> Iterator[list[tuple[Template, int]]]:
    """The services of each file. Whole rounds of the example, so that no service depends on one that is missing."""
    batch: list[tuple[Template, int]] = []
    rounds = -(-wanted // sum(len(template.slos) for template in templates))
    slos = 0
    for number, template in product(range(1, rounds + 1), templates):
        batch.append((template, number))
        before, slos = slos, slos + len(template.slos)
        if before // SLOS_A_FILE != slos // SLOS_A_FILE:
            yield batch
            batch = []
    if batch:
        yield batch


def _split(example: Path, rest: Path) -> list[Template]:
    """The services of the example; every other document is written below `rest`, one file for each."""
    templates, numbers = [], count(1)
    rest.mkdir(parents=True)
    for file in sorted(example.rglob("*.yaml")):
        text = file.read_text(encoding="utf-8")
        for node in yaml.compose_all(text, yaml.SafeLoader):
            document = yaml.SafeLoader("").construct_document(node)
            body = text[node.start_mark.index : node.end_mark.index]
            if document.get("kind") == "Service":
                templates.append(Template(_marked(text, node), _slos(document)))
            elif "kind" in document:
                (rest / f"{next(numbers):02}-{document['kind']}.yaml").write_text(body, encoding="utf-8")
            else:
                (rest / file.name).write_text(text, encoding="utf-8")
    return templates


def _marked(text: str, node: yaml.Node) -> str:
    """The document's text, with a mark behind each scalar that must be unique."""
    marks = {}
    for path, scalar in _scalars(node, ""):
        for mark, pattern in _UNIQUE:
            if pattern.fullmatch(path):
                marks[scalar.end_mark.index - bool(scalar.style)] = mark
    cuts = [node.start_mark.index, *sorted(marks), node.end_mark.index]
    pieces = [text[start:end] + marks.get(end, "") for start, end in pairwise(cuts)]
    return "".join(pieces).rstrip() + "\n"


def _scalars(node: yaml.Node, path: str) -> Iterator[tuple[str, yaml.ScalarNode]]:
    if isinstance(node, yaml.ScalarNode):
        yield path, node
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _scalars(value, f"{path}/{key.value}".removeprefix("/"))
    else:
        for index, item in enumerate(node.value):
            yield from _scalars(item, f"{path}/{index}")


def _slos(document: dict[str, Any]) -> tuple[Slo, ...]:
    service = document["metadata"]["name"]
    return tuple(Slo(service, slo["name"], slo["objective"].rstrip("%")) for slo in document["spec"].get("slos", ()))


def _sloth(template: Template, number: int) -> str:
    """The service for Sloth: the same names and objectives, each with a ratio of two counters, whatever its kind."""
    slos = [
        {
            "name": slo.name,
            "objective": float(slo.objective),
            "sli": {"events": {"error_query": _query(slo, 'code=~"5.."'), "total_query": _query(slo, "")}},
            "alerting": {"name": f"{slo.service}-{slo.name}", "page_alert": {}, "ticket_alert": {}},
        }
        for slo in template.slos
    ]
    service = f"{template.slos[0].service}-{number}"
    return yaml.dump({"version": "prometheus/v1", "service": service, "slos": slos}, sort_keys=False)


def _query(slo: Slo, matcher: str) -> str:
    return f'sum(rate(http_requests_total{{job="{slo.service}",{matcher}}}[{{{{.window}}}}]))'
