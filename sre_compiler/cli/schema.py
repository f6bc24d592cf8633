"""`sre-compile schema`: the JSON Schemas of the spec language, for editors."""

from __future__ import annotations

import json
import os
from pathlib import Path

import click

from sre_compiler import kinds
from sre_compiler.cli.exits import FINE, WRONG, CannotWorkError


@click.command(name="schema", short_help="write the JSON Schemas of the spec language")
@click.option(
    "-o",
    "--output",
    default="schemas",
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder to write to.",
)
@click.option("--check", is_flag=True, help="Write nothing; exit 1 when a file is stale.")
def command(*, output: Path, check: bool) -> int:
    """Write one JSON Schema for each kind of document, and one for all of them.

    Example: sre-compile schema -o schemas
    """
    texts = {name: json.dumps(schema, indent=2) + "\n" for name, schema in kinds.schemas().items()}
    try:
        stale = [name for name, text in texts.items() if _read(output / name) != text]
        if not check:
            _write(output, {name: texts[name] for name in stale})
    except OSError as error:
        raise CannotWorkError(f"{error.filename}: {os.strerror(error.errno or 0)}; choose another folder") from error
    if check and stale:
        click.echo(f"{output} is stale: {', '.join(stale)}; run `sre-compile schema`", err=True)
        return WRONG
    click.echo(f"{output}: {len(texts)} schemas, {len(stale) if not check else 0} written")
    return FINE


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None


def _write(output: Path, texts: dict[str, str]) -> None:
    """Each file is swapped in whole: an editor may be reading the old one."""
    output.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        part = output / f".{name}.part"
        part.write_text(text, encoding="utf-8")
        part.replace(output / name)
