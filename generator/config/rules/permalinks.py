"""Check the patterns of addresses under `permalink`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from generator.addresses.lists import page_pattern
from generator.addresses.written import output_path
from generator.config.yaml.errors import OptionError
from generator.core.wording import did_you_mean, printable

_FIELD = re.compile(r"\{([^{}]*)\}")
#: Jekyll's way to write a field.
_COLON_FIELD = re.compile(r"/:[a-z]")


class Form(NamedTuple):
    """What a pattern may hold: its `fields`, each with an example with which a pattern is tried.

    - `wanted`: the field that it must hold, "" for none; `without` says what happens if it does not.
    - `example`: a pattern to write.
    - `exact`: the addresses are made by the program alone, so it keeps each of them to the letter.
    """

    fields: Mapping[str, str]
    wanted: str
    without: str
    example: str
    exact: bool = True


POST = Form(
    {"category": "c", "year": "2021", "month": "12", "day": "28", "slug": "s"},
    "slug",
    "posts of one day would share an address",
    "/{year}/{month}/{slug}.html",
    exact=False,
)
#: The forms of patterns, by the option under `permalink`.
FORMS: Mapping[str, Form] = {
    "post": POST,
    "page": Form({"path": "p"}, "path", "all static pages would share an address", "/{path}/"),
    "category": Form({"slug": "s"}, "slug", "all categories would share an address", "/category/{slug}/"),
    "tag": Form({"slug": "s"}, "slug", "all tags would share an address", "/tags/{slug}/"),
    "categories": Form({}, "", "", "/categories/"),
    "tags": Form({}, "", "", "/tags/"),
}


def check_pattern(text: str, form: Form) -> str:
    """Return a pattern: it starts with a slash, holds the field that it must have, and stays in the site."""
    if not text.startswith("/"):
        raise OptionError("permalink", "must start with a slash", f"write /{printable(text)}")
    fields = _FIELD.findall(text)
    for field in fields:
        if field not in form.fields:
            known = ", ".join(f"{{{name}}}" for name in form.fields)
            otherwise = f"fields are {known}" if known else "write it without fields"
            raise OptionError(
                "permalink",
                f"has no field {{{printable(field)}}}",
                did_you_mean(field, form.fields, otherwise),
            )
    if form.wanted and form.wanted not in fields:
        message = f"must hold {{{form.wanted}}}, or {form.without}"
        raise OptionError("permalink", message, f"add {{{form.wanted}}}")
    _check_fixed_parts(text, form)
    return text


def _check_fixed_parts(text: str, form: Form) -> None:
    if _COLON_FIELD.search(text):
        name = "year" if "year" in form.fields else form.wanted
        raise OptionError("permalink", "has fields with a colon", f"write {{{name}}} for :{name}")
    if re.search(r"[{}?#%]", _FIELD.sub("", text)):
        message = "may not hold ?, #, % or single braces"
        raise OptionError("permalink", message, f"write for example {form.example}")
    try:
        path = example_path(text, form)
    except ValueError as error:
        raise OptionError("permalink", f"can't be used: {error}", "write a path inside the site") from None
    if form.exact and path != page_pattern(_filled(text, form)):
        message = "can't be kept: not every system can have such a file"
        raise OptionError("permalink", message, f"write for example {form.example}")
    if form.exact and form.wanted == "slug" and text.startswith("/{slug}"):
        # Any page in the first folder could be one of a term.
        message = "must begin with a fixed text, or no page could have an address beside those of lists"
        raise OptionError("permalink", message, f"write for example {form.example}")


def example_path(pattern: str, form: Form) -> str:
    """Return the output path of an example. Raises ValueError for a pattern that can't be used."""
    return output_path(_filled(pattern, form))


def _filled(pattern: str, form: Form) -> str:
    return _FIELD.sub(lambda match: form.fields[match[1]], pattern)
