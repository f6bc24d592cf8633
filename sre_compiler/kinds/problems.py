"""The findings of this room: one function each; its name is the finding's name, its docstring the page of `explain`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sre_compiler import typos
from sre_compiler.diagnostics import Diagnostic, Edit, Fix, Place, Related, Severity
from sre_compiler.kinds import corrections
from sre_compiler.kinds.corrections import Better
from sre_compiler.kinds.words import name_of


def _error(name: str, place: Place, message: str, *, wanted: str, **more: object) -> Diagnostic:
    return Diagnostic(name, Severity.ERROR, message, place, help=wanted, **more)  # type: ignore[arg-type]


def _write(better: Better | None, example: str) -> str:
    """Help for a value that has one right form: that form, or an example of it."""
    return f"write `{better.text}`" if better else f"write it as in `{example}`"


def _written(place: Place, better: Better | None, *, quoted: bool = False) -> Fix | None:
    """The fix that `_write` speaks of; what is `quoted` is YAML already."""
    if better is None:
        return None
    return Fix(f"write `{better.text}`", (Edit(place, better.text, "write" if quoted else "say"),), better.is_certain)


def _meant(word: str, known: Sequence[str]) -> Better | None:
    close = corrections.closest(word, known)
    return Better(close, close == typos.meant(word, known)) if close else None


def _head(place: Place) -> Place:
    """Where to show that something is not in a mapping: at its key, or at its first line where it has none."""
    return place.key() if place.path and isinstance(place.path[-1], str) else place


def unknown_kind(place: Place, kind: str, kinds: Sequence[str], *, apart: bool = False) -> Diagnostic:
    """A document is of a kind that the language does not have.

    The kind decides what a document may hold, so nothing else in it is looked at.

    Bad:

        kind: Services

    Good:

        kind: Service
    """
    if apart:
        wanted = "move the file out of the specs: a command is given it"
        return _error("unknown-kind", place, f"a `{kind}` is no spec", wanted=wanted)
    close = _meant(kind, kinds)
    wanted = f"write `{close.text}`" if close else f"use one of {', '.join(kinds)}"
    message = f"there is no kind `{kind}`"
    return _error("unknown-kind", place, message, wanted=wanted, fix=_written(place, close))


def unknown_api_version(place: Place, version: str, known: str) -> Diagnostic:
    """A document is written for another version of the language.

    The version says what the keys mean. There is one version so far.

    Bad:

        apiVersion: sre-compile/v1

    Good:

        apiVersion: sre-compile.dev/v1alpha1
    """
    message = f"`{version}` is not a version of the language"
    fix = _written(place, Better(known))
    return _error("unknown-api-version", place, message, wanted=f"write `{known}`", fix=fix)


def missing_key(place: Place, examples: Mapping[str, str], *, is_certain: bool = False) -> Diagnostic:
    """A mapping lacks a key that it needs.

    There is no default for it that would be right for everybody. Where several keys are missing, one finding names them all.

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
    keys = _enumerated(f"`{key}`" for key in examples)
    wanted = f"add {_enumerated(f'`{key}: {example}`' for key, example in examples.items())}"
    edits = tuple(Edit(place.at(key), example, "add") for key, example in examples.items())
    lacks, are = ("has no", "is") if len(examples) == 1 else ("lacks", "are")
    fix = Fix(wanted, edits) if is_certain else None
    return _error(
        "missing-key",
        _head(place),
        f"{name_of(place)} {lacks} {keys}",
        label=f"{keys} {are} missing",
        wanted=wanted,
        fix=fix,
    )


