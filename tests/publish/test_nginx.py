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

pytestmark = pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not installed")
DOCS = (Path(__file__).parents[2] / "docs" / "publish.md").read_text("utf-8")


class Answer(NamedTuple):
    status: int
    caching: str | None
    body: bytes


@contextmanager
def _serving(www: Path, folder: Path) -> Iterator[int]:
    """Run nginx with the settings of the docs; yield its port."""
    port = free_port()
    found = re.search(r"```nginx\n(.*?)```", DOCS, re.DOTALL)
    assert found
    server = found[1].replace("listen 80;", f"listen 127.0.0.1:{port};").replace("/srv/www/archive", str(www))
    places = "".join(
        f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    config = folder / "nginx.conf"
    config.write_text(
        f"daemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log;"
        f"events {{}} http {{ access_log off; {places} {server} }}"
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
        return Answer(answer.status, answer.getheader("Cache-Control"), answer.read())


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
