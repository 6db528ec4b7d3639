"""Apply the site's own shortcodes, as far as their templates are simple: text around `.Inner` and `.Get`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from generator.importers.hugo.evaluation import TemplateWriter
from generator.importers.hugo.go_templates import Node, NotSimpleError, Parser
from generator.importers.sites.calls import Call
from generator.importers.sites.folders import files_below

_FOLDERS = ("shortcodes", "_shortcodes")
_LARGEST = 20_000


class OwnShortcodes:
    """The shortcodes in the layouts of a site that are simple."""

    def __init__(
        self, layouts: Iterable[Path], params: Mapping[str, str], inline: Callable[[str], str]
    ) -> None:
        """Read the shortcodes in folders of layouts; those of the first one take precedence."""
        self._params, self._inline = params, inline
        self._templates: dict[str, tuple[Node, ...]] = {}
        for folder in (layout / name for layout in reversed(list(layouts)) for name in _FOLDERS):
            for path, kind in files_below(folder):
                name = path.removesuffix(".html")
                if kind == "file" and name != path:
                    self._read(name, folder / path)

    def _read(self, name: str, file: Path) -> None:
        try:
            text = file.read_text("utf-8")
            if len(text) <= _LARGEST:
                self._templates[name] = Parser(text).nodes()
        except (NotSimpleError, OSError, UnicodeDecodeError):
            self._templates.pop(name, None)

    def render(self, call: Call) -> str | None:
        """Return what a shortcode makes; None if it is not one of these."""
        nodes = self._templates.get(call.name)
        if nodes is None:
            return None
        try:
            writer = TemplateWriter(call, self._params, self._inline)
            made = writer.write(nodes, None).strip("\n")
        except NotSimpleError:
            return None
        return writer.with_inner(made)