def _enumerated(words: Iterable[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last


def unknown_key(place: Place, advice: str, fix: Fix | None = None) -> Diagnostic:
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
    return _error("unknown-key", place.key(), f"unknown key `{place.path[-1]}`", wanted=advice, fix=fix)


def wrong_type(place: Place, wanted: str, found: str, advice: str, better: str | None = None) -> Diagnostic:
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
    fix = _written(place, Better(better), quoted=True) if better else None
    return _error("wrong-type", place, message, label=f"this is {found}", wanted=advice, fix=fix)


def empty_value(
    place: Place, wanted: str, example: str, found: str = "nothing", *, is_needed: bool = True
) -> Diagnostic:
    """A key has no value, or a text, list or mapping has nothing in it.

    It cannot be told from a value that was forgotten. To leave something at its default, leave its key out.

    Bad:

        tier:
        members: []

    Good:

        members: [ana, bo]
    """
    advice = f"write {wanted}, for example `{example}`, or leave it out"
    fix = None if is_needed else Fix("leave it out", (Edit(place, action="remove"),), safe=False)
    return _error("empty-value", place, f"{name_of(place)} is empty", label=found, wanted=advice, fix=fix)


def invalid_value(place: Place, written: str, wanted: str, example: str, words: Sequence[str] = ()) -> Diagnostic:
    """A value is none of the words that its key takes, or has not the form that it must have.

    A word that is not known cannot be acted on, and whatever were taken in its place would be a guess.

    Bad:

        response: paging
        version: latest

    Good:

        response: page
        version: "2.42"
    """
    better = _meant(written, words)
    advice = f"write `{better.text}`" if better else f"write {wanted}" if words else f"write it as in `{example}`"
    message = f"{name_of(place)} must be {wanted}, not `{written}`"
    return _error("invalid-value", place, message, wanted=advice, fix=_written(place, better))


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


def invalid_name(place: Place, written: str, rule: str, advice: str, better: str | None = None) -> Diagnostic:
    """A name has characters that it cannot have.

    Names become file names, labels and parts of URLs: small letters, digits and dashes, a letter first, at most 63 of them.
    Label names, parameters and alerts take what Prometheus takes.

    Bad:

        metadata: {name: Checkout_API}

    Good:

        metadata: {name: checkout-api}
    """
    name = Better(better, typos.folded(better) == typos.folded(written)) if better else None
    wanted = f"write `{better}`" if better else advice
    return _error("invalid-name", place, f"`{written}` is not {rule}", wanted=wanted, fix=_written(place, name))


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
    better = Better(bare[0], is_certain=False) if len(bare) == 1 else None if bare else corrections.duration(written)
    wanted = f"write `{'` or `'.join(bare)}`" if bare else _write(better, "1h30m")
    message, label = f"`{written}` is not a duration", "it has no unit" if bare else ""
    return _error("invalid-duration", place, message, label=label, wanted=wanted, fix=_written(place, better))


def invalid_percentage(place: Place, written: str) -> Diagnostic:
    """A percentage is written without its sign, or as a ratio.

    `99.9`, `0.999` and `99.9%` are all in use elsewhere, and one read as another is wrong by a factor of a hundred.

    Bad:

        objective: 0.999

    Good:

        objective: 99.9%
    """
    better = corrections.percentage(written)
    message = f"`{written}` is not a percentage"
    return _error("invalid-percentage", place, message, wanted=_write(better, "99.9%"), fix=_written(place, better))


def invalid_rate(place: Place, written: str) -> Diagnostic:
    """A rate has no unit of time, or one that is not known.

    A number, a slash and one of ms, s, m, h, d, w.

    Bad:

        traffic: 40 rps

    Good:

        traffic: 40/s
    """
    better = corrections.rate(written)
    message = f"`{written}` is not a rate"
    return _error("invalid-rate", place, message, wanted=_write(better, "40/s"), fix=_written(place, better))


def invalid_time(place: Place, written: str) -> Diagnostic:
    """A time of day is not in the form HH:MM.

    Two digits, a colon, two digits, from 00:00 to 23:59; the end of a range may be 24:00.

    Bad:

        from: 9am

    Good:

        from: "09:00"
    """
    better = _in_quotes(corrections.time_of_day(written))
    fix = _written(place, better, quoted=True)
    return _error("invalid-time", place, f"`{written}` is not a time of day", wanted=_write(better, '"09:00"'), fix=fix)


def _in_quotes(better: Better | None) -> Better | None:
    """A time or a date, which another reader of YAML might take for a number."""
    return Better(f'"{better.text}"', better.is_certain) if better else None


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
    better = _in_quotes(corrections.instant(written) if with_time else corrections.calendar_day(written))
    wanted = _write(better, '"2026-01-05T09:00"' if with_time else '"2026-01-05"')
    message = f"`{written}` is not {'a date and time' if with_time else 'a date'}"
    return _error("invalid-date", place, message, wanted=wanted, fix=_written(place, better, quoted=True))


def time_without_zone(place: Place, written: str) -> Diagnostic:
    """A local time stands where nothing says of which zone.

    An incident has people in several places, and its times are compared with graphs. Times end in `Z` for UTC, or the incident has
    a `timezone` for those that do not.

    Bad:

        times: {detected: "2026-03-14T09:20"}

    Good:

        timezone: Europe/Berlin
        times: {detected: "2026-03-14T09:20"}
    """
    message, label = f"`{written}` is local time of no zone", "no `Z`, and the incident has no `timezone`"
    wanted = f'write `"{written}Z"` if it is UTC, or add `timezone: Europe/Berlin` to the `spec`'
    return _error("time-without-zone", place, message, label=label, wanted=wanted)


def unknown_zone(place: Place, written: str, better: Better | None) -> Diagnostic:
    """A time zone is not in the database of IANA.

    Zones are called by area and city, because their rules for summer time are theirs. Abbreviations and offsets have none.

    Bad:

        timezone: CET

    Good:

        timezone: Europe/Berlin
    """
    message = f"there is no time zone `{written}`"
    return _error("unknown-zone", place, message, wanted=_write(better, "Europe/Berlin"), fix=_written(place, better))


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


def duplicate_item(place: Place, written: str, first: Place, *, is_all: bool = False) -> Diagnostic:
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
        "remove it" if is_all else "rename or remove one of them",
        (Related(first, "the first one"),),
        fix=Fix("remove it", (Edit(place, action="remove"),)) if is_all else None,
    )
