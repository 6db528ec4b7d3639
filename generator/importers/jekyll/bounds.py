"""Bound what a template may cost, in steps: a tag that is rendered, an item that a filter looks at.

This module loads python-liquid, which takes 0.7 s: import it late.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sized
from contextlib import contextmanager
from typing import Any, TextIO, cast

from liquid import BoundTemplate, Environment, RenderContext
from liquid.ast import Node
from liquid.builtin.tags.for_tag import ForNode, ForTag
from liquid.exceptions import ResourceLimitError
from liquid.token import Token

#: The most steps of one body, a few seconds: a list of 20,000 posts with 20 tags each takes 400,000.
STEPS = 400_000
#: Steps of a round of a loop whose tags are not counted (`tablerow`).
_ROUND = 20
#: Steps of a filter, and characters of a text that it reads in one step.
_FILTER, _IN_STEP = 3, 200
#: Steps of filters that do more than others.
_DEAR = {"markdownify": 200, "date": 10, "date_to_string": 10, "date_to_long_string": 10}


class Budget:
    """The steps that a template may still take."""

    def __init__(self, steps: int = STEPS) -> None:
        self._left = steps

    def spend(self, steps: int) -> None:
        """Take some steps. Raises ResourceLimitError if there are not as many."""
        self._left -= steps
        if self._left < 0:
            raise ResourceLimitError("its loops and filters take too many steps", token=None)


class BoundedEnvironment(Environment):
    """An environment of one run, with bounds for steps, nesting, variables and output."""

    block_nesting_limit = 30
    context_depth_limit = 30
    local_namespace_limit = 2_000_000
    output_stream_limit = 2_000_000

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.budget = Budget()

    def setup_tags_and_filters(self, *, extra: bool = False) -> None:
        """Add the tags of Liquid, with loops that count."""
        super().setup_tags_and_filters(extra=extra)
        self.add_tag(_ForTag)


class _Context(RenderContext):
    """A context that counts the rounds of loops, the tags of includes, and what filters look at."""

    round_cost = _ROUND

    @property
    def _budget(self) -> Budget:
        return cast("BoundedEnvironment", self.env).budget

    def raise_for_loop_limit(self, length: int = 1) -> None:
        """Take the steps of all rounds of a loop that begins."""
        self._budget.spend(length * self.round_cost)
        self.round_cost = _ROUND

    @contextmanager
    def extend(
        self, namespace: Mapping[str, object], template: BoundTemplate | None = None
    ) -> Iterator[RenderContext]:
        """Take the steps of an include."""
        if template:
            self._budget.spend(sum(map(_size_of, template.nodes)))
        with super().extend(namespace, template) as context:
            yield context

    def filter(self, name: str, token: Token | None) -> Callable[..., object]:
        """Return a filter that takes steps whenever it is called."""
        plain, steps = super().filter(name, token), _DEAR.get(name, _FILTER)

        def counted(value: object, *args: object, **named: object) -> object:
            self._budget.spend(steps * (1 + _size_of_value(value) // _FILTER))
            return plain(value, *args, **named)

        return counted


class _Template(BoundTemplate):
    context_class = _Context


BoundedEnvironment.template_class = _Template


class _ForNode(ForNode):
    """A loop that knows the steps of a round: the tags inside."""

    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        cast("_Context", context).round_cost = _size_of(self.block)
        return super().render_to_output(context, buffer)


class _ForTag(ForTag):
    node_class = _ForNode


def _size_of(node: Node) -> int:
    """Return the number of tags and texts in a part of a template."""
    inner = node.children(cast("RenderContext", None), include_partials=False)
    return 1 + sum(map(_size_of, inner))


def _size_of_value(value: object) -> int:
    size = len(value) if isinstance(value, Sized) else 0
    return size // _IN_STEP if isinstance(value, str) else size
