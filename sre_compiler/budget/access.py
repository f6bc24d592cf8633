"""How to be let in: headers, secrets that are read from files, and certificates."""

from __future__ import annotations

import base64
import re
import ssl
import urllib.parse
from argparse import Namespace
from pathlib import Path

from sre_compiler.budget.client import Connection


class MisuseError(Exception):
    """A command line that cannot be carried out; the message says what to give instead."""


def connection_of(options: Namespace) -> Connection:
    """The server of the command line. Raises MisuseError for what contradicts itself and for files that cannot be read."""
    scheme = _checked_scheme(options.prometheus_url)
    context = _context(options, scheme)
    return Connection(options.prometheus_url, _headers(options), context, options.timeout, options.retries)


def _checked_scheme(url: str) -> str:
    """The scheme of a URL that is nothing but a server and a path. Raises MisuseError, which never holds a password."""
    parts = _server_parts(url)
    if "@" in (parts.netloc if parts else url):
        raise MisuseError("--prometheus-url holds a user or a password; give --user and --password-file instead")
    if parts is None:
        raise MisuseError(f"--prometheus-url {url!r} is not a URL; write it as in http://prometheus:9090")
    if parts.query or parts.fragment:
        raise MisuseError("--prometheus-url holds more than a server and a path; leave out all from the ? or # on")
    return parts.scheme


def _server_parts(url: str) -> urllib.parse.SplitResult | None:
    """The parts of what can be asked as it is written."""
    try:
        parts = urllib.parse.urlsplit(url)
        named = parts.hostname and parts.port != 0
    except ValueError:
        return None
    return parts if named and parts.scheme in ("http", "https") and _is_plain(url) and " " not in url else None


def _is_plain(text: str) -> bool:
    """What can stand in a request as it is, and means the same to every server."""
    return text.isascii() and text.isprintable()


def _headers(options: Namespace) -> dict[str, str]:
    headers = {"Accept": "application/json", "User-Agent": "sre-compile budget"}
    for one in options.header:
        name, found, value = one.partition(":")
        if not found or not re.fullmatch(r"[\w!#$%&'*+.^`|~-]+", name.strip(), re.ASCII) or not _is_plain(value):
            raise MisuseError("--header is not NAME: VALUE, in ASCII and on one line")
        headers[name.strip()] = value.strip()
    if options.bearer_token_file and options.user:
        raise MisuseError("--bearer-token-file and --user exclude each other")
    if bool(options.user) != bool(options.password_file):
        raise MisuseError("--user and --password-file belong together")
    if options.bearer_token_file:
        token = _secret(options.bearer_token_file)
        if not _is_plain(token):
            raise MisuseError(f"{options.bearer_token_file} does not hold a token in ASCII")
        headers["Authorization"] = f"Bearer {token}"
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


def _context(options: Namespace, scheme: str) -> ssl.SSLContext | None:
    if scheme != "https":
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
