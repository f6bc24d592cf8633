"""TLS in both directions, with certificates of a CA of our own: who is let in, whom we believe, and what is said of the rest."""

from __future__ import annotations

import ssl
from pathlib import Path

import pytest

from sre_compiler.budget.access import MisuseError
from tests.budget.cases import DAY, WHOLE, ask_at
from tests.budget.fake import World, serving
from tests.programs import Program

CONFIG = """\
[req]
distinguished_name = name
[name]
[ca]
basicConstraints = critical, CA:TRUE
subjectKeyIdentifier = hash
[signed]
basicConstraints = critical, CA:FALSE
subjectAltName = IP:127.0.0.1
authorityKeyIdentifier = keyid
"""


@pytest.fixture(scope="module")
def folder(openssl: Program, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A CA, what it signed for a server and for a client, and a CA that nobody knows; each as `name.pem` and `name.key`."""
    made = tmp_path_factory.mktemp("certificates")
    (made / "config").write_text(CONFIG, encoding="utf-8")
    for name, signer in (("ca", ""), ("other", ""), ("server", "ca"), ("client", "ca"), ("stranger", "other")):
        new = f"req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -config config -subj /CN={name}"
        files = f"-keyout {name}.key -out {name}.pem -extensions {'signed' if signer else 'ca'}"
        signed = f"-CA {signer}.pem -CAkey {signer}.key" if signer else ""
        _run(openssl, made, f"{new} {files} {signed}")
    _run(openssl, made, "ec -in client.key -aes256 -passout pass:secret -out locked.key")
    both = (made / "client.pem").read_text(encoding="utf-8") + (made / "client.key").read_text(encoding="utf-8")
    (made / "both.pem").write_text(both, encoding="utf-8")
    return made


def _run(openssl: Program, where: Path, line: str) -> None:
    done = openssl.run(*line.split(), cwd=where)
    assert done.returncode == 0, (line, done.stderr)


@pytest.fixture(scope="module")
def secured(folder: Path) -> ssl.SSLContext:
    """A server that wants a certificate of its CA from everybody."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=str(folder / "ca.pem"))
    context.load_cert_chain(folder / "server.pem", folder / "server.key")
    context.verify_mode = ssl.CERT_REQUIRED
    return context


def options(folder: Path, **files: str) -> list[str]:
    return [word for name, file in files.items() for word in (f"--{name}", str(folder / file))]


@pytest.mark.parametrize("files", [{"cert": "client.pem", "key": "client.key"}, {"cert": "both.pem"}])
@pytest.mark.parametrize("scheme", ["https", "HTTPS"])
def test_both_sides_know_each_other(folder: Path, secured: ssl.SSLContext, files: dict[str, str], scheme: str) -> None:
    world = World().fill(WHOLE, 8 * DAY, lambda _: 0.001)
    with serving(world, secured) as url:
        result = ask_at(url.replace("https", scheme), None, *options(folder, ca="ca.pem", **files))
    assert result.gate.state == "open", result.gate.reasons


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"ca": "ca.pem"}, "does not answer: "),
        ({"ca": "ca.pem", "cert": "stranger.pem", "key": "stranger.key"}, "does not answer: "),
        ({"cert": "client.pem", "key": "client.key"}, "certificate verify failed"),
        ({"ca": "other.pem", "cert": "client.pem", "key": "client.key"}, "certificate verify failed"),
    ],
)
def test_nobody_is_let_in_or_believed_without_a_certificate_of_the_ca(
    folder: Path, secured: ssl.SSLContext, files: dict[str, str], told: str
) -> None:
    world = World().fill(WHOLE, 8 * DAY, lambda _: 0.001)
    with serving(world, secured) as url:
        result = ask_at(url, None, "--retries", "0", *options(folder, **files))
    assert result.gate.state == "unknown"
    assert told in result.gate.reasons[0]
    assert world.requests == []


def test_the_certificate_has_to_be_that_of_the_host(folder: Path, secured: ssl.SSLContext) -> None:
    access = options(folder, ca="ca.pem", cert="client.pem", key="client.key")
    with serving(World(), secured) as url:
        result = ask_at(url.replace("127.0.0.1", "localhost"), None, "--retries", "0", *access)
    assert "certificate is not valid for 'localhost'" in result.gate.reasons[0]


@pytest.mark.parametrize(
    "files",
    [
        {"cert": "client.pem", "key": "server.key"},
        {"cert": "client.pem", "key": "locked.key"},
        {"cert": "client.pem"},
        {"ca": "config"},
    ],
)
def test_files_that_do_not_fit_are_misuse(folder: Path, files: dict[str, str]) -> None:
    with pytest.raises(MisuseError, match="the certificates of --ca, --cert and --key cannot be used: "):
        ask_at("https://127.0.0.1:1", None, *options(folder, **files))
