"""Times what a theme's templates do, part by part: for `--profile` alone, since it makes them slower."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, MutableMapping
from time import process_time as clock
from typing import Any

from jinja2 import BaseLoader, Environment, Template
from jinja2.runtime import Context, Macro

from generator.reporting.profile import Part, Profile, Result

Render = Callable[..., Iterator[str]]
#: A part that is remembered, and how often it is rendered to see what that takes.
_REMEMBERED = "{% once 0 %}{% endonce %}"
_TRIALS = 500


class _Frame:
    """A part that is at work: what it took for others, and what watching took (`lost`)."""

    __slots__ = ("lost", "others", "page", "part", "root")

    def __init__(self, part: Part | None, root: str, page: str) -> None:
        self.part, self.root, self.page = part, root, page
        self.others = self.lost = 0.0


class Watch:
    """Adds up what parts of templates cost, from when it was last taken."""

    def __init__(self) -> None:
        self.profile = Profile()
        self._once = 0.0
        self._stack = [_Frame(None, "", "")]

    def take(self) -> Profile:
        """Return what was measured, and begin anew."""
        taken, self.profile = self.profile, Profile()
        taken.once = self._once
        return taken

    def spent(self) -> tuple[float, float]:
        """Return the seconds since the start that all templates took, and those that watching took."""
        bottom = self._stack[0]
        return bottom.others, bottom.lost

    def over(self, env: Environment) -> None:
        """Watch all templates that an environment is going to load."""
        if env.loader is None:
            raise ValueError("an environment without a loader has no templates")
        self._once = _once_seconds(env)
        env.loader = _Loader(env.loader, self)

    @property
    def part(self) -> Part | None:
        """The part that is at work."""
        return self._stack[-1].part

    def remembered(self, part: Part | None, times: int) -> None:
        """Note that something in a part was known already; or, below zero, that it was not after all."""
        if part is not None:
            self.profile.parts[part].remembered += times

    def run(self, part: Part, context: Context | None, work: Callable[[], str]) -> str:
        """Do the work of a part and return its text."""
        begin = clock()
        above = self._stack[-1]
        frame = _Frame(part, above.root, above.page)
        if context is not None and "root" in context:
            frame.root, frame.page = str(context["root"]), getattr(context.get("page"), "kind", "")
        self._stack.append(frame)
        start = clock()
        try:
            text = work()
        finally:
            end = clock()
            self._stack.pop()
        seconds = end - start - frame.lost
        self._record(part, frame, above.part, seconds, text)
        above.others += seconds
        above.lost += frame.lost + (clock() - end) + (start - begin)
        return text

    def _record(self, part: Part, frame: _Frame, within: Part | None, seconds: float, text: str) -> None:
        tally = self.profile.parts[part]
        tally.calls += 1
        tally.seconds += seconds
        tally.own += seconds - frame.others
        data = text.encode("utf-8", "surrogatepass")
        tally.size += len(data)
        tally.within.add(within)
        digest = hashlib.blake2b(data, digest_size=8).digest()
        tally.results.add(Result(digest, frame.root, frame.page))


def _once_seconds(env: Environment) -> float:
    """Return what `{% once %}` takes on this machine when it knows the answer."""
    template = env.from_string(_REMEMBERED)
    context = template.new_context({})
    template.render()
    start = clock()
    for _ in range(_TRIALS):
        "".join(template.root_render_func(context))
    return (clock() - start) / _TRIALS


class _Loader(BaseLoader):
    """Loads templates by another loader and has them watched."""

    def __init__(self, loader: BaseLoader, watch: Watch) -> None:
        self._loader = loader
        self._watch = watch

    def load(
        self,
        environment: Environment,
        name: str,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002
    ) -> Template:
        loaded: list[Template] = []

        def compile_template() -> str:
            loaded.append(self._loader.load(environment, name, globals))
            return ""

        self._watch.run(Part(name, "compiling"), None, compile_template)
        _wrap(loaded[0], name, self._watch)
        return loaded[0]


def _wrap(template: Template, name: str, watch: Watch) -> None:
    """Put watched functions in the places of those that Jinja has made of a template.

    Its module has a function for each block, by which `super()` knows them, and makes its macros by `Macro`.
    """
    module: dict[str, Any] = template.root_render_func.__globals__
    for block, function in list(template.blocks.items()):
        watched = _watched(function, Part(name, "block", block), watch)
        template.blocks[block] = module[function.__name__] = watched
    template.root_render_func = _watched(template.root_render_func, Part(name, "template"), watch)
    module["Macro"] = _macros(template, name, watch)


def _watched(function: Render, part: Part, watch: Watch) -> Render:
    def render(context: Context) -> Iterator[str]:
        yield watch.run(part, context, lambda: "".join(function(context)))

    return render


def _macros(template: Template, name: str, watch: Watch) -> type[Macro]:
    """Return the class of a template's macros.

    Those without a name are the insides of `{% call %}` and `{% once %}`: made each time, used when needed.
    """

    class Watched(Macro):
        def __init__(self, *arguments: Any, **named: Any) -> None:
            super().__init__(*arguments, **named)
            self._within = watch.part
            if not self.name:
                watch.remembered(self._within, 1)

        def _invoke(self, arguments: list[Any], autoescape: bool) -> str:
            function: Any = self._func
            line = template.get_corresponding_lineno(function.__code__.co_firstlineno)
            part = Part(name, "macro", self.name) if self.name else Part(name, "call", str(line))
            call = super()._invoke
            if not self.name:
                watch.remembered(self._within, -1)
            return watch.run(part, None, lambda: call(arguments, autoescape))

    return Watched
