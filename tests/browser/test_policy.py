"""The Content Security Policy in a real browser: no kind of page breaks it, and it stops what it should."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.stage import KINDS, NEEDS_CHROMIUM, Quiet, built_example, served, url_of
from tests.sites import Site, post

pytestmark = NEEDS_CHROMIUM
WATCH = "addEventListener('securitypolicyviolation', e => console.error('violation: ' + e.violatedDirective))"
BODY = """\
<p style="color: red" onclick="alert(1)">一</p><script>alert(1)</script><style>p { color: red }</style>

| 甲 | 乙 |
|:--|--:|
| 一 | 二 |

![图](/files/none.png) <video src="/files/none.mp4"></video> <audio src="http://127.0.0.1:9/none.mp3"></audio>

```python
x = 1
```

- [x] 做了
"""


class _Handler(Quiet):
    """Sends the headers that `_headers` asks for on all pages, if it is to."""

    def __init__(self, *args: object, sends: bool, **kwargs: object) -> None:
        self.sends = sends
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]

    def end_headers(self) -> None:
        for line in self._asked() if self.sends else ():
            name, _, value = line.partition(": ")
            self.send_header(name, value)
        super().end_headers()

    def _asked(self) -> list[str]:
        text = Path(self.directory, "_headers").read_text("utf-8")
        return [line.strip() for line in text.partition("\n\n")[0].splitlines()[1:]]


@pytest.fixture(scope="module", params=["header", "meta"])
def address(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Site]]:
    by_header = request.param == "header"
    options = "" if by_header else "security: {headers: false, meta: true}\n"
    # With a post that tries what it can, and an alias.
    tries = {"content/posts/try.md": post(body=BODY, slug="try", aliases="/old.html")}
    one = built_example(tmp_path_factory.mktemp("policy") / "site", options=options, files=tries)
    with served(one.output, partial(_Handler, sends=by_header)) as url:
        yield url, one


def violations(page: Page) -> list[str]:
    """Return a list that fills with what the policy of a page's documents refuses."""
    found: list[str] = []
    page.add_init_script(WATCH)
    page.on(
        "console",
        lambda message: (
            found.append(message.text)
            if "violation: " in message.text or "Content Security Policy" in message.text
            else None
        ),
    )
    return found


@pytest.mark.parametrize("kind", [*KINDS, "try", "redirect"])
def test_no_page_breaks_the_policy(address: tuple[str, Site], browser: Browser, kind: str) -> None:
    url, site = address
    own = {"try": "2021/12/28/try.html", "redirect": "old.html"}
    page = browser.new_page()
    found = violations(page)
    page.goto(url + (own.get(kind) or url_of(site, kind)))
    if kind == "redirect":
        page.wait_for_url("**/try.html")
    page.wait_for_load_state()
    assert page.evaluate("document.styleSheets.length") > 0
    assert found == []
    page.close()


def test_the_policy_is_in_force(address: tuple[str, Site], browser: Browser) -> None:
    page = browser.new_page()
    found = violations(page)
    page.goto(address[0])
    page.evaluate("""() => {
        const script = document.createElement('script');
        script.textContent = 'window.ran = true';
        document.body.append(script);
        document.body.setAttribute('style', 'color: red');
        const frame = document.createElement('iframe');
        frame.src = 'https://elsewhere.example/';
        document.body.append(frame);
    }""")
    page.wait_for_timeout(200)
    assert page.evaluate("window.ran") is None
    told = {text.partition("violation: ")[2] for text in found if "violation: " in text}
    assert told == {"script-src-elem", "style-src-attr", "frame-src"}
    page.close()
