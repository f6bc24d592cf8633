"""The roles of an incident, as PagerDuty and Google describe them."""

from __future__ import annotations

from collections.abc import Collection

_DOES = {
    "commander": "decides, gives out the work, and repairs nothing themselves. Until somebody takes over it is whoever answered first",
    "deputy": "keeps the time, reminds of what is open, and takes over when the commander has to rest",
    "scribe": "writes down while it happens who did and saw what when, and what is left to do",
    "customer_liaison": "writes what customers are told: a first word within 5m, how far it reaches within 5m more, then all news",
    "internal_liaison": "tells the rest of the company, and calls whom the commander asks for",
    "communications": "tells customers and the rest of the company what is known",
    "operations": "works on the systems, and reports what is seen, what is being done and what is needed",
    "expert": "knows the system that is broken, and reports what is seen, what is being done and what is needed",
}
_ALIASES = {
    "incident_commander": "commander",
    "communications_lead": "communications",
    "comms_lead": "communications",
    "operations_lead": "operations",
    "ops_lead": "operations",
    "subject_matter_expert": "expert",
}
_SPEAKERS = ("customer_liaison", "internal_liaison", "communications", "communications_lead", "comms_lead")
_LEADERS = ("commander", "incident_commander")


def does(role: str) -> str:
    """What somebody in this role does; "" for one that is only known here."""
    return _DOES.get(_ALIASES.get(role, role), "")


def title(role: str) -> str:
    """`customer_liaison` as people say it."""
    return role.replace("_", " ")


def speakers(roles: Collection[str]) -> list[str]:
    """Who tells the news: whoever has that role, else who leads."""
    return [role for role in roles if role in _SPEAKERS] or leaders(roles)


def leaders(roles: Collection[str]) -> list[str]:
    """Who leads."""
    return [role for role in roles if role in _LEADERS]
