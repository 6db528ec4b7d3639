"""`backfile init` makes an archive that builds, or nothing."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from generator.cli import program
from generator.core.errors import BackfileError, ConfigError


def init(*arguments: str | Path) -> Exception | None:
    found = CliRunner().invoke(program, ["init", *map(str, arguments)]).exception
    assert found is None or isinstance(found, BackfileError)
    return found


def test_an_address_that_is_none_is_refused_at_once(tmp_path: Path) -> None:
    error = init(tmp_path / "a", "--url", "notaurl")
    assert isinstance(error, ConfigError)
    assert "url" in str(error)
    assert not (tmp_path / "a").exists()


def test_what_is_there_already_stays(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("mine", encoding="utf-8")
    assert init(tmp_path) is None
    assert (tmp_path / ".gitignore").read_text(encoding="utf-8") == "mine"
