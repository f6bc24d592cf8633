"""The option of commands that draw a picture, and the way to who draws it."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import click

from sre_compiler.cli.exits import CannotWorkError

ENDINGS = (".png", ".svg")


def _file(ctx: click.Context, param: click.Parameter, value: Path | None) -> Path | None:
    if value is not None and value.suffix not in ENDINGS:
        raise click.BadParameter(f"'{value}' ends in neither .png nor .svg", ctx, param)
    return value


plot_option = click.option(
    "--plot",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    callback=_file,
    metavar="FILE",
    help="Draw a picture besides, as PNG or SVG by the ending of the name.",
)


def plotting(module: str) -> Any:
    """The function `draw` of a module of `plots`. Raises CannotWorkError where matplotlib is not installed."""
    try:
        return import_module(module).draw
    except ModuleNotFoundError as error:
        if error.name is None or not error.name.startswith("matplotlib"):
            raise
        raise CannotWorkError("--plot needs matplotlib: run `pip install 'sre-compile[plot]'`") from error
