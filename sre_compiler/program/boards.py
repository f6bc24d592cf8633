"""What the boards are called, so that alerts and runbooks can lead to them before a board is built."""

from __future__ import annotations

from hashlib import sha256
from zlib import crc32

from msgspec import Struct

DETAIL = "sre-slo-detail"
FLEET = "sre-slo-fleet"
ONCALL = "sre-oncall-load"
SIGNALS = "sre-golden-signals"

_LONGEST_UID = 40
_DIGEST = 12
_LARGEST_ID = 2**31 - 1


class PanelRef(Struct, frozen=True):
    """A panel of a board, by the board's uid and its own number."""

    uid: str
    id: int


def service_uid(service: str) -> str:
    """The uid of a service's board. A long name is cut behind an underscore, which no name has, so that no two are alike."""
    uid = f"sre-service-{service}"
    if len(uid) <= _LONGEST_UID:
        return uid
    return f"{uid[: _LONGEST_UID - _DIGEST - 1]}_{sha256(service.encode()).hexdigest()[:_DIGEST]}"


def panel_id(slug: str) -> int:
    """The number of a panel on its board: of its name, so that a new panel above it does not change links to it."""
    return crc32(slug.encode()) % _LARGEST_ID + 1


ALERTS_PANEL = "alerts"
"""The name of the panel of a service's board that shows which alerts fire."""


def burn_panel(slo: str) -> str:
    """The name of the panel of a service's board that shows how fast one SLO burns."""
    return f"burn:{slo}"
