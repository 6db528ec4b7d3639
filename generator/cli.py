"""Run the command line. Each command is a module of `generator.commands`, imported when it is called."""

from __future__ import annotations

import gc
import importlib
import io
import sys

import click

from generator import __version__
from generator.core.errors import BackfileError, ConfigError
from generator.system import signals
from generator.system.os_errors import describe
from generator.system.signals import Interruption

#: Commands in the order in which a newcomer needs them.
_COMMANDS = (
    "init", "import", "new", "serve", "check", "build", "watch", "fit", "publish", "explain", "pack",
    "unpack", "pictures",
)  # fmt: skip
#: Modules that can't have the name of their command, since it is a keyword of Python.
_MODULES = {"import": "imports"}

#: New objects between two runs of the garbage collector. A build makes millions of values and few cycles;
#: with Python's default of 700 it would spend 4 % of its time looking for cycles.
_COLLECT_AFTER = 50_000


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _COMMANDS:
            return None
        module = importlib.import_module(f"generator.commands.{_MODULES.get(cmd_name, cmd_name)}")
        command: click.Command = module.command
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="backfile")
def program() -> None:
    """Backfile turns a folder of posts into a news archive for any static host.

    \b
    Start an archive:   backfile init my-archive
    Fill it:            backfile import jekyll my-blog my-archive
    Write a post:       backfile new my-archive "A title" --edit
    See it:             backfile serve my-archive
    Check it:           backfile check my-archive
    Build it:           backfile build my-archive
    Keep it built:      backfile watch my-archive
    Find a host:        backfile fit my-archive
    Publish it:         backfile publish my-archive /srv/www/archive
    Explain a page:     backfile explain my-archive /index.html
    Pack old months:    backfile pack my-archive --before 2024-01
    Keep pictures:      backfile pictures fetch my-archive
    """  # noqa: D301


def main() -> None:
    """Run the command line; an error that a user can fix ends in a message and an exit code."""
    gc.set_threshold(_COLLECT_AFTER)
    _accept_any_file_name()
    signals.listen()
    try:
        program(prog_name="backfile")
    except ConfigError as error:
        _exit(str(error), error.exit_code)  # `file:line:column: …`, which editors can follow.
    except BackfileError as error:
        _exit(f"backfile: {error}", error.exit_code)
    except OSError as error:
        _exit(f"backfile: {describe(error)}", 1)
    except (Interruption, RuntimeError) as error:
        # Before Python 3.12, what is raised while a class is made comes in a RuntimeError.
        stopped = error.__cause__ if isinstance(error, RuntimeError) else error
        if not isinstance(stopped, Interruption):
            raise
        _exit(f"backfile: {stopped}; run it again to continue", stopped.exit_code)


def _accept_any_file_name() -> None:
    """Let standard output show file names that are not UTF-8, as standard error does by default."""
    stream = sys.stdout
    if isinstance(stream, io.TextIOWrapper) and stream.errors == "strict":
        stream.reconfigure(errors="backslashreplace")


def _exit(message: str, code: int) -> None:
    click.echo(message, err=True)
    sys.exit(code)
