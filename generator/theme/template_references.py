"""Parse which templates and assets a template refers to. That depends on its text alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from jinja2 import Environment, nodes


class References(NamedTuple):
    """Names of templates and of assets; a None among them is a name that only rendering can know."""

    templates: tuple[str | None, ...]
    assets: tuple[str | None, ...]


#: The references of a template that can't be parsed.
UNKNOWN = References((None,), (None,))


def references(data: bytes) -> References:
    """Return the names in the tags of a template (extends, include, import) and in calls of `asset`."""
    # Late, here and below: a build in which no template changed has no use for Jinja.
    from jinja2 import TemplateSyntaxError
    from jinja2.meta import find_referenced_templates

    try:
        tree = _parser().parse(data.decode("utf-8"))
    except (TemplateSyntaxError, UnicodeDecodeError):
        return UNKNOWN
    return References(_texts(find_referenced_templates(tree)), _texts(_assets(tree)))


def _texts(names: Iterable[str | None]) -> tuple[str | None, ...]:
    """Return names, each once; None for a name with half a surrogate pair, which no file can have."""
    return tuple(dict.fromkeys(name if name is None or _is_text(name) else None for name in names))


def _is_text(name: str) -> bool:
    return name.isascii() or name.encode("utf-8", "ignore").decode() == name


@cache
def _parser() -> Environment:
    """Return an environment with the tags of themes, for parsing only."""
    from jinja2 import Environment

    from generator.theme.once_tag import Once

    return Environment(extensions=[Once], autoescape=True)


def _assets(tree: nodes.Template) -> Iterator[str | None]:
    """Yield the arguments of `asset`; None for an expression, and for an `asset` that is not called."""
    from jinja2 import nodes

    calls = [call for call in tree.find_all(nodes.Call) if _is_asset(call.node)]
    for call in calls:
        name = call.args[0] if len(call.args) == 1 else None
        yield str(name.value) if isinstance(name, nodes.Const) else None
    if sum(map(_is_asset, tree.find_all(nodes.Name))) > len(calls):
        yield None


def _is_asset(node: nodes.Node) -> bool:
    return getattr(node, "name", "") == "asset" and getattr(node, "ctx", "") == "load"
