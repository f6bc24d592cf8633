"""The texts of messages, all in one file: `amtool check-config` reads templates in files, and never those in a receiver.

A message says what is wrong, what it costs, where the runbook is and where to look. Names begin with `sre_compile.`, so that
they stand beside anybody's own.
"""

from __future__ import annotations

import re

from sre_compiler.program.labels import Labels

FILE = "sre-compile.tmpl"
TITLE, TEXT, SLACK, HTML = (f'{{{{ template "sre_compile.{name}" . }}}}' for name in ("title", "text", "slack", "html"))
MOST = 10
"""Alerts that one message tells of in full."""

_WORD = re.compile("<(severity|service|most|place)>")
_FILE = """\
{{/* generated from specs — do not edit */}}
{{ define "sre_compile.title" -}}
[{{ .Status | toUpper }}{{ if eq .Status "firing" }}:{{ .Alerts.Firing | len }}{{ end }}]
{{- with .CommonLabels.<severity> }} {{ . }}{{ end }}
{{- with .CommonLabels.alertname }} {{ . }}{{ else }} {{ .Alerts | len }} alerts{{ end }}
{{- with .CommonLabels.slo_group }} {{ . }}{{ end }}
{{- with .CommonLabels.<service> }} of {{ . }}{{ end }}
<place>{{- end }}

{{ define "sre_compile.text" -}}
{{ range $at, $alert := .Alerts.Firing }}{{ if lt $at <most> }}{{ template "sre_compile.alert" $alert }}
{{ end }}{{ end }}
{{- if gt (len .Alerts.Firing) <most> }}These are the first <most> of {{ .Alerts.Firing | len }} alerts.
{{ end }}
{{- range $at, $alert := .Alerts.Resolved }}{{ if lt $at <most> }}Over: {{ template "sre_compile.summary" $alert }}
{{ end }}{{ end }}
{{- end }}

{{ define "sre_compile.alert" -}}
{{ template "sre_compile.summary" . }}
{{- with .Annotations.description }}
{{ . }}{{ end }}
{{- with .Annotations.runbook_url }}
Runbook: {{ . }}{{ end }}
{{- with .Annotations.dashboard_url }}
Dashboard: {{ . }}{{ end }}
{{ end }}

{{ define "sre_compile.summary" -}}
{{ with .Annotations.summary }}{{ . }}{{ else }}{{ .Labels.alertname }}{{ end }}
{{- end }}

{{ define "sre_compile.slack" -}}
{{ range $at, $alert := .Alerts.Firing }}{{ if lt $at <most> -}}
*{{ template "sre_compile.slack.escaped" (or .Annotations.summary .Labels.alertname) }}*
{{- with .Annotations.description }}
{{ template "sre_compile.slack.escaped" . }}{{ end }}
{{- if match "^https?://[^|<>\\\\s]+$" (or .Annotations.runbook_url "") }}
<{{ .Annotations.runbook_url }}|Runbook>{{ end }}
{{- if match "^https?://[^|<>\\\\s]+$" (or .Annotations.dashboard_url "") }}
<{{ .Annotations.dashboard_url }}|Dashboard>{{ end }}
{{ end }}{{ end }}
{{- if gt (len .Alerts.Firing) <most> }}These are the first <most> of {{ .Alerts.Firing | len }} alerts.
{{ end }}
{{- range $at, $alert := .Alerts.Resolved }}{{ if lt $at <most> -}}
Over: {{ template "sre_compile.slack.escaped" (or .Annotations.summary .Labels.alertname) }}
{{ end }}{{ end }}
{{- end }}

{{ define "sre_compile.slack.escaped" -}}
{{ . | reReplaceAll "&" "&amp;" | reReplaceAll "<" "&lt;" | reReplaceAll ">" "&gt;" }}
{{- end }}

{{ define "sre_compile.html" -}}
<html><body>
{{ range $at, $alert := .Alerts.Firing }}{{ if lt $at <most> -}}
<h3>{{ template "sre_compile.summary" $alert }}</h3>
{{ with .Annotations.description }}<p>{{ . }}</p>
{{ end }}<p>
{{- with .Annotations.runbook_url }}<a href="{{ . }}">Runbook</a> {{ end }}
{{- with .Annotations.dashboard_url }}<a href="{{ . }}">Dashboard</a>{{ end -}}
</p>
{{ end }}{{ end }}
{{- if gt (len .Alerts.Firing) <most> }}<p>These are the first <most> of {{ .Alerts.Firing | len }} alerts.</p>
{{ end }}
{{- range $at, $alert := .Alerts.Resolved }}{{ if lt $at <most> }}<p>Over: {{ template "sre_compile.summary" $alert }}</p>
{{ end }}{{ end -}}
</body></html>
{{- end }}
"""


def text(labels: Labels, identity: tuple[str, ...]) -> str:
    """The file, for these names of labels; a place is told by its identity labels, in their order."""
    place = "".join(f"{{{{- with .CommonLabels.{name} }}}}, {{{{ . }}}}{{{{ end }}}}\n" for name in identity)
    words = {"severity": labels.severity, "service": labels.service, "most": str(MOST), "place": place}
    return _WORD.sub(lambda word: words[word.group(1)], _FILE)
