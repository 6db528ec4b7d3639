import pytest

from generator.config.yaml.errors import Findings, OptionError, position_of
from generator.core.errors import ConfigError
from generator.core.model import WHOLE_FILE, Position, Problem


def test_nothing_found_raises_nothing() -> None:
    Findings("site.yaml").raise_any()


def test_all_mistakes_are_raised_in_the_order_of_the_file() -> None:
    findings = Findings("site.yaml")
    findings.add(OptionError("range", "must be 1", "write 1"), Position(12, 3), "build.workers")
    findings.add(OptionError("url", "must be one", "write one"), Position(2, 14))
    findings.add(OptionError("missing", "is missing", "write it"), WHOLE_FILE, "title")
    findings.add(OptionError("slug", "is odd", "mend it"), Position(2, 3), "tags.a.slug")
    with pytest.raises(ConfigError) as caught:
        findings.raise_any()
    assert caught.value.problems == (
        Problem("site.yaml", 0, 0, "config.missing", "title: is missing", "write it"),
        Problem("site.yaml", 2, 3, "config.slug", "tags.a.slug: is odd", "mend it"),
        Problem("site.yaml", 2, 14, "config.url", "must be one", "write one"),
        Problem("site.yaml", 12, 3, "config.range", "build.workers: must be 1", "write 1"),
    )


def test_a_mark_that_is_missing_is_the_whole_file() -> None:
    assert position_of(None) == Position(0, 0)
