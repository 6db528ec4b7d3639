"""Define the filters of Jekyll 4 that choose, group and sort items of lists (jekyll/filters.rb)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from liquid import RenderContext

#: Steps for each item of which an expression is evaluated.
_EVALUATION = 5
_NUMBER = re.compile(r"\s*-?(?:[0-9]{1,300}\.?[0-9]*|\.[0-9]+)\s*")
Filter = Callable[..., Any]


def items_of(value: Any) -> list[Any]:
    """Return the items of a list, or the values of a mapping; a single value has none."""
    if isinstance(value, Mapping):
        return list(value.values())
    return list(value) if isinstance(value, list | tuple | range) else []


def property_of(item: Any, name: Any) -> Any:
    """Return a property of an item, `a.b` also of what it holds; None if it has none."""
    for step in str(name).split("."):
        item = item.get(step) if isinstance(item, Mapping) else None
    return item


def _has(item: Any, name: Any, wanted: Any) -> bool:
    """Return whether a property has a value, or has it among its values."""
    own = property_of(item, name)
    if wanted is None:
        return own is None
    if isinstance(own, list | tuple):
        return _shown(wanted) in map(_shown, own)
    return own is not None and _shown(own) == _shown(wanted)


def _shown(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _where(items: Any, name: Any, wanted: Any = None) -> list[Any]:
    return [item for item in items_of(items) if _has(item, name, wanted)]


def _find(items: Any, name: Any, wanted: Any = None) -> Any:
    return next((item for item in items_of(items) if _has(item, name, wanted)), None)


def _evaluated(
    items: Any, variable: Any, text: Any, context: RenderContext, *, condition: bool
) -> Iterator[tuple[Any, Any]]:
    """Yield each item with the value that an expression has for it. Raises LiquidError."""
    from liquid import TokenStream
    from liquid.builtin.expressions import BooleanExpression, FilteredExpression, tokenize
    from liquid.token import TOKEN_EXPRESSION, Token

    stream = TokenStream(tokenize(str(text), parent_token=Token(TOKEN_EXPRESSION, str(text), 0, str(text))))
    kind = BooleanExpression if condition else FilteredExpression
    expression = kind.parse(context.env, stream)
    for item in items_of(items):
        context.env.budget.spend(_EVALUATION)  # type: ignore[attr-defined]
        with context.extend({str(variable): item}):
            value = expression.evaluate(context)
        yield item, value


def _where_exp(items: Any, variable: Any, text: Any, *, context: RenderContext) -> list[Any]:
    return [item for item, is_so in _evaluated(items, variable, text, context, condition=True) if is_so]


def _find_exp(items: Any, variable: Any, text: Any, *, context: RenderContext) -> Any:
    found = (item for item, is_so in _evaluated(items, variable, text, context, condition=True) if is_so)
    return next(found, None)


def _group_by(items: Any, name: Any) -> list[dict[str, Any]]:
    return _groups((item, property_of(item, name)) for item in items_of(items))


def _group_by_exp(items: Any, variable: Any, text: Any, *, context: RenderContext) -> list[dict[str, Any]]:
    return _groups(_evaluated(items, variable, text, context, condition=False))


def _groups(pairs: Iterator[tuple[Any, Any]]) -> list[dict[str, Any]]:
    groups: dict[Any, list[Any]] = {}
    for item, value in pairs:
        key = value if isinstance(value, int | str) else "" if value is None else str(value)
        groups.setdefault(key, []).append(item)
    return [{"name": key, "items": inner, "size": len(inner)} for key, inner in groups.items()]


def _sorted(items: Any, name: Any = None, nils: str = "first") -> list[Any]:
    """Return items by a property; those without it are first, or last. A mapping has pairs of its items."""
    listed: Sequence[Any] = list(items.items()) if isinstance(items, Mapping) else items_of(items)
    if name is None:
        return sorted(listed, key=lambda item: _order(item[0] if isinstance(item, tuple) else item))
    have = [item for item in listed if property_of(item, name) is not None]
    lack = [item for item in listed if property_of(item, name) is None]
    have.sort(key=lambda item: _order(property_of(item, name)))
    return [*have, *lack] if nils == "last" else [*lack, *have]


def _order(value: Any) -> tuple[bool, float, str]:
    """Return a key by which numbers come before texts."""
    text = str(value)
    is_number = not isinstance(value, bool) and _NUMBER.fullmatch(text) is not None
    return (not is_number, float(text) if is_number else 0.0, text)


def _sample(items: Any, count: Any = 1) -> Any:
    """Return the first items, not any ones: an import gives the same result whenever it is run."""
    listed = items_of(items)
    return next(iter(listed), None) if count == 1 else listed[: int(count)]


def _pop(items: Any, count: Any = 1) -> list[Any]:
    return items_of(items)[: -int(count) or None]


def _with_context(function: Filter) -> Filter:
    function.with_context = True  # type: ignore[attr-defined]
    return function


LIST_FILTERS: dict[str, Filter] = {
    "where": _where,
    "where_exp": _with_context(_where_exp),
    "find": _find,
    "find_exp": _with_context(_find_exp),
    "group_by": _group_by,
    "group_by_exp": _with_context(_group_by_exp),
    "sort": _sorted,
    "sample": _sample,
    "push": lambda items, item: [*items_of(items), item],
    "unshift": lambda items, item: [item, *items_of(items)],
    "pop": _pop,
    "shift": lambda items, count=1: items_of(items)[int(count) :],
}
