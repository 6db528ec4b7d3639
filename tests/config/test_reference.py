import re
import subprocess
import sys
from pathlib import Path

import pytest

from generator.config.groups import site_schema
from generator.config.reference import Option
from generator.config.reference import options as core_options
from generator.config.yaml.types import option_fields
from generator.core.errors import ConfigError
from generator.kinds.home import HOME
from generator.kinds.reference import options as markdown_table
from generator.kinds.site_config import option_groups, read_config

GROUPS = option_groups()
DOCUMENT = (Path(__file__).parents[2] / "docs" / "configuration.md").read_text("utf-8")


def options() -> tuple[Option, ...]:
    return core_options(GROUPS)


def _block(marker: str) -> str:
    """Return the fenced block below a marker comment."""
    found = re.search(rf"<!-- {marker} -->\n```\w+\n(.*?)```\n", DOCUMENT, re.DOTALL)
    assert found
    return found[1]


def test_every_option_is_described() -> None:
    described = options()
    assert [option.name for option in described] == [
        option.name for option in option_fields(site_schema(GROUPS))
    ]
    assert all(option.kind and option.meaning for option in described)


@pytest.mark.parametrize(
    "option",
    [
        Option("title", "text", "", "Name of the archive."),
        Option("url", "text", "''", options()[2].meaning),
        Option(
            "publisher.name",
            "text",
            "''",
            "Name shown in the footer and in machine-readable data; the site's title when empty.",
        ),
        Option(
            "theme",
            "a group of options, or its name alone",
            "",
            "Which theme renders the pages; a plain name is enough.",
        ),
        Option(
            "categories",
            "a group of names, each with options or its label alone",
            "{}",
            "Categories by name.",
        ),
        Option("tags.<name>.aliases", "a list of texts", "[]", "Other spellings that count as this one."),
        Option(
            "build.workers",
            "a whole number",
            "0",
            "Processes that parse and render (0 to 64); 0 means one for each core.",
        ),
    ],
)
def test_options_are_told_in_words(option: Option) -> None:
    assert option in options()


def test_defaults_are_yaml_that_gives_the_default() -> None:
    top = [option for option in options() if "." not in option.name and option.default]
    text = "title: x\n" + "".join(f"{option.name}: {option.default}\n" for option in top)
    assert read_config(text) == site_schema(GROUPS)("x")


def test_the_table_escapes_what_markdown_would_read() -> None:
    table = markdown_table().splitlines()
    assert all(len(re.findall(r"(?<!\\)\|", line)) == 5 for line in table)
    (embedding,) = [line for line in table if line.startswith("| `sanitizer.iframe_hosts`")]
    assert "&lt;iframe>" in embedding
    (back_links,) = [line for line in table if line.startswith("| `tail.back_links`")]
    assert r"[｜\|]" in back_links


def test_the_module_prints_the_table() -> None:
    command = [sys.executable, "-X", "utf8", "-m", "generator.kinds.reference", "options"]
    run = subprocess.run(command, capture_output=True, check=True)
    assert run.stdout.decode("utf-8").replace("\r\n", "\n") == markdown_table()


def test_the_documentation_holds_the_table() -> None:
    found = re.search(r"<!-- options: .* -->\n\n(.*?)\n<!-- end of options -->", DOCUMENT, re.DOTALL)
    assert found
    assert found[1] == markdown_table(), (
        "run python -m generator.kinds.reference options and paste what it prints"
    )


def test_the_worked_example_is_right() -> None:
    config = read_config(_block("example"))
    assert HOME.of(config).order == "recent"
    assert config.categories["zhongguojingyingwang"].aliases == ("中国经营报", "zgjyw")


def test_the_documented_mistakes_are_answered_as_documented() -> None:
    with pytest.raises(ConfigError) as caught:
        read_config(_block("mistakes"))
    assert f"{caught.value}\n" == _block("answer")
