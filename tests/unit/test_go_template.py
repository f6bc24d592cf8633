"""Templates of alerts: promtool refuses what is called a fault, and accepts what is not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sre_compiler.checks._go_template import read
from tests.programs import Program

SOUND = [
    "plain }} text {",
    "{{$labels.a}}{{ $value }}{{- $externalURL -}}{{ .Labels.a }}",
    "{{/* $nothing */}}{{- /* nothing */ -}}",
    "{{ \"}}\" }}{{ `}}` }}{{ '}' }}{{ 1.5e3 }}{{ -2 }}{{ 0x1F }}",
    "{{ if eq $value 1.0 }}a{{ else if gt $value 2.0 }}b{{ else }}c{{ end }}",
    '{{ with query "up" }}{{ . | first | value | humanize }}{{ else }}-{{ end }}',
    '{{ range $i, $s := query "up" }}{{ $i }}{{ $s.Labels.a }}{{ continue }}{{ end }}',
    "{{ $x := 1 }}{{ $x = 2 }}{{ $x }}{{ $ }}",
    '{{ define "t" }}{{ . }}{{ end }}{{ template "t" $value }}',
    '{{ block "t" . }}x{{ end }}',
    '{{ printf "%s %v" ($labels.a | toUpper | stripPort) true }}',
    '{{ humanize1024 $value }}{{ parseDuration "1h" | humanizeDuration }}{{ ($value | toTime).Year }}',
    '{{ index $labels "a" }}{{ not true }}',
]
FAULTY = [
    ("{{ $labels.a }", "{{", "`{{` is not closed"),
    ("{{ $lables.a }}", "$lables", "there is no variable `$lables`"),
    ("{{ humanise $value }}", "humanise", "there is no function `humanise`"),
    ("{{ labels.a }}", "labels", "there is no function `labels`"),
    ("{{ if $value }}", "{{ if $value }}", "`if` has no `{{ end }}`"),
    ("{{ end }}", "{{ end }}", "`end` without a block that it ends"),
    ("{{ else }}", "{{ else }}", "`else` outside of a block"),
    ("{{ }}", "{{ }}", "the action is empty"),
    ("{{ $value % 2 }}", "%", "`%` cannot stand in an action"),
    ('{{ "open }}', '"', '`"` cannot stand in an action'),
]


def _is_accepted(text: str, promtool: Program, folder: Path) -> bool:
    rule = {"alert": "A", "expr": "up", "annotations": {"summary": text}}
    file = folder / "rules.yaml"
    file.write_text(json.dumps({"groups": [{"name": "g", "rules": [rule]}]}), encoding="utf-8")
    return promtool.run("check", "rules", file).returncode == 0


@pytest.mark.parametrize("text", SOUND)
def test_sound(text: str, promtool: Program, tmp_path: Path) -> None:
    assert read(text).fault is None
    assert _is_accepted(text, promtool, tmp_path)


@pytest.mark.parametrize(("text", "part", "words"), FAULTY)
def test_faulty(text: str, part: str, words: str, promtool: Program, tmp_path: Path) -> None:
    fault = read(text).fault
    assert fault is not None
    assert (fault.words, text[fault.start : fault.end]) == (words, part)
    assert not _is_accepted(text, promtool, tmp_path)


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ("{{ $labels.a }} {{ $labels.b }} {{ $labels.a }}", ["a", "b"]),
        ('{{ index $labels "a" }}{{ .Labels.b | toUpper }}', ["a", "b"]),
        ("{{ if $labels.a }}{{ $labels.a }}{{ end }}{{ or $labels.b $labels.c }}", []),
        ("{{ if $value }}{{ $labels.a }}{{ .Labels.b }}{{ end }}", ["a"]),
        ("$labels.a", []),
    ],
)
def test_the_labels_it_reads(text: str, reads: list[str]) -> None:
    assert [part.words for part in read(text).reads] == reads
