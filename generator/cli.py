"""Run the command line: each command is a module of `generator.commands`, imported when it is asked for."""

from __future__ import annotations

import gc
import importlib
import io
import sys

import click

from generator import __version__
from generator.core.errors import BackfileError, ConfigError
from generator.system import signals
from generator.system.os_errors import sentence
from generator.system.signals import Interruption

#: Verbs in the order in which a newcomer needs them.
_VERBS = ("init", "import", "new", "serve", "check", "build", "publish", "explain")
#: Modules that can't have the name of their verb, which is a word of Python's.
_MODULES = {"import": "imports"}

#: New objects between two runs of the collector. A build makes values by the million and hardly a cycle,
#: so that looking for cycles after every 700 of them, Python's default, is 4 % of its time for nothing.
_COLLECT_AFTER = 50_000


class _Verbs(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(_VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _VERBS:
            return None
        module = importlib.import_module(f"generator.commands.{_MODULES.get(cmd_name, cmd_name)}")
        command: click.Command = module.command
        return command


@click.group(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="backfile")
def program() -> None:
    """Backfile turns a folder of posts into a news archive that any static host can serve.

    \b
    Start an archive:   backfile init my-archive
    Fill it:            backfile import jekyll my-blog my-archive
    Write a post:       backfile new my-archive "A title" --edit
    See it:             backfile serve my-archive
    Look it through:    backfile check my-archive
    Build it:           backfile build my-archive
    Publish it:         backfile publish my-archive /srv/www/archive
    Ask about a page:   backfile explain my-archive /index.html
    """  # noqa: D301


def main() -> None:
    """Run the command line; a mistake that a user can mend ends in a message and an exit code."""
    gc.set_threshold(_COLLECT_AFTER)
    _say_anything()
    signals.listen()
    try:
        program(prog_name="backfile")
    except ConfigError as error:
        _leave(str(error), error.exit_code)  # As `file:line:column: …`, which editors can follow.
    except BackfileError as error:
        _leave(f"backfile: {error}", error.exit_code)
    except OSError as error:
        _leave(f"backfile: {sentence(error)}", 1)
    except Interruption as error:
        _leave(f"backfile: {error}; the next run goes on from what there is", error.exit_code)


def _say_anything() -> None:
    """Let standard output have names of files that are not UTF-8, as standard error always does."""
    stream = sys.stdout
    if isinstance(stream, io.TextIOWrapper) and stream.errors == "strict":
        stream.reconfigure(errors="backslashreplace")


def _leave(message: str, code: int) -> None:
    click.echo(message, err=True)
    sys.exit(code)
