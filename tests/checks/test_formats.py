"""How findings are told: to people, to code hosts, to programs."""

from __future__ import annotations

import importlib
import json
from typing import Any

import jsonschema
import pytest

from generator.checks.check import Options, check
from generator.checks.codes import KINDS
from generator.checks.formats.text import summary
from generator.core.model import SEVERITIES
from generator.core.paths import SitePaths
from generator.reporting.report import Reporter
from tests.conftest import SiteMaker
from tests.sites import NOW, Site, post

#: What SARIF 2.1.0 asks of a log, in as far as we write it (sections 3.13, 3.14, 3.18, 3.19, 3.27 to 3.30).
_TEXT = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string", "minLength": 1}}}
_LEVEL = {"enum": ["none", "note", "warning", "error"]}
_RULE = {
    "type": "object",
    "required": ["id"],
    "properties": {
        "id": {"type": "string"},
        "shortDescription": _TEXT,
        "help": _TEXT,
        "defaultConfiguration": {"properties": {"level": _LEVEL}},
    },
}
_PLACE = {
    "type": "object",
    "required": ["artifactLocation"],
    "additionalProperties": False,
    "properties": {
        "artifactLocation": {"properties": {"uri": {"type": "string", "pattern": "^[!-~]+$"}}},
        "region": {
            "additionalProperties": False,
            "properties": {
                "startLine": {"type": "integer", "minimum": 1},
                "startColumn": {"type": "integer", "minimum": 1},
            },
        },
    },
}
_RESULT = {
    "type": "object",
    "required": ["message", "ruleId", "level", "locations"],
    "properties": {
        "message": _TEXT,
        "ruleIndex": {"type": "integer", "minimum": 0},
        "level": _LEVEL,
        "locations": {"type": "array", "items": {"properties": {"physicalLocation": _PLACE}}},
        "partialFingerprints": {"type": "object", "additionalProperties": {"type": "string"}},
    },
}
_DRIVER = {
    "required": ["name"],
    "properties": {"rules": {"type": "array", "uniqueItems": True, "items": _RULE}},
}
_RUN = {
    "type": "object",
    "required": ["tool", "results"],
    "properties": {
        "tool": {"required": ["driver"], "properties": {"driver": _DRIVER}},
        "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
        "results": {"type": "array", "items": _RESULT},
    },
}
SARIF = {
    "type": "object",
    "required": ["version", "runs"],
    "additionalProperties": False,
    "properties": {
        "$schema": {"type": "string"},
        "version": {"const": "2.1.0"},
        "runs": {"type": "array", "items": _RUN},
    },
}


@pytest.fixture
def faulty(site: SiteMaker) -> Site:
    return site(
        {
            "posts/2021-12-28-a 江.md": post("甲", body="[x](no,where:100%25.md)\n[y](#nowhere)"),
            "posts/2021-12-28-b.md": "---\ntitle: t\n---\nx\n",
            "posts/c.md": "",
        }
    )


HIDDEN = post(body="正文。<p hidden>广告</p>")


def lines(site: Site, form: str) -> list[str]:
    with check(SitePaths.of(site.root), Options(NOW, jobs=1), Reporter()) as checked:
        return list(importlib.import_module(f"generator.checks.formats.{form}").lines(checked))


def test_text(faulty: Site) -> None:
    told = lines(faulty, "text")
    assert told[:5] == [
        (
            "content/posts/2021-12-28-a 江.md:5:5: error: the link “no,where:100%25.md” leads nowhere: "
            "there is no content/posts/no,where:100%.md [link.missing]"
        ),
        "    correct the address, or remove the link",
        (
            "content/posts/2021-12-28-a 江.md:6:5: warning: the link “#nowhere” leads to a page without "
            "the id post-nowhere [anchor.missing]"
        ),
        "    write the id of a heading of that page, or remove the link's part from # on",
        "",
    ]
    assert told[5].startswith("content/posts/2021-12-28-b.md: warning: the post has no date;")
    assert told[-3].startswith("content/posts/c.md: error: the file is empty [post.empty]")


