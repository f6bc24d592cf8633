"""The entry point: finds the command, and turns every way a run can end into one exit code."""

from __future__ import annotations

import gc
import os
import sys
from types import ModuleType
from typing import TYPE_CHECKING, NoReturn, TextIO

import click

from sre_compiler import __version__
from sre_compiler.cli.exits import CANNOT_WORK, FINE, INTERRUPTED, TOOL_IS_WRONG, CannotWorkError
from sre_compiler.cli.group import LazyGroup

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS = {
    "budget": "ask a Prometheus for error budgets, and gate a deploy",
    "build": "lint, then write everything, all or nothing",
    "completion": "print the completion script of a shell",
    "explain": "a finding, an SLO or an alert, in words and numbers",
    "incident": "begin the file of an incident",
    "lint": "every finding in every file",
    "oncall": "who is on call, how the load is shared, calendars",
    "report": "times, budgets, factors and open actions of all incidents",
    "schema": "write the JSON Schemas of the spec language",
    "simulate": "when each alert would fire, what it costs and what it finds",
    "test": "run the generated proof with promtool and amtool",
    "verify": "ask running servers what is empty or broken",
}


COMPLETE = "_SRE_COMPILE_COMPLETE"
"""Set by the shell while it completes a word."""


@click.group(
    cls=LazyGroup,
    package="sre_compiler.cli",
    summaries=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, prog_name="sre-compile", message="%(prog)s %(version)s")
@click.option("-v", "--verbose", is_flag=True, help="Say what is being done.")
@click.option(
    "--no-color", is_flag=True, help="No colour, also on a terminal. NO_COLOR in the environment does the same."
)
@click.pass_context
def cli(ctx: click.Context, *, verbose: bool, no_color: bool) -> None:
    """Compile specs of objectives, alerts and on-call into Prometheus rules that are right.

    Example: sre-compile build specs -o generated
    """
    ctx.ensure_object(dict)
    ctx.obj.update(verbose=verbose, color=False if no_color or os.environ.get("NO_COLOR") else None)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit; never returns."""
    _without_plugins()
    _open_streams()
    gc.disable()  # a run builds values and ends; the cyclic collector would only walk them again and again
    code = run(arguments)
    gc.freeze()  # Python walks them once more at its end, whatever is disabled; not those that are frozen
    sys.exit(code)


def _without_plugins() -> None:
    """Nobody else's code reads our specs. The loader of pydantic's plugins is not even imported: that takes 19 ms."""
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    loader = ModuleType("pydantic.plugin._loader")
    loader.get_plugins = tuple  # type: ignore[attr-defined]
    sys.modules.setdefault(loader.__name__, loader)


def _open_streams() -> None:
    """Where somebody closed stdout or stderr, what is meant for it goes nowhere, and not into the next file that is opened."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115 - open until the end


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    try:
        return _run(arguments)
    except click.exceptions.Exit as ending:
        return ending.exit_code
    except BrokenPipeError:
        return _reader_went_away()
    except (KeyboardInterrupt, click.Abort):
        return INTERRUPTED
    except (click.ClickException, CannotWorkError, OSError) as error:
        return _cannot_work(error)
    except Exception as error:  # noqa: BLE001 - the one place where a bug becomes a report
        return _report(error)


def _cannot_work(error: click.ClickException | CannotWorkError | OSError) -> int:
    if isinstance(error, OSError) and error.filename is None:
        _discard(sys.stdout)
    try:
        _say_why(error)
    except OSError:
        _discard(sys.stderr)
    return CANNOT_WORK


def _say_why(error: click.ClickException | CannotWorkError | OSError) -> None:
    from sre_compiler.diagnostics.render.display import said

    if isinstance(error, click.ClickException):
        error.show()
    elif isinstance(error, OSError):
        click.echo(
            f"sre-compile: {said(str(error.filename or 'the output'))} cannot be used: {error.strerror}", err=True
        )
    else:
        click.echo(f"sre-compile: {said(str(error))}", err=True)


def _discard(stream: TextIO) -> None:
    """What is still to be written to it goes nowhere: Python would try once more at exit, and end with a code of its own."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _run(arguments: Sequence[str] | None) -> int:
    if instruction := os.environ.get(COMPLETE):
        from click.shell_completion import shell_complete

        return shell_complete(cli, {}, "sre-compile", COMPLETE, instruction)
    with cli.make_context("sre-compile", list(sys.argv[1:] if arguments is None else arguments)) as ctx:
        result = cli.invoke(ctx)
        sys.stdout.flush()
        return result if isinstance(result, int) else FINE


def _reader_went_away() -> int:
    """The reader of our output closed it, as `head` does; keep Python from complaining at exit."""
    _discard(sys.stdout)
    return FINE


def _report(error: Exception) -> int:
    import platform
    import traceback

    click.echo("sre-compile: this is a bug in the compiler, not in your specs. Please report all of this:\n", err=True)
    click.echo(f"Python {platform.python_version()} on {platform.platform()}", err=True)
    click.echo(f"arguments: {sys.argv[1:]}", err=True)
    click.echo("".join(traceback.format_exception(error)), err=True)
    return TOOL_IS_WRONG
