"""Time a theme's templates part by part. Timing makes them slower, so only `--profile` does this."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, MutableMapping
from time import process_time as clock
from typing import Any

from jinja2 import BaseLoader, Environment, Template
from jinja2.runtime import Context, Macro

from generator.profiling.profile import Part, Profile, Result

Render = Callable[[Context], Iterator[str]]
#: A part whose text is in the cache, and how often it is rendered to time that.
_CACHED = "{% once 0 %}{% endonce %}"
_TRIALS = 500


class _Frame:
    """A call of a part: the seconds of the parts that it called, and those that timing them took."""

    __slots__ = ("called", "overhead", "page", "part", "root")

    def __init__(self, part: Part | None, root: str, page: str) -> None:
        self.part, self.root, self.page = part, root, page
        self.called = self.overhead = 0.0


class TemplateProfiler:
    """Times the parts of all templates that an environment loads, and adds the costs to `profile`."""

    def __init__(self, env: Environment) -> None:
        if env.loader is None:
            raise ValueError("an environment without a loader has no templates")
        self.profile = Profile()
        self._once = _once_seconds(env)
        self._stack = [_Frame(None, "", "")]
        env.loader = _ProfilingLoader(env.loader, self)

    def take(self) -> Profile:
        """Return the profile so far, and start a new one."""
        taken, self.profile = self.profile, Profile()
        taken.once = self._once
        return taken

    def totals(self) -> tuple[float, float]:
        """Return the seconds since the start in all templates, and those that timing them took besides."""
        return self._stack[0].called, self._stack[0].overhead

    @property
    def current(self) -> Part | None:
        """The part that is being rendered."""
        return self._stack[-1].part

    def count_cache_hits(self, part: Part | None, hits: int) -> None:
        """Add to the cache hits of a part."""
        if part is not None:
            self.profile.parts[part].cache_hits += hits

    def run(self, part: Part, context: Context | None, render: Callable[[], str]) -> str:
        """Render a part and return its text. A part without a context is on the page of its caller."""
        begin = clock()
        caller = self._stack[-1]
        frame = _Frame(part, caller.root, caller.page)
        if context is not None and "root" in context:
            frame.root, frame.page = str(context["root"]), getattr(context.get("page"), "kind", "")
        self._stack.append(frame)
        start = clock()
        try:
            text = render()
        finally:
            end = clock()
            self._stack.pop()
        seconds = end - start - frame.overhead
        self._record(frame, part, caller.part, seconds, text)
        caller.called += seconds
        caller.overhead += frame.overhead + (clock() - end) + (start - begin)
        return text

    def _record(self, frame: _Frame, part: Part, caller: Part | None, seconds: float, text: str) -> None:
        data = text.encode("utf-8", "surrogatepass")
        cost = self.profile.parts[part]
        cost.calls += 1
        cost.seconds += seconds
        cost.own += seconds - frame.called
        cost.size += len(data)
        cost.callers.add(caller)
        cost.results.add(Result(hashlib.blake2b(data, digest_size=8).digest(), frame.root, frame.page))


def _once_seconds(env: Environment) -> float:
    """Return how long a `{% once %}` takes on this machine that finds its text in the cache."""
    template = env.from_string(_CACHED)
    context = template.new_context({})
    template.render()
    start = clock()
    for _ in range(_TRIALS):
        "".join(template.root_render_func(context))
    return (clock() - start) / _TRIALS


class _ProfilingLoader(BaseLoader):
    """Loads templates with another loader, and has their parts timed."""

    def __init__(self, loader: BaseLoader, profiler: TemplateProfiler) -> None:
        self._loader = loader
        self._profiler = profiler

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

        self._profiler.run(Part(name, "compiling"), None, compile_template)
        _time_parts(loaded[0], name, self._profiler)
        return loaded[0]


def _time_parts(template: Template, name: str, profiler: TemplateProfiler) -> None:
    """Replace the functions in a template's module, which Jinja compiled, by functions that are timed.

    The module has a function for each block, by which `super()` finds the next one, and calls `Macro`.
    """
    module: dict[str, Any] = template.root_render_func.__globals__
    for block, function in list(template.blocks.items()):
        timed = _timed(function, Part(name, "block", block), profiler)
        template.blocks[block] = module[function.__name__] = timed
    template.root_render_func = _timed(template.root_render_func, Part(name, "template"), profiler)
    module["Macro"] = _macro_maker(template, name, profiler)


def _timed(function: Render, part: Part, profiler: TemplateProfiler) -> Render:
    def render(context: Context) -> Iterator[str]:
        yield profiler.run(part, context, lambda: "".join(function(context)))

    return render


def _macro_maker(template: Template, name: str, profiler: TemplateProfiler) -> Callable[..., Macro]:
    """Return a function that makes macros as `Macro` does, of functions that are timed.

    Macros without a name are the insides of `{% call %}` and `{% once %}`. Each time, Jinja makes one,
    but a `once` that finds its text in the cache does not call it.
    """

    def make_macro(env: Environment, function: Callable[..., str], macro: str | None, *rest: Any) -> Macro:
        outer = profiler.current

        def render(*arguments: Any) -> str:
            line = template.get_corresponding_lineno(function.__code__.co_firstlineno)
            part = Part(name, "macro", macro) if macro else Part(name, "call", str(line))
            if not macro:
                profiler.count_cache_hits(outer, -1)
            return profiler.run(part, None, lambda: function(*arguments))

        if not macro:
            profiler.count_cache_hits(outer, 1)
        return Macro(env, render, macro, *rest)  # type: ignore[arg-type]  # Jinja's own call passes None

    return make_macro
