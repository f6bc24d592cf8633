"""Random edits of a page as people make them, and what of a page belongs to people; run it to try many: see `main`."""

from __future__ import annotations

import random
import re
import sys
from collections import Counter

from sre_compiler.output import blocks
from sre_compiler.output.artifact import Artifact

NAMES = ("summary", "verify", "steps", "escalation")
WORDS = (
    "Ask the shop.",
    "",
    "## Diagnosis",
    "| a | b |",
    "```",
    "é ☕ \u2028x",
    "-->",
    "\udce9 latin",
    "\f",
    "a\rb",
    "\x85",
)
NEWLINE = re.compile(r"\r?\n")


def page(chance: random.Random, names: tuple[str, ...] = NAMES) -> str:
    """A page as a build makes it: blocks with text between them."""
    parts = ["---\nstatus: stub\n---\n"]
    for name in names:
        body = "".join(f"line {chance.randrange(3)}\n" for _ in range(chance.randrange(4)))
        parts.append(blocks.block(name, body) + "\n## What do you know?\n\n")
    return "".join(parts)


def edited(text: str, chance: random.Random) -> tuple[str, list[str]]:
    """The page after some edits, and what they are called."""
    chosen = [chance.choice(EDITS) for _ in range(chance.randrange(5))]
    for edit in chosen:
        text = edit(text, chance)
    return text, [edit.__name__.strip("_") for edit in chosen]


def _lines(text: str) -> list[str]:
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def _insert_line(text: str, chance: random.Random) -> str:
    lines = _lines(text)
    lines.insert(chance.randint(0, len(lines)), chance.choice(WORDS) + chance.choice(("\n", "\r\n")))
    return "".join(lines)


def _insert_text(text: str, chance: random.Random) -> str:
    at = chance.randint(0, len(text))
    return text[:at] + chance.choice((*WORDS, " ", "\n", "\r\n", "\r", "<!-- sre-compile:")) + text[at:]


def _delete_text(text: str, chance: random.Random) -> str:
    at = chance.randint(0, len(text))
    return text[:at] + text[at + chance.choice((1, 1, 5, 40, 400)) :]


def _delete_line(text: str, chance: random.Random) -> str:
    lines = _lines(text)
    if lines:
        del lines[chance.randrange(len(lines))]
    return "".join(lines)


def _markers(lines: list[str]) -> list[int]:
    return [number for number, line in enumerate(lines) if "<!-- sre-compile:" in line]


def _delete_marker(text: str, chance: random.Random) -> str:
    lines = _lines(text)
    if found := _markers(lines):
        del lines[chance.choice(found)]
    return "".join(lines)


def _move_marker(text: str, chance: random.Random) -> str:
    lines = _lines(text)
    if found := _markers(lines):
        line = lines.pop(chance.choice(found))
        lines.insert(chance.randint(0, len(lines)), line)
    return "".join(lines)


def _double_marker(text: str, chance: random.Random) -> str:
    lines = _lines(text)
    if found := _markers(lines):
        lines.insert(chance.randint(0, len(lines)), lines[chance.choice(found)])
    return "".join(lines)


def _spans(text: str) -> list[tuple[int, int]]:
    found = blocks.read(text)
    return [] if isinstance(found, blocks.Broken) else [(one.first, one.last) for one in found]


def _delete_block(text: str, chance: random.Random) -> str:
    if found := _spans(text):
        start, end = chance.choice(found)
        return text[:start] + text[end:]
    return text


def _move_block(text: str, chance: random.Random) -> str:
    if found := _spans(text):
        start, end = chance.choice(found)
        part, lines = text[start:end], _lines(text[:start] + text[end:])
        lines.insert(chance.randint(0, len(lines)), part)
        return "".join(lines)
    return text


def _double_block(text: str, chance: random.Random) -> str:
    if found := _spans(text):
        start, end = chance.choice(found)
        return text + text[start:end]
    return text


def _empty_block(text: str, chance: random.Random) -> str:
    found = blocks.read(text)
    if not isinstance(found, blocks.Broken) and found:
        one = chance.choice(found)
        return text[: one.start] + text[one.end :]
    return text


def _edit_hash(text: str, chance: random.Random) -> str:
    return re.sub("sha256=(.)", lambda match: f"sha256={chance.choice('0aF')}", text, count=1)


def _windows(text: str, chance: random.Random) -> str:
    return NEWLINE.sub("\r\n", text)


def _unix(text: str, chance: random.Random) -> str:
    return NEWLINE.sub("\n", text)


def _without_final_newline(text: str, chance: random.Random) -> str:
    return text.rstrip("\r\n")


