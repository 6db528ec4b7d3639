"""A preview answers searches from its index, with drafts."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

import pytest

from generator.preview import search
from tests.conftest import SiteMaker
from tests.preview.test_responder import Served, served
from tests.sites import post


@pytest.fixture(autouse=True)
def no_haste(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let one answer take as long as a busy machine needs for all of these posts."""
    monkeypatch.setattr(search, "_PORTION", 60)


def ask(one: Served, q: str, **parameters: str) -> dict[str, Any]:
    shown = one.responder.respond("/search/query", urlencode({"q": q, **parameters}))
    assert (shown.status, shown.content_type) == (200, "application/json; charset=utf-8")
    found: dict[str, Any] = json.loads(shown.data or b"")
    return found


def titles(found: dict[str, Any]) -> list[str]:
    return [result["title"] for result in found["results"]]


FILES = {
    "posts/a.md": post("甲", "2021-12-01", "今天的氣溫是三度。", categories="晚报"),
    "posts/b.md": post("乙", "2021-12-02", "还是草稿，气温不明。", draft="true"),
    "posts/c.md": post("丙", "2021-12-03", "不给人找的气温。", search="false"),
    "posts/d.md": post("丁", "2021-12-04", "<b>气</b>温<img alt='x'>升高。", categories="早报"),
}


def test_posts_and_drafts_are_found_newest_first(site: SiteMaker) -> None:
    with served(site(FILES, "title: x\nsearch: full\n")) as one:
        one.update()
        found = ask(one, "气温")
        assert titles(found) == ["丁", "乙", "甲"]
        assert found["done"]
        assert found["results"][2]["snippet"] == "今天的氣溫是三度。"
        assert found["results"][2]["marks"] == [[3, 5]]
        assert titles(ask(one, "气温", categories="wanbao,none")) == ["甲"]
        assert titles(ask(one, "气温", **{"from": "2021-12-02", "to": "2021-12-03"})) == ["乙"]
        assert titles(ask(one, "丁")) == ["丁"]
        assert ask(one, "气")["problem"] == "short"
        assert ask(one, "，")["problem"] == "empty"
        assert ask(one, "长" * 201)["problem"] == "long"


def test_the_manifest_leads_to_the_server(site: SiteMaker) -> None:
    with served(site(FILES, "title: x\nsearch: full\nurl: https://a.example/sub/\n")) as one:
        one.update()
        manifest = json.loads(one.responder.respond("/sub/search/manifest.json").data or b"")
        assert (manifest["mode"], manifest["query"]) == ("server", "search/query")
        assert {one["title"]: one["posts"] for one in manifest["categories"]} == {"晚报": 1, "早报": 1}
        for script in ("search.js", "server.js"):
            assert b"export" in (one.responder.respond(f"/sub/search/{script}").data or b"")
        assert one.responder.respond("/sub/search.html").status == 200


def test_a_changed_post_is_found_by_its_new_text(site: SiteMaker) -> None:
    with served(site(FILES, "title: x\nsearch: full\n")) as one:
        one.update()
        assert titles(ask(one, "湿度")) == []
        one.site.write({"content/posts/a.md": post("甲", "2021-12-01", "今天的湿度很大。")})
        one.update("content/posts/a.md")
        assert titles(ask(one, "湿度")) == ["甲"]
        assert "甲" not in titles(ask(one, "气温"))


def test_answers_come_in_portions(site: SiteMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "_PORTION", 0)
    with served(
        site({f"posts/{n}.md": post(f"第{n}篇", f"2021-12-{n:02}", "气温。") for n in range(1, 8)})
    ) as one:
        one.update()
        found, offset = [], "0"
        while offset != "None":
            page = ask(one, "气温", offset=offset)
            found += titles(page)
            assert page["done"] == (page["next"] is None)
            offset = str(page["next"])
        assert found == [f"第{n}篇" for n in range(7, 0, -1)]
