"""Open a file in the editor of the user."""

from __future__ import annotations

import shlex
import subprocess
from collections.abc import Mapping
from pathlib import Path

from generator.core.errors import BackfileError


def edit(file: Path, environ: Mapping[str, str]) -> None:
    """Run the command in VISUAL or EDITOR, with its arguments, and wait for its end.

    Raises BackfileError if neither is set, if the command can't be run, or if it fails.
    """
    command = next((environ[name] for name in ("VISUAL", "EDITOR") if environ.get(name, "").strip()), "")
    if not command:
        raise BackfileError(f"{file} is written, but no editor is set; set VISUAL or EDITOR")
    try:
        arguments = shlex.split(command)
        code = subprocess.run([*arguments, str(file)], check=False).returncode  # noqa: S603 - their own choice
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise BackfileError(f"{file} is written, but the editor {command} can't be run: {why}") from error
    if code:
        raise BackfileError(f"{file} is written; the editor {command} ended with the exit code {code}")
