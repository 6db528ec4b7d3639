"""List the keys of front matter that have a meaning. Authors may add keys of their own."""

from __future__ import annotations

from typing import Any, NamedTuple

#: Engines that a post may name; `html` leaves the body as it is (it is sanitised like any other).
ENGINES = ("comrak", "python-markdown", "html")

#: Keys that other programs write for `source_url`, in order. They count if they hold a web address.
SOURCE_ADDRESSES = ("original_url", "canonical_url", "from", "link")

#: Every value is read as text, so YAML may read it as any scalar type.
_TEXT = {"type": ["string", "number", "boolean", "null"]}
_TEXTS = {"anyOf": [_TEXT, {"type": "array", "items": _TEXT}]}
_DATE = {
    "type": ["string", "number", "null"],
    "examples": ["2021-12-28 07:35:22 +0800", "2021-12-28 10:39", "2021-12-28", "2021年12月28日"],
}
_FLAG = {"enum": [True, False, None, "true", "false", "yes", "no", "on", "off", "1", "0", 1, 0]}
_NUMBER = {"type": ["integer", "string", "null"], "pattern": "^[+-]?[0-9]{1,9}$"}
_PERSON = {"type": "object", "properties": {"name": _TEXT}, "required": ["name"]}
_PEOPLE = {"anyOf": [_TEXT, {"type": "array", "items": {"anyOf": [_TEXT, _PERSON]}}]}
_ADDRESS = {"type": ["string", "null"]}
_MAPPING = {"type": ["object", "null"], "additionalProperties": {"type": "string"}}
_LANGUAGE = {"type": ["string", "null"], "examples": ["zh-CN", "en"]}


class Key(NamedTuple):
    """A key: the JSON Schema of its value, its description for authors, and whether it holds prose or names.

    In prose and names, a `#` after a space is more likely a hashtag than a comment.
    """

    schema: dict[str, Any]
    description: str
    is_text: bool = False


KEYS: dict[str, Key] = {
    "title": Key(_TEXT, "The title. Without one, the first heading or sentence of the text is used.", True),
    "date": Key(_DATE, "When it was published. Without an offset, in the time zone of the site."),
    "updated": Key(_DATE, "When it was last changed."),
    "categories": Key(_TEXTS, "The categories of the post: a name, or a list of names.", True),
    "category": Key(_TEXTS, "The same as categories.", True),
    "tags": Key(_TEXTS, "Subjects: a list, or a text that is split at commas.", True),
    "tag": Key(_TEXTS, "The same as tags.", True),
    "slug": Key(_TEXT, "The last part of the address. Without one, the file's name without its date."),
    "permalink": Key(_ADDRESS, "The whole address, a path of this site: /a/b.html, /a/b/"),
    "aliases": Key(_TEXTS, "Former addresses, paths of this site, which lead to the post."),
    "redirect_from": Key(_TEXTS, "The same as aliases."),
    "draft": Key(_FLAG, "true: the post is held back."),
    "published": Key(_FLAG, "false: the post is held back."),
    "status": Key(
        _TEXT, "draft, private, pending, hidden: the post is held back. published: it is published."
    ),
    "visibility": Key(_TEXT, "private, password, members: the post is held back. public: it is published."),
    "private": Key(_FLAG, "true: the post is held back."),
    "hidden": Key(_FLAG, "true: the post is held back."),
    "unlisted": Key(_FLAG, "true: the post is held back."),
    "public": Key(_FLAG, "false: the post is held back."),
    "password": Key(_TEXT, "The post is held back, because no page of a static site can ask for a password."),
    "expires": Key(_DATE, "From when on the post is no longer shown."),
    "source": Key(_TEXT, "Who published the original.", True),
    "source_url": Key(_ADDRESS, "The address of the original, with http:// or https://"),
    **{
        name: Key(_ADDRESS, "The same as source_url, if it is an address on the web.")
        for name in SOURCE_ADDRESSES
    },
    "author": Key(_PEOPLE, "Who wrote it: a name or a list of names.", True),
    "authors": Key(_PEOPLE, "The same as author.", True),
    "summary": Key(_TEXT, "A text for lists and search engines. Without one, the start of the text.", True),
    "excerpt": Key(_TEXT, "The same as summary.", True),
    "description": Key(_TEXT, "The same as summary.", True),
    "image": Key(_ADDRESS, "A picture: /files/a.png, or an address on the web."),
    "image_alt": Key(_TEXT, "What the picture shows, for those who do not see it.", True),
    "search": Key(_FLAG, "false: the post is not found by the search of the site."),
    "translations": Key(_MAPPING, "The same post in other languages: language tags with addresses."),
    "nav": Key(_FLAG, "For a static page: whether the navigation names it."),
    "weight": Key(
        _NUMBER, "For a static page: its place in the navigation; the smallest number comes first."
    ),
    "lang": Key(_LANGUAGE, "The language of the post."),
    "layout": Key(_TEXT, "The template of the theme."),
    "markdown": Key({"enum": [*ENGINES, None]}, "The engine that makes HTML of the text."),
}

TEXT_KEYS = frozenset(name for name, key in KEYS.items() if key.is_text)
#: Keys whose value is a mapping.
MAPPING_KEYS = frozenset(name for name, key in KEYS.items() if key.schema is _MAPPING)
