"""Measure how soon the search page shows its first result, in Chromium on a slow machine and a slow line.

    python bench/search_browser.py --archive DIR --queries 10

The archive is one of search_archive.py, built with search (see README.md beside this file).
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import machine
import table
from playwright.sync_api import Browser, CDPSession, Page, sync_playwright
from progress import tell
from search_archive import Asker, Query, of_kind, read_posts

#: What is slowed: the processor, so many times; the line, in milliseconds of latency and bytes a second.
SLOWER, LATENCY, BYTES = 4, 60, 9_000_000 // 8
KINDS = ("2", "3", "4", "6", "8", "two words")
_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
#: Asks through the form, as a reader does with Enter; gives the milliseconds to the first result.
_ASK = """query => new Promise((done, failed) => {
    const list = document.querySelector("[data-search-results]");
    const form = document.querySelector("[data-search-form]");
    for (const old of list.children) old.dataset.old = "";
    const start = performance.now();
    new MutationObserver((_, observer) => {
        if (!list.querySelector(":scope > li:not([data-old])")) return;
        observer.disconnect();
        done(performance.now() - start);
    }).observe(list, { childList: true });
    setTimeout(() => failed(new Error(`no result: ${query}`)), 60000);
    form.elements.q.value = query;
    form.requestSubmit();
})"""


class Times(NamedTuple):
    """Seconds by the clock to the first result; of these, seconds of the page's own processor time."""

    clock: float
    processor: float


def main() -> None:
    options = _options()
    asker = Asker(read_posts(options.archive), options.seed)
    lines = [["query", "heads cached, s", "of the processor", "nothing cached, s", "of the processor"]]
    with served(options.archive / "output-full") as base, browser() as chromium:
        for kind in KINDS:
            queries = list(islice(of_kind(asker, kind), options.queries))
            warm = [_warm(chromium, base, query) for query in queries]
            cold = [_cold(chromium, base, query) for query in queries]
            lines.append([kind, *_cells(warm), *_cells(cold)])
            tell(f"{kind}: {len(queries)} queries")
    print(table.markdown(lines))
    print(f"\nLoad at the end: {machine.load()}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--archive", type=Path, required=True)
    parser.add_argument("--queries", type=int, default=10, help="of each kind")
    parser.add_argument("--seed", type=int, default=3)
    return parser.parse_args()


def _cells(times: Sequence[Times]) -> list[str]:
    clock = [one.clock for one in times]
    return [
        f"{statistics.median(clock):.2f} (at most {max(clock):.2f})",
        f"{statistics.median(one.processor for one in times):.2f}",
    ]


def _cold(browser: Browser, base: str, query: Query) -> Times:
    """Search on a page that has read nothing but itself."""
    with _slow_page(browser, base) as (page, session):
        return _time(page, session, query)


def _warm(browser: Browser, base: str, query: Query) -> Times:
    """Search on a page that has searched for something else, in all segments."""
    with _slow_page(browser, base) as (page, session):
        page.evaluate(_ASK, "人")
        page.evaluate(_HEADS)
        return _time(page, session, query)


#: Reads the heads of all segments, as any search to its end does.
_HEADS = """async () => {
    const manifest = await (await fetch("search/manifest.json")).json();
    for (const { name, head } of manifest.segments) {
        await (await fetch(`search/${name}/head-${head}.bin`)).arrayBuffer();
    }
}"""


def _time(page: Page, session: CDPSession, query: Query) -> Times:
    before = _processor(session)
    clock = page.evaluate(_ASK, query.text) / 1000
    return Times(clock, _processor(session) - before)


def _processor(session: CDPSession) -> float:
    metrics = session.send("Performance.getMetrics")["metrics"]
    return float(next(one["value"] for one in metrics if one["name"] == "TaskDuration"))


@contextmanager
def _slow_page(browser: Browser, base: str) -> Iterator[tuple[Page, CDPSession]]:
    with browser.new_context(viewport={"width": 390, "height": 800}, locale="zh-CN") as context:
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        line = {"offline": False, "latency": LATENCY, "downloadThroughput": BYTES, "uploadThroughput": BYTES}
        session.send("Network.emulateNetworkConditions", line)
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        session.send("Performance.enable", {"timeDomain": "threadTicks"})
        page.goto(f"{base}search.html", wait_until="networkidle")
        yield page, session


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """Say nothing of connections that the browser ends."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    server = _Server(("127.0.0.1", 0), partial(_Handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@contextmanager
def browser() -> Iterator[Browser]:
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if not program:
        raise SystemExit("chromium: not found: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=_ARGUMENTS)
        yield browser
        browser.close()


if __name__ == "__main__":
    main()
