"""What front matter may say, as a JSON Schema for editors that complete and check YAML as one types.

`python -m generator.content.json_schema > docs/schema/post.schema.json` writes it;
a test holds the file to it.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from generator.content.details import ENGINES

#: Every value is read as text, so that YAML may take it for whatever it likes.
_TEXT = {"type": ["string", "number", "boolean", "null"]}
_TEXTS = {"anyOf": [_TEXT, {"type": "array", "items": _TEXT}]}
_DATE = {
    "type": ["string", "number", "null"],
    "examples": ["2021-12-28 07:35:22 +0800", "2021-12-28 10:39", "2021-12-28", "2021年12月28日"],
}
_FLAG = {"enum": [True, False, None, "true", "false", "yes", "no", "on", "off", "1", "0", 1, 0]}
_PERSON = {"type": "object", "properties": {"name": _TEXT}, "required": ["name"]}
_PEOPLE = {"anyOf": [_TEXT, {"type": "array", "items": {"anyOf": [_TEXT, _PERSON]}}]}
_ADDRESS = {"type": ["string", "null"]}

#: What each key may hold, and what it is for.
KEYS: dict[str, tuple[dict[str, Any], str]] = {
    "title": (_TEXT, "The title. Without one, the first heading or sentence of the text is used."),
    "date": (_DATE, "When it was published. Without an offset, in the time zone of the site."),
    "updated": (_DATE, "When it was last changed."),
    "categories": (_TEXTS, "Where the post stands: the name of a category, or a list of names."),
    "category": (_TEXTS, "The same as categories."),
    "tags": (_TEXTS, "Subjects: a list, or a text that is split at commas."),
    "tag": (_TEXTS, "The same as tags."),
    "slug": (_TEXT, "The last part of the address. Without one, the file's name without its date."),
    "permalink": (_ADDRESS, "The whole address, a path of this site: /a/b.html, /a/b/"),
    "aliases": (_TEXTS, "Former addresses, paths of this site, which lead to the post."),
    "redirect_from": (_TEXTS, "The same as aliases."),
    "draft": (_FLAG, "true: the post is held back."),
    "published": (_FLAG, "false: the post is held back."),
    "expires": (_DATE, "From when on the post is no longer shown."),
    "source": (_TEXT, "Who published the original."),
    "source_url": (_ADDRESS, "The address of the original, with http:// or https://"),
    "author": (_PEOPLE, "Who wrote it: a name or a list of names."),
    "authors": (_PEOPLE, "The same as author."),
    "summary": (_TEXT, "A text for lists and search engines. Without one, the start of the text."),
    "excerpt": (_TEXT, "The same as summary."),
    "description": (_TEXT, "The same as summary."),
    "image": (_ADDRESS, "A picture: /files/a.png, or an address on the web."),
    "image_alt": (_TEXT, "What the picture shows, for those who do not see it."),
    "translations": (
        {"type": ["object", "null"], "additionalProperties": {"type": "string"}},
        "The same post in other languages: language tags with addresses.",
    ),
    "lang": ({"type": ["string", "null"], "examples": ["zh-CN", "en"]}, "The language of the post."),
    "layout": (_TEXT, "The template of the theme."),
    "markdown": ({"enum": [*ENGINES, None]}, "The engine that makes HTML of the text."),
}


def schema() -> dict[str, Any]:
    """Return the schema (JSON Schema 2020-12). Other keys are the author's own affair."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Front matter of a post of Backfile",
        "type": "object",
        "properties": {key: {**form, "description": told} for key, (form, told) in KEYS.items()},
        "additionalProperties": True,
    }


def text() -> str:
    """Return the schema as it stands in its file."""
    return json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    sys.stdout.write(text())
