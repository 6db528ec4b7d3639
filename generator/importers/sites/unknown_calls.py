"""Keep calls that can't be replaced as comments, and tell them: a line in each file, a count for the site."""

from __future__ import annotations

from collections import Counter

from generator.core.model import Problem
from generator.core.wording import counted
from generator.importers.sites.calls import Call, as_comment

#: The name of a call that is an expression, `{{ page.title }}`; no option replaces it.
EXPRESSION = "{{"


class UnknownCalls:
    """The calls of a site that could not be replaced, by name."""

    def __init__(self) -> None:
        self._total: Counter[str] = Counter()
        self._here: dict[str, tuple[int, int]] = {}

    def keep(self, call: Call) -> str:
        """Return what stays of a call: its source as a comment, and what it encloses."""
        self._total[call.name] += 1
        line, count = self._here.get(call.name, (call.line, 0))
        self._here[call.name] = (line, count + 1)
        inner = f"\n{call.inner}" if call.inner and "\n" in call.inner else call.inner or ""
        return as_comment(call.source) + inner

    def problems(self, path: str, first_line: int) -> list[Problem]:
        """Return a warning for each name that the last body had, and forget them."""
        found = []
        for name, (line, count) in self._here.items():
            stays = "stays as a comment" if count == 1 else "stay as comments"
            what = f"{_shown(name)} can't be run here; {counted(count, 'call')} of it {stays}"
            cure = f"write what it is to show: --shortcode {name}='…{{inner}}…'"
            if name == EXPRESSION:
                cure = "write its value in its place"
            found.append(Problem(path, first_line + line, 0, "import.shortcode", what, cure, "warning"))
        self._here.clear()
        return found

    def notes(self) -> list[str]:
        """Return a message for the whole site, or none."""
        if not self._total:
            return []
        names = ", ".join(f"{_shown(name)} ({count:,})" for name, count in self._total.most_common(30))
        return [f"not replaced, and kept as comments: {names}; replace them with --shortcode NAME='…'"]


def _shown(name: str) -> str:
    return "{{ … }}" if name == EXPRESSION else name
