"""Render the common forms of Liquid in posts: quoting, links, code. Warn about others, with their lines.

Nothing is run. A tag that needs the site's templates or plugins stays in the
text as an HTML comment, which editors see and readers do not. An output is what
Liquid would print: an unknown value prints nothing, and an unknown filter does
not change its value.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from typing import NamedTuple, cast

from generator.core.wording import quoted
from generator.importers.jekyll.plain_filters import FILTERS, JOINERS
from generator.importers.sites.calls import Call, as_comment, replaced
from generator.importers.sites.fences import fenced

_OPENING = re.compile(r"\{[{%]")
_NAME = re.compile(r"[\w-]+")
#: A value at the start of an expression: a text in quotes, a number, or the name of a variable.
_VALUE = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|(-?[0-9.]+)(?=\s|$|[,|])|([\w.\[\]'"-]+))""")
#: An argument of a plugin's tag: `"a"`, `b`, `name="a"`, `name: b`.
_ARGUMENT = re.compile(r"""(?:([\w-]+)\s*[:=]\s*)?(?:"([^"]*)"|'([^']*)'|([^\s,"']+))""")
_LANGUAGE = re.compile(r"[\w+#.-]+")
#: The indent of the lines of a list item: its marker, or as many spaces.
_MARGIN = re.compile(r"[ \t]*(?:(?:[-*+]|[0-9]{1,9}[.)])[ \t]+)*")
#: Blocks with parts of which Liquid shows one, and the tags between the parts.
_CHOICES = frozenset({"if", "unless", "case", "for"})
_PARTS = frozenset({"elsif", "else", "when"})
_NESTING = re.compile(r"\{%-?\s*(end)?(if|unless|case|for)\b")
_BLANK_REST = re.compile(r"[ \t]*(?:\n|\Z)")


class LiquidWarning(NamedTuple):
    """Liquid that could not be rendered: its line in the text, from 0, a code, a message and the cure."""

    line: int
    code: str
    message: str
    cure: str


class Rendered(NamedTuple):
    """A text without Liquid. `unknown` are the names of tags that stay as comments."""

    text: str
    warnings: tuple[LiquidWarning, ...]
    unknown: tuple[str, ...] = ()


class Scope(NamedTuple):
    """Values and functions for a text. `variables` are by their full names (`site.title`).

    `post_url` and `link` return the address of a post or a file, "" if it does
    not exist; `absolute` adds the host to an address. `replacements` are texts for tags of plugins, by name.
    """

    variables: Mapping[str, str]
    post_url: Callable[[str], str]
    link: Callable[[str], str]
    absolute: Callable[[str], str]
    markdown: bool = True
    replacements: Mapping[str, str] = {}


def render(text: str, scope: Scope) -> Rendered:
    """Return a text as Liquid would print it, as far as possible."""
    if "{{" not in text and "{%" not in text:
        return Rendered(text, ())
    reader = _Reader(text, scope)
    return Rendered(reader.read(), tuple(reader.warnings), tuple(reader.unknown))


