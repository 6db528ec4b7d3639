"""Every address that an output names leads somewhere: in pages, feeds, sitemaps and lists for machines."""

from __future__ import annotations

import json
from urllib.parse import urljoin

import pytest
from bs4 import BeautifulSoup

from tests.proofs.addresses import Output
from tests.proofs.sites import ARCHIVES, Proved

pytestmark = pytest.mark.xdist_group("proofs")


@pytest.mark.parametrize("name", ARCHIVES)
def test_every_address_leads_to_a_file_and_every_fragment_to_an_element(
    archives: dict[str, Proved], name: str
) -> None:
    output = archives[name].output
    assert len({source.rpartition(".")[2] for source, _ in output.references()}) >= 7
    assert output.mistakes() == []


@pytest.mark.parametrize("name", ARCHIVES)
def test_every_page_says_its_own_address(archives: dict[str, Proved], name: str) -> None:
    output = archives[name].output
    for path in output.pages:
        soup = output.soup(path)
        canonical = [link["href"] for link in soup.select("link[rel=canonical]")]
        if soup.select("meta[http-equiv=refresh]"):
            assert output.has(str(canonical[0]))
            assert canonical[0] != output.url(path)
        elif path != "404.html":
            assert [output.decoded(str(url)) for url in canonical] == [output.url(path)]


@pytest.mark.parametrize("name", ARCHIVES)
def test_every_post_leads_back_home_and_to_its_category(archives: dict[str, Proved], name: str) -> None:
    output = archives[name].output
    posts = [path for path in output.pages if output.soup(path).select("body.kind-post")]
    assert len(posts) >= 20
    for path in posts:
        links = [
            urljoin(output.url(path), str(link["href"])) for link in output.soup(path).select(".backlinks a")
        ]
        assert links[-1] == output.base
        assert all(url.startswith(f"{output.base}category/") for url in links[:-1])
        assert len(links) == 1 + bool(output.soup(path).select_one(".crumbs .label a"))


def test_every_post_is_in_a_sitemap_and_in_the_archives_of_the_feed(archives: dict[str, Proved]) -> None:
    output = archives["default"].output
    posts = {output.url(path) for path in output.pages if output.soup(path).select("body.kind-post")}
    named = {"sitemap": set[str](), "feed": set[str]()}
    for source, url in output.references():
        for kind, found in named.items():
            if source.startswith(kind):
                found.add(output.decoded(url))
    assert posts <= named["sitemap"]
    assert posts <= named["feed"]


def test_the_follower_of_addresses_sees_what_is_wrong(archives: dict[str, Proved]) -> None:
    output = archives["default"].output
    site = Output(output.folder, output.base)
    wrong = ["none.html", "about.html#none", "../x", "https://archive.example/none", "//archive.example/none"]
    html = "".join(f'<a href="{url}">x</a>' for url in wrong) + '<img src="x.png" srcset="y.png 2x">'
    site.put("about.html", BeautifulSoup(html, "lxml"))
    found = [told.partition(" leads to ")[2] for told in site.mistakes() if told.startswith("about.html")]
    assert sorted(found) == sorted([
        *(urljoin(output.url("about.html"), url) for url in wrong if url != "../x"),
        f"{output.base}x", f"{output.base}x.png", f"{output.base}y.png",
    ])  # fmt: skip
    assert json.loads(output.read("manifest.webmanifest"))["icons"]
