"""Arguments and options that several commands share."""

from __future__ import annotations

import click

from sre_compiler.cli.screen import FORMATS

specs_argument = click.argument("specs", default="specs", type=click.Path(exists=True, readable=True))
output_option = click.option(
    "-o",
    "--output",
    default="generated",
    show_default=True,
    type=click.Path(file_okay=False),
    help="Folder to write to.",
)
format_option = click.option(
    "--format", "style", type=click.Choice(FORMATS), default="full", show_default=True, help="How findings are printed."
)
strict_option = click.option("--strict", is_flag=True, help="Exit 1 on warnings too.")
