"""The findings of this room: one function each; its name is the finding's name, its docstring the page of `explain`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sre_compiler.diagnostics import Diagnostic, Place, Related, Severity
from sre_compiler.kinds import corrections
from sre_compiler.kinds.words import name_of


def _error(name: str, place: Place, message: str, *, label: str = "", wanted: str) -> Diagnostic:
    return Diagnostic(name, Severity.ERROR, message, place, label, wanted)


def _write(better: str | None, example: str) -> str:
    """Help for a value that has one right form: that form, or an example of it."""
    return f"write `{better}`" if better else f"write it as in `{example}`"


def _head(place: Place) -> Place:
    """Where to show that something is not in a mapping: at its key, or at its first line where it has none."""
    return place.key() if place.path and isinstance(place.path[-1], str) else place


def unknown_kind(place: Place, kind: str, kinds: Sequence[str]) -> Diagnostic:
    """A document is of a kind that the language does not have.

    The kind decides what a document may hold, so nothing else in it is looked at.

    Bad:

        kind: Services

    Good:

        kind: Service
    """
    close = corrections.closest(kind, kinds)
    wanted = f"write `{close}`" if close else f"use one of {', '.join(kinds)}"
    return _error("unknown-kind", place, f"there is no kind `{kind}`", wanted=wanted)


def unknown_api_version(place: Place, version: str, known: str) -> Diagnostic:
    """A document is written for another version of the language.

    The version says what the keys mean. There is one version so far.

    Bad:

        apiVersion: sre-compile/v1

    Good:

        apiVersion: sre-compile.dev/v1alpha1
    """
    message = f"`{version}` is not a version of the language"
    return _error("unknown-api-version", place, message, wanted=f"write `{known}`")


def missing_key(place: Place, key: str, example: str) -> Diagnostic:
    """A mapping lacks a key that it needs.

    There is no default for it that would be right for everybody.

    Bad:

        slos:
          - name: availability
            sli: http-availability

    Good:

        slos:
          - name: availability
            objective: 99.9%
            sli: http-availability
    """
    message = f"{name_of(place)} has no `{key}`"
    return _error("missing-key", _head(place), message, label=f"`{key}` is missing", wanted=f"add `{key}: {example}`")


def unknown_key(place: Place, advice: str) -> Diagnostic:
    """A mapping has a key that the language does not have in this place.

    A key that nobody reads looks like a setting that works. Keys of Sloth, Pyrra and OpenSLO are recognised, and the finding
    names ours.

    Bad:

        slos:
          - name: availability
            target: 99.9%
            sli: http-availability

    Good:

        slos:
          - name: availability
            objective: 99.9%
            sli: http-availability
    """
    return _error("unknown-key", place.key(), f"unknown key `{place.path[-1]}`", wanted=advice)


def wrong_type(place: Place, wanted: str, found: str, advice: str) -> Diagnostic:
    """A value is of another type than its key takes.

    A text stands where a list or a mapping belongs, or a number is in quotes.

    Bad:

        members: ana
        rank: "1"

    Good:

        members: [ana]
        rank: 1
    """
    message = f"{name_of(place)} must be {wanted}, not {found}"
    return _error("wrong-type", place, message, label=f"this is {found}", wanted=advice)


def empty_value(place: Place, wanted: str, example: str, found: str = "nothing") -> Diagnostic:
    """A key has no value, or a text, list or mapping has nothing in it.

    It cannot be told from a value that was forgotten. To leave something at its default, leave its key out.

    Bad:

        tier:
        members: []

    Good:

        members: [ana, bo]
    """
    advice = f"write {wanted}, for example `{example}`, or leave it out"
    return _error("empty-value", place, f"{name_of(place)} is empty", label=found, wanted=advice)


def invalid_value(place: Place, written: str, wanted: str, advice: str) -> Diagnostic:
    """A value is none of the words that its key takes, or has not the form that it must have.

    A word that is not known cannot be acted on, and whatever were taken in its place would be a guess.

    Bad:

        response: paging
        version: latest

    Good:

        response: page
        version: "2.42"
    """
    return _error("invalid-value", place, f"{name_of(place)} must be {wanted}, not `{written}`", wanted=advice)


def out_of_range(place: Place, written: str, limits: str, advice: str) -> Diagnostic:
    """A value is smaller or larger than it can be.

    It is well written but cannot work: an objective of 100 % leaves no budget to burn, and a short window that is the longer
    one never decides anything.

    Bad:

        objective: 100%
        legs:
          - {budget: 2%, long: 5m, short: 1h, severity: sev1}

    Good:

        objective: 99.99%
        legs:
          - {budget: 2%, long: 1h, short: 5m, severity: sev1}
    """
    message = f"{name_of(place)} must be {limits}, not `{written}`"
    return _error("out-of-range", place, message, wanted=advice)


def invalid_name(place: Place, written: str, rule: str, advice: str) -> Diagnostic:
    """A name has characters that it cannot have.

    Names become file names, labels and parts of URLs: small letters, digits and dashes, a letter first, at most 63 of them.
    Label names, parameters and alerts take what Prometheus takes.

    Bad:

        metadata: {name: Checkout_API}

    Good:

        metadata: {name: checkout-api}
    """
    return _error("invalid-name", place, f"`{written}` is not {rule}", wanted=advice)


def invalid_duration(place: Place, written: str) -> Diagnostic:
    """A duration has no unit, or is not in the syntax of Prometheus.

    Whole numbers, each with its unit, the largest first: y, w, d, h, m, s, ms.

    Bad:

        for: 5
        window: 1 month
        short: 1.5h

    Good:

        for: 5m
        window: 30d
        short: 1h30m
    """
    bare = corrections.without_unit(written)
    wanted = f"write `{'` or `'.join(bare)}`" if bare else _write(corrections.duration(written), "1h30m")
    label = "it has no unit" if bare else ""
    return _error("invalid-duration", place, f"`{written}` is not a duration", label=label, wanted=wanted)


def invalid_percentage(place: Place, written: str) -> Diagnostic:
    """A percentage is written without its sign, or as a ratio.

    `99.9`, `0.999` and `99.9%` are all in use elsewhere, and one read as another is wrong by a factor of a hundred.

    Bad:

        objective: 0.999

    Good:

        objective: 99.9%
    """
    wanted = _write(corrections.percentage(written), "99.9%")
    return _error("invalid-percentage", place, f"`{written}` is not a percentage", wanted=wanted)


def invalid_rate(place: Place, written: str) -> Diagnostic:
    """A rate has no unit of time, or one that is not known.

    A number, a slash and one of ms, s, m, h, d, w.

    Bad:

        traffic: 40 rps

    Good:

        traffic: 40/s
    """
    return _error("invalid-rate", place, f"`{written}` is not a rate", wanted=_write(corrections.rate(written), "40/s"))


def invalid_time(place: Place, written: str) -> Diagnostic:
    """A time of day is not in the form HH:MM.

    Two digits, a colon, two digits, from 00:00 to 23:59; the end of a range may be 24:00.

    Bad:

        from: 9am

    Good:

        from: "09:00"
    """
    better = corrections.time_of_day(written)
    wanted = _write(better and f'"{better}"', '"09:00"')
    return _error("invalid-time", place, f"`{written}` is not a time of day", wanted=wanted)


def invalid_date(place: Place, written: str, *, with_time: bool = False) -> Diagnostic:
    """A date is not in the form YYYY-MM-DD, or is not in the calendar.

    Where a time belongs to it, the two are joined by a `T`. It is local time unless a `Z` stands at its end.

    Bad:

        starts: 5.1.2026
        from: "2026-02-30T09:00"

    Good:

        starts: "2026-01-05"
        from: "2026-02-28T09:00"
    """
    day = corrections.calendar_day(written)
    better = f"{day}T09:00" if day and with_time else day
    wanted = _write(better and f'"{better}"', '"2026-01-05T09:00"' if with_time else '"2026-01-05"')
    noun = "a date and time" if with_time else "a date"
    return _error("invalid-date", place, f"`{written}` is not {noun}", wanted=wanted)


def unknown_zone(place: Place, written: str, better: str | None) -> Diagnostic:
    """A time zone is not in the database of IANA.

    Zones are called by area and city, because their rules for summer time are theirs. Abbreviations and offsets have none.

    Bad:

        timezone: CET

    Good:

        timezone: Europe/Berlin
    """
    return _error("unknown-zone", place, f"there is no time zone `{written}`", wanted=_write(better, "Europe/Berlin"))


def exclusive_keys(place: Place, keys: Sequence[str], given: Sequence[str]) -> Diagnostic:
    """A mapping has several keys that exclude each other, or none where it needs one of them.

    Each says the same thing in its own way. When two disagree nobody can tell which one was meant, and without any nothing is said.

    Bad:

        legs:
          - {budget: 2%, factor: 14.4, long: 1h, short: 5m, severity: sev1}

    Good:

        legs:
          - {budget: 2%, long: 1h, short: 5m, severity: sev1}
    """
    listed = _either(keys)
    if not given:
        message = f"{name_of(place)} needs {listed}"
        return _error("exclusive-keys", _head(place), message, label="none of them is here", wanted=f"add {listed}")
    first, second = given[:2]
    message = f"`{first}` and `{second}` exclude each other"
    related = (Related(place.at(first).key(), "the other one"),)
    wanted = f"keep one of {', '.join(f'`{key}`' for key in given)}"
    where = place.at(second).key()
    return Diagnostic("exclusive-keys", Severity.ERROR, message, where, "one too many", wanted, related)


def _either(words: Iterable[str]) -> str:
    *most, last = (f"`{word}`" for word in words)
    return f"{', '.join(most)} or {last}"


def inline_secret(place: Place, advice: str) -> Diagnostic:
    """A secret stands in the specs.

    Specs are read by many people and kept for ever. Secrets are read from files that exist only where Alertmanager runs, below
    `secrets_dir`.

    Bad:

        slack: {channel: "#payments", api_url: https://hooks.slack.com/services/T0/B0/XXXX}

    Good:

        slack: {channel: "#payments", api_url_file: slack_url}
    """
    message = f"{name_of(place)} holds a secret in the open"
    return _error("inline-secret", place.key(), message, wanted=advice)


def reserved_label(place: Place, label: str, why: str) -> Diagnostic:
    """A label has a name that only the compiler or Prometheus may set.

    The value would be overwritten, and alerts that differ only in it would become one.

    Bad:

        group_by: [le]
        labels: {slo: checkout}

    Good:

        group_by: [provider]
        labels: {product: checkout}
    """
    return _error("reserved-label", place, f"the label `{label}` is reserved", label=why, wanted="use another name")


def duplicate_item(place: Place, written: str, first: Place) -> Diagnostic:
    """A list has the same item twice, or two items of the same name.

    The second one would change nothing, or it could not be told from the first where the name is used.

    Bad:

        slos:
          - {name: latency, objective: 99%, sli: fast}
          - {name: latency, objective: 95%, sli: faster}

    Good:

        slos:
          - {name: fast, objective: 99%, sli: fast}
          - {name: faster, objective: 95%, sli: faster}
    """
    return Diagnostic(
        "duplicate-item",
        Severity.ERROR,
        f"`{written}` stands twice in this list",
        place,
        "the second one",
        "rename or remove one of them",
        (Related(first, "the first one"),),
    )
