"""Read the settings of a site from YAML, TOML or JSON."""

from __future__ import annotations

from pathlib import Path

from generator.content.frontmatter.split import Form
from generator.content.frontmatter.trees import read_front
from generator.content.frontmatter.yaml_tree import UnreadableError
from generator.core.errors import BackfileError
from generator.importers.article import Value
from generator.importers.sites.front_matter import Data, plain
from generator.system.files import read_file

#: The most bytes of a file of settings.
_LARGEST = 1_000_000
FORMS: dict[str, Form] = {".toml": "toml", ".yaml": "yaml", ".yml": "yaml", ".json": "json"}


def read_settings(file: Path) -> Data:
    """Return the values in a file, whose suffix tells its form. Raises BackfileError if it can't be read."""
    raw = read_file(str(file), _LARGEST)[0]
    if raw is None:
        raise BackfileError(f"{file}: it has more than {_LARGEST:,} bytes")
    try:
        return plain(read_front(raw.decode("utf-8-sig"), FORMS[file.suffix]).pairs)
    except UnicodeDecodeError:
        raise BackfileError(f"{file}: this file is not UTF-8; save it as UTF-8") from None
    except UnreadableError as error:
        raise BackfileError(f"{file}:{error.line + 1}:{error.column + 1}: {error.reason}") from None


def lowered(data: Data) -> Data:
    """Return a mapping with its keys in small letters, in which case does not count."""
    return {name.lower(): value for name, value in data.items()}


def group(values: Data, name: str) -> Data:
    """Return the mapping under a name; an empty one if there is none."""
    found = values.get(name)
    return dict(found) if isinstance(found, dict) else {}


def is_true(value: Value | None) -> bool:
    """Return whether a value is true."""
    return isinstance(value, str) and value.strip().lower() in ("true", "yes", "on", "1")
