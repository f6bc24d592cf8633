"""How to be let in: headers, secrets that are read from files, and certificates."""

from __future__ import annotations

import base64
import ssl
import urllib.parse
from argparse import Namespace
from pathlib import Path

from sre_compiler.budget.client import Connection


class MisuseError(Exception):
    """A command line that cannot be carried out; the message says what to give instead."""


def connection_of(options: Namespace) -> Connection:
    """The server of the command line. Raises MisuseError for what contradicts itself and for files that cannot be read."""
    parts = urllib.parse.urlsplit(options.prometheus_url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise MisuseError(
            f"--prometheus-url {options.prometheus_url!r} is not a URL; write it as in http://prometheus:9090"
        )
    if parts.username or parts.password:
        raise MisuseError("--prometheus-url holds a user or a password; give --user and --password-file instead")
    if parts.query or parts.fragment:
        raise MisuseError("--prometheus-url holds more than a server and a path; leave out all from the ? or # on")
    return Connection(options.prometheus_url, _headers(options), _context(options), options.timeout, options.retries)


def _headers(options: Namespace) -> dict[str, str]:
    headers = {"Accept": "application/json", "User-Agent": "sre-compile budget"}
    for one in options.header:
        name, found, value = one.partition(":")
        if not found or not name.strip() or not one.isprintable():
            raise MisuseError("--header is not NAME: VALUE")
        headers[name.strip()] = value.strip()
    if options.bearer_token_file and options.user:
        raise MisuseError("--bearer-token-file and --user exclude each other")
    if bool(options.user) != bool(options.password_file):
        raise MisuseError("--user and --password-file belong together")
    if options.bearer_token_file:
        headers["Authorization"] = f"Bearer {_secret(options.bearer_token_file)}"
    if options.user:
        pair = f"{options.user}:{_secret(options.password_file)}".encode()
        headers["Authorization"] = f"Basic {base64.b64encode(pair).decode()}"
    return headers


def _secret(file: str) -> str:
    """The content of a file, without the line end that editors add."""
    try:
        secret = Path(file).read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as error:
        raise MisuseError(f"{file} cannot be read: {getattr(error, 'strerror', None) or 'it is not text'}") from error
    if not secret or not secret.isprintable():
        raise MisuseError(f"{file} does not hold a secret of one line")
    return secret


def _context(options: Namespace) -> ssl.SSLContext | None:
    if not options.prometheus_url.startswith("https"):
        if options.ca or options.cert or options.key:
            raise MisuseError("--ca, --cert and --key need an https URL")
        return None
    if options.key and not options.cert:
        raise MisuseError("--key needs --cert")
    try:
        context = ssl.create_default_context(cafile=options.ca or None)
        if options.cert:
            context.load_cert_chain(options.cert, options.key or None, password="")
    except (OSError, ValueError) as error:
        raise MisuseError(f"the certificates of --ca, --cert and --key cannot be used: {error}") from error
    return context