def _ends_in_block(text: str, chance: random.Random) -> str:
    found = _spans(text)
    return text[: found[-1][1]].rstrip("\r\n") if found else text


def _byte_order_mark(text: str, chance: random.Random) -> str:
    return f"\ufeff{text}"


def _indent(text: str, chance: random.Random) -> str:
    lines = _lines(text)
    start = chance.randint(0, len(lines))
    return "".join(f"  {line}" if start <= n < start + 6 else line for n, line in enumerate(lines))


EDITS = (
    *(_insert_line, _insert_line, _insert_text, _insert_text, _delete_text, _delete_line),
    *(
        _delete_marker,
        _move_marker,
        _double_marker,
        _delete_block,
        _move_block,
        _double_block,
        _empty_block,
        _edit_hash,
    ),
    *(_windows, _unix, _without_final_newline, _ends_in_block, _byte_order_mark, _indent),
)


def human(text: str) -> list[str]:
    """What stands outside of the blocks, piece by piece, and each block that somebody edited."""
    found, pieces, done = blocks.read(text), [], 0
    assert not isinstance(found, blocks.Broken)
    for one in found:
        pieces.append(text[done : one.first])
        done = one.last
    return [*pieces, text[done:]]


def check(seed: int) -> list[str]:
    """Edit a page and merge it with one of other specs: what has to hold of the result. What happened, in words."""
    chance = random.Random(seed)
    old = page(chance)
    wanted = page(chance, tuple(name for name in NAMES if chance.random() < 0.9))
    text, happened = edited(old, chance)
    known = frozenset(NAMES) if chance.random() < 0.7 else frozenset(chance.sample(NAMES, chance.randrange(4)))
    made = Artifact("page.md", wanted, "shop", "", page="shop/a")
    merged = blocks.merge(text, made, known, "page.md")
    names = [one.name for one in merged.found]
    again = blocks.merge(merged.text, made, known | set(NAMES), "page.md")
    assert again.text == merged.text, "a second build changes the page again"
    assert [one.name for one in again.found] == names
    before, after = blocks.read(text), blocks.read(merged.text)
    if isinstance(before, blocks.Broken):
        assert (merged.text, names) == (text, ["broken-markers"])
        return [*happened, "broken"]
    assert not isinstance(after, blocks.Broken)
    ours = {one.name: one for one in blocks.read(wanted)}  # type: ignore[union-attr]
    theirs, now = {one.name: one for one in before}, {one.name: one for one in after}
    added = [name for name in now if name not in theirs]
    assert set(added) == ours.keys() - theirs.keys() - known
    rest = merged.text
    for name in reversed(added):
        one = blocks.read(rest)
        start, end = next((b.first, b.last) for b in one if b.name == name)  # type: ignore[union-attr]
        rest = rest[:start] + rest[end:]
    if added:
        assert "".join(human(rest)).split() == "".join(human(text)).split()
        squeezed = [re.sub(r"[\r\n]+", "\n", "".join(human(one))).strip("\n") for one in (rest, text)]
        assert squeezed[0] == squeezed[1], "human text changed around a new block"
    else:
        assert human(merged.text) == human(text), "human text changed"
    for name, one in theirs.items():
        outcome = _outcome(one, now[name], ours.get(name))
        happened.append(outcome)
        told = [found.name for found in merged.found if f"`{name}`" in found.message]
        assert told == {"edited": ["edited-block"], "leftover": ["leftover-block"]}.get(outcome, []), (name, outcome)
    happened += ["added"] * len(added) + ["deleted"] * len(ours.keys() - now.keys())
    return happened


def _outcome(old: blocks.Block, new: blocks.Block, wanted: blocks.Block | None) -> str:
    """What became of a block, having checked that it may."""
    if wanted is None:
        assert (new.body, new.recorded) == (old.body, old.recorded)
        return "leftover"
    if old.digest == wanted.digest:
        assert (new.body, new.recorded) == (old.body, wanted.recorded)
        return "the same" if old.recorded == wanted.recorded else "adopted"
    if old.digest == old.recorded or not old.body.strip():
        assert new.body == wanted.body.replace("\n", old.line_end)
        assert new.recorded == wanted.recorded
        return "replaced"
    assert (new.body, new.recorded) == (old.body, old.recorded)
    return "edited"


def main() -> None:
    """`python -m tests.page_edits 100000`: so many edited pages, and what happened to them."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    seen: Counter[str] = Counter()
    for seed in range(count):
        try:
            seen.update(check(seed))
        except AssertionError:
            print("seed", seed)
            raise
    for what, number in sorted(seen.items()):
        print(f"{number:>8} {what}")


if __name__ == "__main__":
    main()
