"""`sre-compile schema`: the JSON Schemas of the spec language, for editors."""

from __future__ import annotations

import json
import os
from pathlib import Path

import click

from sre_compiler import checks, kinds, pipeline
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
@click.option("--project", is_flag=True, help="Offer the teams, severities, persons and other names of the specs.")
@click.argument("specs", required=False, type=click.Path(exists=True, readable=True))
def command(*, output: Path, check: bool, project: bool, specs: str | None) -> int:
    """Write one JSON Schema for each kind of document, and one for all of them. SPECS goes with --project.

    Example: sre-compile schema --project specs -o schemas
    """
    known = pipeline.known_names(_specs(specs)) if project else {}
    if specs is not None and not project:
        raise click.UsageError("SPECS goes with --project: without it, the schemas depend on no specs")
    texts = {
        name: json.dumps(schema, indent=2) + "\n" for name, schema in kinds.schemas(checks.options(), known).items()
    }
    try:
        stale = [name for name, text in texts.items() if _read(output / name) != text]
        if not check:
            _write(output, {name: texts[name] for name in stale})
    except OSError as error:
        raise CannotWorkError(f"{error.filename}: {os.strerror(error.errno or 0)}; choose another folder") from error
    if check and stale:
        again = "sre-compile schema --project" if project else "sre-compile schema"
        click.echo(f"{output} is stale: {', '.join(stale)}; run `{again}`", err=True)
        return WRONG
    click.echo(f"{output}: {len(texts)} schemas, {len(stale) if not check else 0} written")
    return FINE


def _specs(given: str | None) -> str:
    """The folder of the specs. Raises CannotWorkError where there is none."""
    if given is None and not Path("specs").exists():
        raise CannotWorkError(
            "there is no folder specs here: name yours, as in `sre-compile schema --project my-specs`"
        )
    return given or "specs"


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None


def _write(output: Path, texts: dict[str, str]) -> None:
    """Each file is swapped in whole: an editor may be reading the old one."""
    output.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        part = output / f".{name}.part"
        part.write_text(text, encoding="utf-8")
        part.replace(output / name)
