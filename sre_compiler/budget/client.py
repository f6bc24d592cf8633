"""Talks HTTP to a Prometheus, or to what speaks its API; an answer has bounded size and time, and nothing else is believed of it."""

from __future__ import annotations

import http.client
import ssl
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from sre_compiler.budget.unknowns import UnknownError

MOST_BYTES = 64 * 1024 * 1024
ASK_AGAIN = (429, 500, 502, 503, 504)
LONGEST_PAUSE = 30.0


class Connection(NamedTuple):
    """Where the server is and how to ask it; `url` is shown, and holds no password; `timeout` in seconds is for each request as a whole."""

    url: str
    headers: Mapping[str, str]
    context: ssl.SSLContext | None
    timeout: float
    retries: int
    pause: Callable[[float], None] = time.sleep


class Reply(NamedTuple):
    """What came back: the status, the headers that matter, and the body."""

    status: int
    retry_after: str
    kind: str
    body: bytes


class SameServer(urllib.request.HTTPRedirectHandler):
    """Follows redirects within one scheme, host and port: our headers may hold credentials."""

    def http_error_302(self, req: Any, fp: Any, code: int, msg: str, headers: Any) -> Any:
        """Every redirect begins here, also those with status 308, which Python knows from 3.11 on."""
        try:
            return super().http_error_302(req, fp, code, msg, headers)
        except ValueError:
            fp.close()
            raise UnknownError("the server redirects to what is not a URL") from None

    http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:  # noqa: ARG002, PLR0913, PLR0917 - urllib's signature
        """Refuse what leaves the server, and what would turn a question into another one."""
        old, new = (urllib.parse.urlsplit(url) for url in (req.full_url, newurl))
        where = ""
        if (old.scheme, old.netloc) != (new.scheme, new.netloc):
            where = f"another one, {new.scheme}://{new.netloc.rpartition('@')[2]}"
        elif code not in (307, 308):
            where = f"{new.path} (status {code})"
        if where:
            fp.close()
            raise UnknownError(f"the server redirects to {where}; if that is right, give its URL")
        return urllib.request.Request(newurl, data=req.data, headers=dict(req.header_items()))  # noqa: S310 - the same scheme


def fetch(connection: Connection, path: str, fields: Mapping[str, str]) -> Reply:
    """The last reply of as many as it takes; fields are posted, because queries are long. Raises UnknownError where none came."""
    for attempt in range(connection.retries + 1):
        is_last = attempt == connection.retries
        reply, trouble = _attempt(connection, path, fields)
        if reply is not None and (is_last or reply.status not in ASK_AGAIN):
            return reply
        if not is_last:
            connection.pause(_pause_before_next(attempt, reply.retry_after if reply else ""))
    raise UnknownError(f"{connection.url} does not answer: {trouble}")


def _attempt(connection: Connection, path: str, fields: Mapping[str, str]) -> tuple[Reply | None, str]:
    try:
        return _within_time(connection, path, fields), ""
    except (OSError, http.client.HTTPException) as error:
        return None, _cause(error)


def _pause_before_next(attempt: int, asked: str) -> float:
    """What the server asks for, within reason; else half a second, doubled each time."""
    if _is_whole(asked):
        return float(min(int(asked[:4]), LONGEST_PAUSE))
    return float(0.5 * 2**attempt)


def _is_whole(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _cause(error: BaseException) -> str:
    reason = getattr(error, "reason", None) or error
    text = getattr(reason, "strerror", None) or str(reason) or type(reason).__name__
    return " ".join(str(text).split())


def _within_time(connection: Connection, path: str, fields: Mapping[str, str]) -> Reply:
    """A thread asks, because a socket's timeout begins anew with each byte of a server that sends one now and then."""
    outcome: list[Reply | BaseException] = []

    def ask() -> None:
        try:
            outcome.append(_ask(connection, path, fields))
        except BaseException as error:  # noqa: BLE001 - raised again where it is waited for
            outcome.append(error)

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(connection.timeout)
    if not outcome:
        raise TimeoutError(f"no complete answer within {connection.timeout:g} s")
    if isinstance(outcome[0], BaseException):
        raise outcome[0]
    return outcome[0]


def _ask(connection: Connection, path: str, fields: Mapping[str, str]) -> Reply:
    url = f"{connection.url.rstrip('/')}{path}"
    form = urllib.parse.urlencode(fields).encode() if fields else None
    request = urllib.request.Request(url, form, dict(connection.headers))  # noqa: S310 - http and https only
    opener = urllib.request.build_opener(SameServer, urllib.request.HTTPSHandler(context=connection.context))
    try:
        response = opener.open(request, timeout=connection.timeout + 1)  # the thread's end comes first
    except urllib.error.HTTPError as error:
        response = error
    with response:
        body, headers = response.read(MOST_BYTES + 1), response.headers
        reply = Reply(response.status or 0, headers.get("Retry-After", ""), headers.get_content_type(), body)
    if len(body) > MOST_BYTES:
        raise UnknownError(f"the answer is larger than {MOST_BYTES // 1024 // 1024} MiB")
    promised = headers.get("Content-Length", "")
    if _is_whole(promised) and int(promised) > len(body):
        raise http.client.IncompleteRead(body, int(promised) - len(body))
    return reply
