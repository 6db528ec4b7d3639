"""Imports go one way, and into a room by its doors (docs/architecture.md).

A new module needs its name in `INNER_LAYERS` if its folder is listed there. A module that other rooms import
needs its name in the line `Doors:` of its room's docstring.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import permutations, product
from pathlib import Path

import pytest

from tests.layers import (
    Layers,
    Rules,
    cycle,
    doors_of,
    imports_of,
    modules_below,
    unused_doors,
    wrong_imports,
)

PACKAGE = Path(__file__).parent.parent / "generator"
#: The rooms, the lowest layer first. Rooms of one layer do not import each other.
LAYERS = (
    ("__init__",),
    ("core",),
    ("system",),
    ("addresses",),
    ("reporting", "parallel", "notifications", "pictures"),
    ("config", "body", "cluster"),
    ("content", "theme"),
    ("index",),
    ("taxonomy",),
    ("ledger",),
    ("plan", "output", "formats"),
    ("search",),
    ("kinds",),
    ("hosts",),
    ("render", "publish"),
    ("profiling", "remote"),
    ("pipeline",),
    ("packing",),
    ("explain", "checks", "importers", "drafting", "fetching"),
    ("preview", "watch"),
    ("commands",),
    ("cli",),
    ("__main__",),
)
#: The modules and subpackages of a folder, the lowest layer first. Folders without layers have no circles.
INNER_LAYERS: dict[str, Layers] = {
    "body": (
        (
            "limits",
            "markers",
            "options",
            "openings",
            "plain_text",
            "accessibility",
            "source_paths",
            "written_addresses",
        ),
        ("web_addresses",),
        ("links",),
        ("html", "site_addresses"),
        ("site_links", "remote_pictures"),
        ("markdown",),
        ("excerpt",),
    ),
    "config": (
        ("schema", "yaml"),
        ("groups",),
        ("rules",),
        ("load", "reference"),
    ),
    "content": (
        ("scan", "problems", "options", "date_parts", "encodings", "new_archive", "template_syntax"),
        ("shown_bytes",),
        ("decode", "packs", "body_problems"),
        ("date_forms",),
        ("dates",),
        ("frontmatter",),
        ("address", "navigation", "visibility"),
        ("details",),
        ("post", "json_schema"),
        ("outcome",),
        ("load",),
        ("parser",),
        ("read_carrier",),
        ("read_job",),
    ),
    "content/frontmatter": (
        ("yaml_tree", "keys"),
        ("plain_tree", "line_tree"),
        ("toml_tree", "json_tree"),
        ("split",),
        ("trees", "quoting", "writing"),
        ("repair",),
        ("fields",),
        ("record",),
    ),
    "search": (
        ("character_table",),
        ("binary", "documents", "fold", "manifest", "page_text", "partitions", "postings", "script"),
        ("blocks", "characters", "files", "head"),
        ("terms", "matching", "leftovers", "frequent", "cutting"),
        ("runs", "tiers"),
        ("lists",),
        ("segment", "patch", "pages"),
        ("collect_job",),
        ("jobs",),
        ("update",),
    ),
    "content/packs": (
        ("names", "container"),
        ("records", "find", "removed"),
        ("reader", "writer"),
        ("carried", "list_job"),
        ("catalogue",),
    ),
    "cluster": (
        ("versions", "groups", "shared_disk", "local_worker"),
        ("worker_job",),
        ("run",),
        ("executor",),
        ("connection",),
    ),
    "render": (
        ("json_ld", "rendered", "carried_sources", "carried_theme", "sink"),
        ("renderer",),
        ("worker",),
        ("carrier", "themed_job"),
        ("job",),
    ),
    "remote": (
        ("objects",),
        ("names",),
        ("output",),
    ),
    "fetching": (
        ("limits", "svg", "bucket_store"),
        ("decode_process",),
        ("options", "decode", "wanted"),
        ("exchange", "written", "network"),
        ("report",),
        ("client",),
        ("schedule", "verdicts", "wayback"),
        ("asking",),
        ("fetch",),
        ("adopt",),
    ),
    "pictures": (
        ("addresses", "candidates", "names", "raster", "store", "svg_head"),
        ("entry", "smaller"),
        ("registry", "shown", "suspects"),
        ("beside",),
    ),
    "packing": (
        ("outcome", "candidates", "pack_file"),
        ("pack", "unpack"),
    ),
    "pipeline": (
        ("slices", "last_good", "problems", "databases"),
        ("pack_stage",),
        ("inputs", "index_stage", "site_problems"),
        ("output_stage",),
        ("search_stage",),
        ("build",),
        ("verify", "session"),
    ),
    "checks": (
        ("codes", "misspelt_keys", "references", "http_client", "published", "check_index"),
        ("findings", "facts", "targets", "context"),
        ("store", "external_answers"),
        ("rules",),
        ("check",),
        ("formats",),
    ),
    "importers": (
        ("article", "dates", "existing", "plain_lines", "report", "cleaning"),
        ("post_file",),
        ("register",),
        ("writer",),
        ("target",),
        ("into_packs",),
        ("records",),
        ("sites",),
        ("jekyll", "hugo", "hexo", "pelican", "feeds", "wordpress"),
    ),
    "watch": (
        ("options",),
        ("schedule", "observer_process"),
        ("journal",),
        ("after_batch", "pictures"),
        ("run",),
    ),
    "preview": (
        ("options", "overlay", "error_pages", "preview_index", "search"),
        ("index_process", "page_builder"),
        ("messages", "sample"),
        ("responder",),
        ("http",),
        ("controller",),
        ("server",),
    ),
}


def _rules() -> Rules:
    files = modules_below(PACKAGE)
    doors = {
        path.parent.name: doors_of(ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "")
        for path in PACKAGE.glob("*/__init__.py")
    }
    return Rules(frozenset(files), {"": LAYERS, **INNER_LAYERS}, doors)


SOURCES = {module: file.read_text("utf-8") for module, file in modules_below(PACKAGE).items()}
RULES = _rules()
#: The doors of all rooms, as paths.
OPEN = {f"{room}/{door.replace('.', '/')}" for room, doors in RULES.doors.items() for door in doors}


def test_imports_go_one_way_and_by_doors() -> None:
    assert [
        wrong for module, source in SOURCES.items() for wrong in wrong_imports(module, source, RULES)
    ] == []


def test_no_modules_import_each_other_in_a_circle() -> None:
    assert cycle(SOURCES, RULES) == []


@pytest.mark.parametrize("folder", RULES.layers)
def test_every_module_has_its_layer(folder: str) -> None:
    inside = {
        path.relative_to(PACKAGE / folder).parts[0].removesuffix(".py")
        for path in (PACKAGE / folder).rglob("*.py")
        if "themes" not in path.parts
    }
    listed = [name for names in RULES.layers[folder] for name in names]
    assert sorted(listed) == sorted(inside - ({"__init__"} if folder else set()))


def _upward(layers: Layers) -> Iterator[tuple[str, str]]:
    """Yield (lower, higher) names of neighbouring layers, and the pairs of names within a layer."""
    for names, higher in zip(layers, (*layers[1:], ()), strict=True):
        yield from product(names, higher)
        yield from permutations(names, 2)


@pytest.mark.parametrize("folder", RULES.layers)
def test_imports_of_a_higher_layer_are_reported(folder: str) -> None:
    dotted = ".".join(["generator", *folder.split("/")]).rstrip(".")
    for lower, higher in _upward(RULES.layers[folder]):
        for line in (f"import {dotted}.{higher}", f"def late():\n    from {dotted} import {higher}"):
            (found,) = wrong_imports("/".join([*folder.split("/"), lower]).lstrip("/"), line, RULES)
            assert f"{lower} may not import {higher}" in found


CLOSED = [
    module
    for module in sorted(SOURCES)
    if "/" in module and not any(f"{module}/".startswith(f"{door}/") for door in OPEN)
]


def test_imports_past_the_doors_are_reported() -> None:
    for module in CLOSED:
        folder, _, name = module.removesuffix("/__init__").replace("/", ".").rpartition(".")
        line = f"from generator.{folder} import {name}" if folder else f"import generator.{name}"
        (found,) = wrong_imports("__main__", line, RULES)
        assert f"is no door of {module.partition('/')[0]} " in found


#: The ways to write an import: the module, the line, and the sentence that is reported.
FORMS = [
    ("core/model", "from generator.system.files import read_file", "core may not import system"),
    ("core/model", "import generator.system.files as f", "core may not import system"),
    ("core/model", "from generator import cli", "core may not import cli"),
    ("core/model", "from ..system import files", "core may not import system"),
    ("core/__init__", "from ..system import files", "core may not import system"),
    ("core/model", "if TYPE_CHECKING:\n    import generator.cli", "core may not import cli"),
    ("core/model", 'import_module("generator.system.files")', "core may not import system"),
    ("core/model", 'import_module(f"generator.commands.{verb}")', "core may not import commands"),
    ("core/model", 'import_module("generator.commands.%s" % verb)', "core may not import commands"),
    ("core/model", 'import_module("generator.commands." + verb)', "core may not import commands"),
    ("cli", 'import_module(f"generator.{room}")', "cli may not import a module that is not seen"),
    ("content/dates", "from .post import parse_post", "dates may not import post in content"),
    ("checks/facts", "from generator.content import post", "post is no door of content"),
    ("checks/facts", "from generator.content.post import parse_post", "post is no door of content"),
    ("checks/facts", 'import_module("generator.content.post")', "post is no door of content"),
    ("commands/check", 'import_module(f"generator.checks.rules.{name}")', "rules. is no door of checks"),
    ("index/posts", "from generator.core import Problem", "__init__ is no door of core"),
    ("index/posts", "import generator.core", "__init__ is no door of core"),
]


@pytest.mark.parametrize(("module", "line", "reason"), FORMS)
def test_every_form_of_a_wrong_import_is_reported(module: str, line: str, reason: str) -> None:
    source = f'"""A module."""\n\n{line}\n'
    (found,) = wrong_imports(module, source, RULES)
    assert found.startswith(f"generator/{module}.py:{len(source.splitlines())}: {reason}")


RIGHT = [
    ("cli", 'import_module(f"generator.commands.{verb}")'),
    ("commands/check", 'import_module(f"generator.checks.formats.{form}")'),
    ("render/bodies", "from generator.core.errors import BackfileError"),
    ("content/post", "from . import dates"),
    ("core/model", "from generator import __version__"),
    ("core/model", 'TEXT = "generator"'),
    ("core/model", "from generators.system import files"),
]


@pytest.mark.parametrize(("module", "line"), RIGHT)
def test_right_imports_are_not_reported(module: str, line: str) -> None:
    assert wrong_imports(module, line, RULES) == []


def test_circles_and_unused_doors_are_reported() -> None:
    sources = {
        "taxonomy/labels": "from generator.taxonomy.pinyin import romanize",
        "taxonomy/pinyin": "def late():\n    from generator.taxonomy import labels",
        "index/posts": "from generator.taxonomy.labels import label",
    }
    rules = Rules(frozenset(sources), {}, {"taxonomy": frozenset({"labels", "pinyin"})})
    assert set(cycle(sources, rules)) == {"taxonomy/labels", "taxonomy/pinyin"}
    assert unused_doors(sources, rules) == {"taxonomy.pinyin"}


def test_doors_are_read_from_docstrings() -> None:
    assert doors_of("Read posts.\n\nDoors: `a`, `html.b`,\n`c_d`.") == {"a", "html.b", "c_d"}
    assert doors_of("Read posts by `a`.") == frozenset()


def test_imports_are_found_with_their_lines() -> None:
    source = "import generator.core.errors, os\n\nfrom generator.core.paths import (\n    SitePaths,\n)\n"
    found = imports_of("system/files", source, RULES.modules)
    assert sorted(found) == [(1, "core/errors"), (3, "core/paths")]