def test_the_summary(faulty: Site, tmp_path_factory: pytest.TempPathFactory) -> None:
    with check(SitePaths.of(faulty.root), Options(NOW, jobs=1), Reporter()) as checked:
        assert summary(checked) == "3 posts checked: 2 errors and 2 warnings in 3 files"
    for name in ("2021-12-28-a 江.md", "2021-12-28-b.md"):
        faulty.write({f"content/posts/{name}": None})
    faulty.write({"content/posts/c.md": post()})
    with check(SitePaths.of(faulty.root), Options(NOW, jobs=1), Reporter()) as checked:
        assert summary(checked) == "1 post checked: nothing is wrong"


def test_notices_are_counted_where_there_are_any(site: SiteMaker) -> None:
    one = site({"posts/d.md": HIDDEN})
    with check(SitePaths.of(one.root), Options(NOW, jobs=1), Reporter()) as checked:
        assert summary(checked) == "1 post checked: 0 errors, 0 warnings and 1 notice in 1 file"
    assert json.loads("\n".join(lines(one, "json")))["notices"] == 1
    told: dict[str, Any] = json.loads("\n".join(lines(one, "sarif")))
    jsonschema.validate(told, SARIF)
    (run,) = told["runs"]
    assert (run["results"][0]["level"], run["results"][0]["ruleId"]) == ("note", "body.hidden")


def test_json(faulty: Site) -> None:
    told = json.loads("\n".join(lines(faulty, "json")))
    assert {name: told[name] for name in ("posts", "errors", "warnings")} == {
        "posts": 3,
        "errors": 2,
        "warnings": 2,
    }
    assert told["findings"][1] == {
        "path": "content/posts/2021-12-28-a 江.md",
        "line": 6,
        "column": 5,
        "code": "anchor.missing",
        "message": "the link “#nowhere” leads to a page without the id post-nowhere",
        "hint": "write the id of a heading of that page, or remove the link's part from # on",
        "severity": "warning",
    }


def test_github(faulty: Site) -> None:
    told = lines(faulty, "github")
    assert told[0].startswith(
        "::error file=content/posts/2021-12-28-a 江.md,line=5,col=5,title=link.missing::"
        "the link “no,where:100%2525.md”"
    )
    assert told[3] == (
        "::error file=content/posts/c.md,title=post.empty::the file is empty (write the post, "
        "or delete the file)"
    )


def test_paths_are_those_of_the_checkout(faulty: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(faulty.root.parent)
    place = "site/content/posts/c.md"
    assert any(told.startswith(f"::error file={place},") for told in lines(faulty, "github"))
    assert any(f'"uri": "{place}"' in told for told in lines(faulty, "sarif"))
    assert not any(place in told for told in lines(faulty, "text"))


def test_sarif(faulty: Site) -> None:
    told: dict[str, Any] = json.loads("\n".join(lines(faulty, "sarif")))
    jsonschema.validate(told, SARIF)
    (run,) = told["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["anchor.missing", "date.missing", "link.missing", "post.empty"]
    assert all(rules[one["ruleIndex"]]["id"] == one["ruleId"] for one in run["results"])
    place = run["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "content/posts/2021-12-28-a%20%E6%B1%9F.md"
    assert place["region"] == {"startLine": 5, "startColumn": 5}
    assert "region" not in run["results"][3]["locations"][0]["physicalLocation"]
    prints = [one["partialFingerprints"]["backfile/v1"] for one in run["results"]]
    assert len(set(prints)) == 4


@pytest.mark.parametrize("form", ["json", "sarif"])
def test_nothing_found_is_well_formed_too(site: SiteMaker, form: str) -> None:
    told = json.loads("\n".join(lines(site({"posts/a.md": post()}), form)))
    assert (told["findings"] if form == "json" else told["runs"][0]["results"]) == []


def test_every_kind_has_a_name() -> None:
    assert all(kind.name and kind.severity in SEVERITIES for kind in KINDS.values())
