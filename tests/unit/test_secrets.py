"""Secrets are found by their form, and nothing that is printed or kept has them in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from sre_compiler.cli.main import run
from sre_compiler.diagnostics.secrets import masked, secrets

# Written in parts: a program that looks for secrets in this repository shall not find them.
SECRETS = {
    "the address of a Slack webhook": (
        "https://hooks.slack." + "com/services/",
        "T0123ABCD/B0123ABCD/" + "q7Rk2PzX9vLm",
    ),
    "a token of Slack": ("", "xox" + "b-123456789012-abcdefABCDEF0123"),
    "the address of a Discord webhook": (
        "https://discord.com/api/" + "webhooks/",
        "123456789012345678/" + "aZ09_-" * 8,
    ),
    "the address of a Teams webhook": ("https://acme.webhook.office.com/" + "webhookb2/", "0a1b2c3d-" * 6),
    "the address of a Teams workflow": ("https://x.logic.azure.com/workflows/1?a=1&" + "sig=", "Ab3_" * 8),
    "a key of AWS": ("key ", "AK" + "IA" + "ABCDEFGHIJ234567"),
    "a token of GitHub": ("", "gh" + "p_" + "a1B2" * 9),
    "a token of GitLab": ("", "glp" + "at-" + "a1B2" * 5),
    "a token of Grafana": ("", "gls" + "a_" + "a1B2" * 8 + "_0123abcd"),
    "a key of Google": ("", "AI" + "za" + "a1B2c3D" * 5),
    "a key of Stripe": ("", "sk_" + "live_" + "a1B2" * 6),
    "a token of Telegram": ("", "123456789" + ":AA" + "a1B" * 11),
    "a signed token": ("", "ey" + "J" + "hbGciOiJIUzI1NiJ9" + ".ey" + "J" + "zdWIiOiIxMjM0In0" + "." + "a1B2" * 8),
    "a key of PagerDuty": ("https://events.pagerduty" + ".com/integration/", "0123456789abcdef" * 2),
    "a key of Opsgenie": ("Genie" + "Key ", "01234567-89ab-cdef-0123-456789abcdef"),
    "a bearer token": ("Authorization: Bear" + "er ", "a1B2c3D4" * 4),
    "a private key": ("-----BEGIN RSA PRIV" + "ATE KEY-----", " MIIEpAIBAAKCAQEA" + "a1B2" * 8),
    "a password in a URL": ("postgres://shop:", "hunter2hunter2"),
}
AFTER = {"a password in a URL": "@db.test.example/shop"}
FORMATS = ("full", "concise", "json", "jsonl", "sarif", "github", "gitlab", "junit", "markdown")


def text(what: str) -> str:
    before, value = SECRETS[what]
    return f"{before}{value}{AFTER.get(what, '')}"


@pytest.mark.parametrize("what", SECRETS)
def test_a_secret_is_found_and_hidden(what: str) -> None:
    line = f"see '{text(what)}' for more"
    assert [one.what for one in secrets(line)] == [what]
    assert SECRETS[what][1].strip() not in masked(line)
    assert len(masked(line)) == len(line)


@pytest.mark.parametrize(
    "innocent",
    [
        'sum(rate(http_requests_total{job="checkout", code=~"5.."}[5m]))',
        "https://shop:password@git.test.example/shop",
        "https://git.test.example:8443/shop",
        "git@github.com:acme/shop.git",
        "password_file: smtp_password",
        "https://runbooks.test.example/{service}/{alert}",
        "the bearer of bad news has no tokens",
        "https://$USER:$PASSWORD@git.test.example, https://{{ .User }}:{{ .Password }}@git.test.example",
        "hooks.slack.com/services",
    ],
)
def test_what_is_no_secret(innocent: str) -> None:
    assert [*secrets(innocent)] == []


@pytest.mark.parametrize("style", FORMATS)
def test_no_format_shows_a_secret(
    style: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    specs = tmp_path / "specs"
    specs.mkdir()
    lines = "".join(f"  - '{text(what)}': {text(what)!r}\n" for what in SECRETS)
    (specs / "a.yaml").write_text(f"kind: '{text('a bearer token')}'\nrouting_key: abcd1234abcd\nspec:\n{lines}")
    report = tmp_path / "report"
    for _ in range(2):  # the second time from the cache
        run(["lint", str(specs), "--format", style, "--output", f"{style}={report}"])
        shown = "".join(capsys.readouterr())
        kept = [path.read_text() for path in (tmp_path / "cache").rglob("*") if path.is_file()]
        everything = "\n".join([shown, report.read_text(), *kept])
        assert "secret-in-text" in everything
        hidden = [value.strip() for _, value in SECRETS.values()]
        assert [value for value in (*hidden, "abcd1234abcd") if value in everything] == []
