"""Run Liquid's loops, conditions, variables and includes in a body, with python-liquid (ADR 27).

What is no part of that stays in the text as it is written, for `jekyll.liquid`: code, `raw`, links between
posts, and tags that only the site's plugins know.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from generator.importers.jekyll.liquid import LiquidWarning
from generator.importers.sites.folders import files_below

#: Tags that the engine runs.
_RUN = (
    "assign|capture|endcapture|if|elsif|else|endif|unless|endunless|case|when|endcase|for|endfor|break|continue"
    "|cycle|increment|decrement|tablerow|endtablerow|include"
)
_NAMES = frozenset(_RUN.split("|"))
#: Lists that grow with the archive: a page that shows them is out of date with the next post.
LISTS = re.compile(
    r"\bsite\.(?:posts|pages|html_pages|categories|tags|collections|documents|related_posts)\b|\bpaginator\b"
)
CONTROL = re.compile(
    r"\{%-?\s*(?:for|if|unless|case|assign|capture|include)\b"
    rf"|\{{\{{[^{{}}]*(?:\bsite\.data\b|{LISTS.pattern})"
)
_TAG = re.compile(r"\{%-?+\s*+(\w*)[^%]*(?:%(?!\})[^%]*)*%\}")
#: Blocks whose inside is no template.
_BLOCKS = frozenset({"raw", "highlight", "comment"})
_INCLUDE = re.compile(r"\{%(-?)\s*include\s+([\w./-]+)(?=[\s%-])((?:[^%]|%(?!\}))*?)(-?)%\}")
_ARGUMENT = re.compile(r"([\w-]+)\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"']+)")
_IN_TAG = re.compile(r"\{[{%].*?[%}]\}", re.DOTALL)
_FILTER = re.compile(r"\|\s*([a-z]\w*)")
_MASK = re.compile("\0([0-9]+)\0")
_LARGEST_INCLUDE = 200_000


class Ran(NamedTuple):
    """A body whose templates were run, and what was not as it should be."""

    text: str
    warnings: tuple[LiquidWarning, ...]


class TemplateEngine:
    """Runs the templates of one site. `site` are the values of `site.`; includes are in `_includes`."""

    def __init__(
        self,
        source: Path,
        site: Mapping[str, Any],
        filters: Mapping[str, Callable[..., Any]],
        paginator: Callable[[], Mapping[str, Any]] = dict,
    ) -> None:
        """Read the includes. Raises ImportError if python-liquid is not installed.

        `paginator` returns the values of the page that a paginated page begins with.
        """
        from liquid import DictLoader

        from generator.importers.jekyll.bounds import BoundedEnvironment

        self._site, self._paginator, self._kept = site, paginator, list[str]()
        files = ((path, source / "_includes" / path) for path, _ in files_below(source / "_includes"))
        texts = {
            path: file.read_text("utf-8", "replace")
            for path, file in files
            if file.is_file() and not file.is_symlink() and file.stat().st_size <= _LARGEST_INCLUDE
        }
        self._paths = frozenset(texts)
        includes = {path: self._masked(_in_include(text)) for path, text in texts.items()}
        self._shared = len(self._kept)
        self._environment, self._loader = BoundedEnvironment, DictLoader(includes)
        self._filters = filters

    def run(self, body: str, page: Mapping[str, Any]) -> Ran:
        """Return a body in which templates were run; one that can't be run is returned as it is."""
        from liquid import Undefined
        from liquid.exceptions import LiquidError

        unknown: dict[str, None] = {}

        class Noted(Undefined):
            def __str__(self) -> str:
                unknown[(self.hint or "").removesuffix(" is undefined").strip("'") or self.name] = None
                return ""

        environment = self._environment(loader=self._loader, undefined=Noted, strict_filters=False)
        environment.filters.update(self._filters)
        del self._kept[self._shared :]
        try:
            template = environment.from_string(self._masked(body))
            pages = {"paginator": self._paginator()} if "paginator" in body else {}
            text = template.render(site=self._site, page=page, **pages)
        except (LiquidError, RecursionError, ArithmeticError, LookupError, TypeError, ValueError) as error:
            token = getattr(error, "token", None)
            line = body.count("\n", 0, token.start_index) if token and token.start_index > 0 else 0
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            message = f"its templates can't be run: {reason}; of each condition the first part is shown"
            return Ran(body, (LiquidWarning(line, "import.liquid", message, "correct it"),))
        shown = _MASK.sub(lambda found: self._kept[int(found[1])], text)
        return Ran(
            shown, (*_unknown_values(body, unknown), *self._unknown_filters(body, environment.filters))
        )

    def _masked(self, text: str) -> str:
        """Return a text in which what is not run is a mark, and includes are written as the engine has them.

        Takes linear time: a tag without an end, and a block without one, are looked for once.
        """
        text = text.replace("\0", "")
        whole = text.rfind("%}") + 2 if "%}" in text else 0
        out, at, unclosed = [], 0, set[str]()
        while found := _TAG.search(text, at, whole):
            out.append(text[at : found.start()])
            name, at = found[1], found.end()
            if name in _BLOCKS and name not in unclosed:
                closing = re.compile(rf"\{{%-?\s*end{name}\s*-?%\}}").search(text, at)
                at = closing.end() if closing else at
                unclosed |= set() if closing else {name}
            source = text[found.start() : at]
            if name == "include":
                source = self._included(source)
            out.append(source if name in _NAMES else self._mark(source))
        return "".join((*out, text[at:]))

    def _mark(self, source: str) -> str:
        self._kept.append(source)
        return f"\0{len(self._kept) - 1}\0"

    def _included(self, source: str) -> str:
        found = _INCLUDE.fullmatch(source)
        name = found[2].lstrip("/") if found else ""
        if not found or name not in self._paths:
            return self._mark(source)
        arguments = "".join(
            f", include_{key.replace('-', '_')}: {value}" for key, value in _ARGUMENT.findall(found[3])
        )
        return f'{{%{found[1]} include "{name}"{arguments} {found[4]}%}}'

    def _unknown_filters(self, body: str, known: Mapping[str, object]) -> list[LiquidWarning]:
        found = []
        for tag in _IN_TAG.finditer(body):
            for name in _FILTER.findall(tag[0]):
                if name not in known:
                    line = body.count("\n", 0, tag.start())
                    message = f"the filter “{name}” is unknown here; its value is unchanged"
                    found.append(LiquidWarning(line, "import.filter", message, "check the text"))
        return found


def outside_runs(body: str) -> str:
    """Return a body in which what the engine runs is blank, so that the lines of the rest stay."""
    tags = re.compile(rf"\{{%-?\s*(?:{_RUN})\b.*?%\}}|\{{\{{.*?\}}\}}", re.DOTALL)
    return tags.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), body)


def _in_include(text: str) -> str:
    """Return the text of an include, in which `include.a` is the name of a value."""
    return _IN_TAG.sub(
        lambda tag: re.sub(
            r"\binclude\.([\w-]+)", lambda found: f"include_{found[1].replace('-', '_')}", tag[0]
        ),
        text,
    )


def _unknown_values(body: str, names: Mapping[str, None]) -> list[LiquidWarning]:
    found = []
    for name in names:
        if not name.startswith("include_"):
            line = body.count("\n", 0, max(body.find(name.split(".")[-1]), 0))
            message = f"the value “{name}” is unknown here and was left empty"
            found.append(LiquidWarning(line, "import.value", message, "write the value itself"))
    return found