class _Reader:
    """Reads a text once, from one `{{` or `{%` to the next."""

    def __init__(self, text: str, scope: Scope) -> None:
        self._text = text
        self._scope = scope
        self._out: list[str] = []
        self._at = 0
        self._start = 0
        self.warnings: list[LiquidWarning] = []
        self.unknown: list[str] = []
        self._warned: set[str] = set()
        self._unclosed: set[str] = set()
        self._choices: list[bool] = []  # for each open block, whether its first part is shown

    def read(self) -> str:
        while found := _OPENING.search(self._text, self._at):
            self._start = found.start()
            is_tag = found[0] == "{%"
            end = self._text.find("%}" if is_tag else "}}", found.end())
            if end < 0:
                self._warn("liquid", f"{found[0]} is opened and never closed", "close it")
                break
            self._out.append(self._text[self._at : self._start])
            inside = self._text[found.end() : end]
            self._at = end + 2
            inside = self._trimmed(inside)
            self._out.append(self._tag(inside) if is_tag else self._output(inside))
        self._out.append(self._text[self._at :])
        return "".join(self._out)

    def _trimmed(self, inside: str) -> str:
        """Remove white space on the sides that have a hyphen."""
        if inside.startswith("-"):
            self._out.append(self._out.pop().rstrip() if self._out else "")
        if inside.endswith("-"):
            self._skip_space()
        return inside.strip("-").strip()

    def _skip_space(self) -> None:
        while self._at < len(self._text) and self._text[self._at].isspace():
            self._at += 1

    def _tag(self, inside: str) -> str:
        found = _NAME.match(inside)
        name = found[0] if found else ""
        rest = inside[len(name) :].strip()
        if name in ("raw", "comment", "highlight"):
            return self._block(name, rest)
        if name in ("post_url", "link"):
            return self._address(name, rest)
        if name in self._scope.replacements:
            return self._replacement(name, rest)
        if name in _PARTS and self._choices:
            hidden = self._hidden_part(inside)
            if hidden:
                return hidden
        if name in _CHOICES:
            self._choices.append(name != "case")
        elif name.startswith("end") and name[3:] in _CHOICES:
            del self._choices[-1:]
        code = "include" if name.startswith("include") else "tag"
        message = f"the tag {quoted(inside)} can't be run here; it stays as a comment"
        if name not in (*_CHOICES, *_PARTS) and not name.startswith(("end", "include")):
            self.unknown.append(name)
        self._warn(code, message, "replace it by its result, or remove it")
        return f"<!-- {{% {inside.replace('--', '- -').replace('>', '&gt;')} %}} -->"

    def _replacement(self, name: str, rest: str) -> str:
        """Return what the user wants in the place of a plugin's tag, and of what it encloses."""
        closing = re.compile(rf"\{{%-?\s*end{re.escape(name)}\s*-?%\}}")
        end = None if name in self._unclosed else closing.search(self._text, self._at)
        inner = None
        if end:
            inner = render(self._text[self._at : end.start()], self._scope).text
            self._at = end.end()
        else:
            self._unclosed.add(name)
        positional, named = [], {}
        for found in _ARGUMENT.finditer(rest):
            value = found[2] or found[3] or self._scope.variables.get(found[4] or "", found[4] or "")
            if found[1]:
                named[found[1]] = value
            else:
                positional.append(value)
        call = Call(name, tuple(positional), named, inner)
        return replaced(call, self._scope.replacements[name])

    def _hidden_part(self, inside: str) -> str:
        """Return the other parts of a condition as a comment, on one line; "" for a part that is shown."""
        if not self._choices[-1]:
            self._choices[-1] = True
            return ""
        depth, end = 1, -1
        for found in _NESTING.finditer(self._text, self._at) if "" not in self._unclosed else ():
            depth += -1 if found[1] else 1
            if not depth:
                end = found.start()
                break
        if end < 0:
            self._unclosed.add("")
            return ""
        message = f"the condition can't be run here; from {quoted(inside)} on its text stays as a comment"
        self._warn("tag", message, "choose the text that is to be shown")
        hidden = " ".join(self._text[self._start : end].split())
        self._at = end
        return as_comment(hidden)

    def _block(self, name: str, rest: str) -> str:
        """Return the result of a block whose contents are no Liquid."""
        closing = re.compile(rf"\{{%-?\s*end{name}\s*-?%\}}")
        found = None if name in self._unclosed else closing.search(self._text, self._at)
        if not found:
            self._unclosed.add(name)
            self._warn("liquid", f"the tag {name} has no end{name}", "close it")
            return ""
        inside = self._text[self._at : found.start()]
        self._at = found.end()
        if found[0].startswith("{%-"):
            inside = inside.rstrip()
        if found[0].endswith("-%}"):
            self._skip_space()
        if name == "raw":
            return inside
        return "" if name == "comment" else self._code(inside, rest)

    def _code(self, code: str, options: str) -> str:
        found = _LANGUAGE.match(options)
        language = found[0] if found else ""
        if not self._scope.markdown:
            code = html.escape(code.strip("\n"), quote=False)
            return f'<pre><code class="language-{language}">{code}</code></pre>'
        line = self._text.rfind("\n", 0, self._start) + 1
        margin = cast("re.Match[str]", _MARGIN.match(self._text, line, self._start))
        indent = re.sub(r"\S", " ", margin[0])
        # A fence must be alone on its line.
        is_alone = margin.end() == self._start and not self._text.startswith("{%-", self._start)
        before = "" if is_alone else f"\n{indent}"
        after = "" if _BLANK_REST.match(self._text, self._at) else f"\n{indent}"
        return before + fenced(code, language, indent) + after

    def _address(self, name: str, rest: str) -> str:
        url = (self._scope.post_url if name == "post_url" else self._scope.link)(rest)
        if not url:
            what = "post" if name == "post_url" else "file"
            message = f"the tag {name} names {quoted(rest)}, but there is no such {what}"
            self._warn("address", message, "correct the name")
        return url

    def _output(self, inside: str) -> str:
        head, *filters = _split(inside)
        value = self._value(head)
        if value is None:
            message = f"the value {quoted(head)} is unknown here and was left empty"
            self._warn("value", message, "write the value itself")
            return ""
        for written in filters:
            name, _, arguments = written.partition(":")
            value = self._filtered(value, name.strip(), arguments)
        return value

    def _value(self, written: str) -> str | None:
        found = _VALUE.match(written)
        if not found:
            return None
        for literal in found.groups()[:3]:
            if literal is not None:
                return literal
        return self._scope.variables.get(found[4])

    def _filtered(self, value: str, name: str, arguments: str) -> str:
        values = [self._value(one) or "" for one in _split(arguments, ",")] if arguments else []
        if name == "relative_url":
            return value if _has_host(value) else f"/{value.lstrip('/')}"
        if name == "absolute_url":
            return self._scope.absolute(value)
        plain = FILTERS.get(name)
        if plain:
            return plain(value)
        joined = JOINERS.get((name, len(values)))
        if joined:
            return joined(value, *values)
        message = f"the filter {quoted(name)} is unknown here; its value is unchanged"
        self._warn("filter", message, "check the text")
        return value

    def _warn(self, code: str, message: str, cure: str) -> None:
        """Record a warning, once for each message."""
        if message not in self._warned:
            self._warned.add(message)
            line = self._text.count("\n", 0, self._start)
            self.warnings.append(LiquidWarning(line, f"import.{code}", message, cure))


def _has_host(value: str) -> bool:
    return re.match(r"[a-z][a-z0-9+.-]*:|//", value, re.IGNORECASE) is not None


def _split(expression: str, mark: str = "|") -> list[str]:
    """Split an expression at marks outside quotes."""
    parts = re.findall(rf"""(?:"[^"]*"|'[^']*'|[^{re.escape(mark)}"'])+""", expression)
    return [part.strip() for part in parts] or [""]
