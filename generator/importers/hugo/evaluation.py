"""Evaluate the templates of Hugo's shortcodes: `.Get`, `.Inner`, parameters of the site, plain functions."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping, Sequence

from generator.importers.hugo.go_templates import Node, NotSimpleError
from generator.importers.sites.calls import Call, is_block

_SITE = re.compile(r"(?:\.Page)?\.?[Ss]ite\.Params\.")
_Operand = str | Callable[..., str]


class Safe(str):
    """A text that is HTML already."""

    __slots__ = ()


#: Stands for the text that a shortcode encloses, until it is known what is around it.
_INNER = "\0inner\0"


class TemplateWriter:
    """Writes what the template of a shortcode makes. `inline` turns a line of Markdown into HTML."""

    def __init__(self, call: Call, params: Mapping[str, str], inline: Callable[[str], str]) -> None:
        self._call, self._is_markdown = call, call.is_markdown
        self._params, self._inline = params, inline
        self._variables: dict[str, str] = {}

    def write(self, nodes: Sequence[Node], dot: str | None) -> str:
        """Return what some nodes make; `dot` is the value of `.`. Raises NotSimpleError."""
        out = []
        for node in nodes:
            if node.kind == "text":
                out.append(node.words[0])
            elif node.kind == "value":
                out.append(self._shown(node.words, dot))
            else:
                value = self._value(node.words, dot)
                chosen = node.inside if value else node.otherwise
                out.append(self.write(chosen, value if node.kind == "with" and value else dot))
        return "".join(out)

    def with_inner(self, made: str) -> str:
        """Return what was made, with the enclosed text; in a block of HTML, Markdown needs blank lines."""
        inner = self._call.inner or ""
        if self._is_markdown and is_block(made):
            return made.replace(_INNER, f"\n\n{inner.strip()}\n\n")
        return made.replace(_INNER, inner)

    def _shown(self, words: Sequence[str], dot: str | None) -> str:
        if len(words) > 2 and words[0].startswith("$") and words[1] in (":=", "="):
            self._variables[words[0]] = self._value(words[2:], dot)
            return ""
        value = self._value(words, dot)
        return value if isinstance(value, Safe) else html.escape(value, quote=True)

    def _value(self, words: Sequence[str], dot: str | None) -> str:
        value, rest = self._pipeline(list(words), dot)
        if rest:
            raise NotSimpleError
        return value

    def _pipeline(self, words: list[str], dot: str | None) -> tuple[str, list[str]]:
        """Return the value of a pipeline up to a closing bracket, and the words after that."""
        value: str | None = None
        while True:
            arguments, words = self._operands(words, dot)
            value = self._called(arguments if value is None else [*arguments, value])
            if not words or words[0] != "|":
                return value, words
            words = words[1:]

    def _operands(
        self, words: list[str], dot: str | None
    ) -> tuple[list[str | Callable[..., str]], list[str]]:
        found: list[str | Callable[..., str]] = []
        while words and words[0] not in ("|", ")"):
            word, words = words[0], words[1:]
            if word == "(":
                value, words = self._pipeline(words, dot)
                if not words:
                    raise NotSimpleError
                found.append(value)
                words = words[1:]
            else:
                found.append(self._operand(word, dot))
        return found, words

    def _called(self, arguments: list[_Operand]) -> str:
        if not arguments:
            raise NotSimpleError
        first, *rest = arguments
        if isinstance(first, str):
            if rest:
                raise NotSimpleError
            return first
        values = [one for one in rest if isinstance(one, str)]
        try:
            return first(*values)
        except (TypeError, ValueError):
            raise NotSimpleError from None

    def _operand(self, word: str, dot: str | None) -> _Operand:
        if word.startswith('"'):
            return word[1:]
        if word == "." and dot is not None:
            return dot
        if word.lstrip("-").isdecimal():
            return word
        if word in self._variables:
            return self._variables[word]
        return self._of_page(word.removeprefix("$"))

    def _of_page(self, name: str) -> _Operand:
        """Return what a name means that begins with a dot, or a function."""
        if name == ".Inner":
            return Safe(_INNER) if self._call.inner else ""
        if name == ".Get":
            return lambda key: _get(self._call, key)
        site = _SITE.match(name)
        if site and name[site.end() :].lower() in self._params:
            return self._params[name[site.end() :].lower()]
        if name.startswith(".Params."):
            return self._call.get(name.removeprefix(".Params."))
        return self._function(name)

    def _function(self, name: str) -> Callable[..., str]:
        if name in ("markdownify", ".Page.RenderString", "transform.Markdownify", ".RenderString"):
            return self._markdown
        function = _FUNCTIONS.get(name)
        if not function:
            raise NotSimpleError
        return function

    def _markdown(self, value: str) -> str:
        if value == _INNER:
            self._is_markdown = True
            return value
        return Safe(self._inline(value))


def _get(call: Call, key: str) -> str:
    return call.get(key, int(key) if key.isdecimal() else -1)


def _either(*values: str) -> str:
    return next((one for one in values if one), values[-1])


def _all(*values: str) -> str:
    return next((one for one in values if not one), values[-1])


_FUNCTIONS: dict[str, Callable[..., str]] = {
    **dict.fromkeys(("safeHTML", "safeURL", "safeHTMLAttr", "safe.HTML", "safe.URL"), Safe),
    "default": lambda other, value: value or other,
    "or": _either,
    "and": _all,
    "not": lambda value: "" if value else "true",
    "eq": lambda one, *others: "true" if one in others else "",
    "ne": lambda one, other: "true" if one != other else "",
    "isset": lambda value: "true" if value else "",
    "lower": lambda value: value.lower(),
    "upper": lambda value: value.upper(),
    "string": lambda value: value,
    "relURL": lambda value: value if re.match("[a-z]+:|/", value) else f"/{value}",
    "absURL": lambda value: value if re.match("[a-z]+:|/", value) else f"/{value}",
    "trim": lambda value, marks: value.strip(marks),
    "htmlEscape": lambda value: html.escape(value),
}  # fmt: skip
