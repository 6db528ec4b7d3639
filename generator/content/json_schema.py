"""Describe front matter as a JSON Schema, with which editors complete and check YAML during typing.

`python -m generator.content.json_schema > docs/schema/post.schema.json` writes the file;
a test compares the file with the output.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from generator.content.frontmatter.keys import KEYS


def schema() -> dict[str, Any]:
    """Return the schema (JSON Schema 2020-12). Authors may add keys of their own."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Front matter of a post of Backfile",
        "type": "object",
        "properties": {name: {**key.schema, "description": key.description} for name, key in KEYS.items()},
        "additionalProperties": True,
    }


def text() -> str:
    """Return the schema as the text of its file."""
    return json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    sys.stdout.write(text())
