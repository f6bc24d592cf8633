"""`sre-compile completion`: the script that teaches a shell our commands, options and names."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class


@click.command(name="completion", short_help="print the completion script of a shell")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(*, shell: str) -> None:
    """Print the completion script of a shell.

    Example, in ~/.bashrc: eval "$(sre-compile completion bash)"
    """
    from sre_compiler.cli.main import COMPLETE, cli

    kind = get_completion_class(shell)
    assert kind is not None  # noqa: S101 - the choice above lists what click knows
    click.echo(kind(cli, {}, "sre-compile", COMPLETE).source())
