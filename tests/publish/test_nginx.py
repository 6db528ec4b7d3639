"""The server's settings in docs/publish.md do what they are said to."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.conftest import SiteMaker
from tests.publish.publications import edit, example, free_port, send, wait_for_port
from tests.sites import post

pytestmark = pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not installed")
_TYPES = "/etc/nginx/mime.types"
DOCS = (Path(__file__).parents[2] / "docs" / "publish.md").read_text("utf-8")


class Answer(NamedTuple):
    status: int
    caching: str | None
    body: bytes
    location: str | None = None


@contextmanager
def _serving(www: Path, folder: Path, *, redirects: bool = False) -> Iterator[int]:
    """Run nginx with the settings of the docs, perhaps with those for redirects; yield its port."""
    port = free_port()
    server, above, within = re.findall(r"```nginx\n(.*?)```", DOCS, re.DOTALL)
    if redirects:
        server = above + server.replace("    location / {", f"{within}    location / {{", 1)
    server = server.replace("listen 80;", f"listen 127.0.0.1:{port};").replace("/srv/www/archive", str(www))
    places = "".join(
        f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    config = folder / "nginx.conf"
    config.write_text(
        f"daemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log;"
        f"events {{}} http {{ include {_TYPES}; access_log off; {places} {server} }}"
    )
    command = ["nginx", "-c", str(config), "-e", str(folder / "error.log")]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            wait_for_port(port)
            yield port
        finally:
            process.terminate()


def _get(port: int, path: str) -> Answer:
    with closing(HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.request("GET", path, headers={"Host": "archive.example"})
        answer = connection.getresponse()
        caching, location = answer.getheader("Cache-Control"), answer.getheader("Location")
        return Answer(answer.status, caching, answer.read(), location)


def test_what_nginx_serves(site: SiteMaker, tmp_path: Path) -> None:
    one = example(site)
    www = tmp_path / "www"
    send(one, www)
    (www / "current" / ".backfile-manifest").write_text("not for readers")
    asset = next(path for path in one.tree() if path.startswith("assets/"))
    page = "wanbao/2021/12/28/a.html"
    with _serving(www, tmp_path) as port:
        first = one.tree()
        assert _get(port, f"/{page}") == Answer(200, "public, max-age=60", first[page])
        assert _get(port, "/") == Answer(200, "public, max-age=60", first["index.html"])
        assert _get(port, f"/{asset}").caching == "public, max-age=31536000, immutable"
        for path in ("/none.html", "/assets/none.css", "/.backfile-manifest", "/archive/"):
            answer = _get(port, path)
            assert (answer.status, answer.body) == (404, first["404.html"])
        second = edit(one)
        send(one, www)
        assert _get(port, f"/{page}").body == second[page] != first[page]


def _moved(port: int, path: str) -> str | None:
    """Return where a request is redirected for ever, or None."""
    answer = _get(port, path)
    return answer.location if answer.status == 301 else None


def test_addresses_without_suffix_and_slash(site: SiteMaker, tmp_path: Path) -> None:
    one = site(
        {
            "posts/a.md": post(permalink="/x/a.html"),
            "posts/b.md": post(permalink="/x/b/", categories="wanbao"),
            "posts/c.md": post(permalink="/x/c.shtml"),
            "posts/d.md": post(permalink="/x/d.htm"),
            "static/assets/logo.png": "x",
        }
    )
    one.build()
    send(one, tmp_path / "www")
    with _serving(tmp_path / "www", tmp_path) as port:
        tree = one.tree()
        assert _get(port, "/x/a").body == tree["x/a.html"]
        assert _moved(port, "/x/b") == "/x/b/"
        assert _get(port, "/x/b/").body == tree["x/b/index.html"]
        assert _get(port, "/category/").status == 404
        assert _get(port, "/archive").body == tree["archive.html"]
        for path in ("/x/c.shtml", "/x/d.htm"):
            assert _type(port, path) == "text/html"
        assert _get(port, "/assets/logo.png").caching == "public, max-age=60"


def _type(port: int, path: str) -> str | None:
    with closing(HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.request("GET", path, headers={"Host": "archive.example"})
        return connection.getresponse().getheader("Content-Type")


def test_redirects(site: SiteMaker, tmp_path: Path) -> None:
    aliases = [
        "/show.php?id=3",
        "/show.php?id=Ab&page=2",
        "/?p=7",
        "/old/a.html",
        "/旧/",
        "/n/a.asp",
        "/$x y.html",
    ]
    one = site(
        {
            "posts/a.md": post(permalink='"/新/a$b.html"', aliases=str(aliases)),
            "posts/b.md": post(slug="b", permalink="/b.html", aliases='"/show.php?id=aB&page=2"'),
        },
        "title: x\nredirects: [html, nginx]\n",
    )
    assert one.build().problems == ()
    send(one, tmp_path / "www")
    target = "/%E6%96%B0/a%24b.html"
    with _serving(tmp_path / "www", tmp_path, redirects=True) as port:
        for path in (
            "/show.php?id=3", "/show.php?id=Ab&page=2", "/?p=7", "/old/a.html", "/old/a", "/OLD/a.html",
            "/%E6%97%A7/", "/%E6%97%A7/index.html", "/n/a.asp", "/n/a.asp?x", "/old/a.html?utm_source=x",
            "/$x%20y.html",
        ):  # fmt: skip
            assert _moved(port, path) == target, path
        assert _moved(port, "/show.php?id=aB&page=2") == "/b.html"
        for path in ("/show.php", "/show.php?id=4", "/redirects.nginx.conf"):
            assert _get(port, path).status == 404
        assert _get(port, "/").status == _get(port, target).status == 200
