"""What each service is sent, and how its answers are understood."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from generator.publish.after.baidu import Baidu
from generator.publish.after.cloudflare import Cloudflare
from generator.publish.after.cloudfront import CloudFront
from generator.publish.after.indexnow import IndexNow
from generator.publish.after.service import EVERYTHING, Service, Waiting
from generator.publish.after.webhook import Webhook
from generator.publish.after.websub import WebSub
from generator.publish.plan import Change
from tests.publish.after.listener import Listener, Said

BASE = "https://yundu.example/guan/"
PAGE, GONE = Change("wanbao/新.html", "new", "page"), Change("wanbao/old.html", "removed", "page")
HOME, FEED = Change("index.html", "changed", ""), Change("feed.xml", "changed", "feed")


def urls(service: Service, *changes: Change) -> list[str]:
    return [url for change in changes for url in service.addresses(change)]


def waiting(*addresses: str) -> list[Waiting]:
    return [Waiting(one, "new") for one in addresses]


def indexnow(listener: Listener, *, has_key: bool = True) -> IndexNow:
    return IndexNow(BASE, "abcdef0123456789", f"{listener.url}/indexnow", has_key)


def test_indexnow_gets_pages_with_key_and_its_place(listener: Listener) -> None:
    service = indexnow(listener)
    found = urls(service, PAGE, GONE, HOME, FEED)
    assert found == [f"{BASE}wanbao/%E6%96%B0.html", f"{BASE}wanbao/old.html"]
    assert service.tell(waiting(*found)).taken
    assert listener.sent[0].path == "/indexnow"
    assert listener.sent[0].json == {
        "host": "yundu.example",
        "key": "abcdef0123456789",
        "keyLocation": f"{BASE}abcdef0123456789.txt",
        "urlList": found,
    }


def test_indexnow_is_not_asked_without_the_file_of_the_key(listener: Listener) -> None:
    answer = indexnow(listener, has_key=False).tell(waiting("https://yundu.example/a"))
    assert not answer.taken
    assert not answer.refused
    assert "content/static/abcdef0123456789.txt" in answer.problem
    assert not listener.sent


@pytest.mark.parametrize(
    ("status", "refused", "wait"),
    [
        (400, True, 0),
        (422, True, 0),
        (403, False, 3600),
        (429, False, 300),
        (503, False, 300),
        (-1, False, 300),
    ],
)
def test_what_a_status_means(listener: Listener, status: int, refused: bool, wait: float) -> None:
    listener.says = [Said(status, '{"code":\n "X"}')]
    answer = indexnow(listener).tell(waiting("https://yundu.example/a"))
    assert (answer.taken, answer.refused, answer.wait) == (False, refused, wait)
    assert answer.problem
    assert status == -1 or f'it answers {status} ({{"code": "X"}})' in answer.problem


@pytest.mark.parametrize("form", ["seconds", "date"])
def test_a_busy_service_says_how_long_to_wait(listener: Listener, form: str) -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=900), usegmt=True)
    listener.says = [Said(429, headers={"Retry-After": "900" if form == "seconds" else later})]
    assert 890 <= indexnow(listener).tell(waiting("https://yundu.example/a")).wait <= 900


def test_a_redirect_is_not_followed(listener: Listener) -> None:
    listener.says = [Said(302, headers={"Location": f"{listener.url}/elsewhere"})]
    answer = indexnow(listener).tell(waiting("https://yundu.example/a"))
    assert answer.refused
    assert [one.path for one in listener.sent] == ["/indexnow"]


def test_baidu_gets_new_pages_as_lines(listener: Listener, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BAIDU_PUSH_TOKEN", "a&b")
    service = Baidu(BASE, f"{listener.url}/urls")
    found = urls(service, PAGE, GONE, HOME, FEED, Change("wanbao/b.html", "changed", "page"))
    assert found == [f"{BASE}wanbao/%E6%96%B0.html"]
    listener.says = [Said(200, '{"remain": 2998, "success": 2}')]
    answer = service.tell(waiting("https://yundu.example/a", "https://yundu.example/b"))
    assert (answer.taken, answer.rest, answer.wait) == (True, 2998, 0)
    assert listener.sent[0].path == "/urls?site=https://yundu.example&token=a%26b"
    assert listener.sent[0].body == "https://yundu.example/a\nhttps://yundu.example/b"
    assert listener.sent[0].headers["Content-Type"] == "text/plain"


@pytest.mark.parametrize(
    "said", [Said(200, '{"remain": 0, "success": 1}'), Said(400, '{"error": 400, "message": "over quota"}')]
)
def test_baidus_quota_ends_with_the_day_in_beijing(
    listener: Listener, monkeypatch: pytest.MonkeyPatch, said: Said
) -> None:
    monkeypatch.setenv("BAIDU_PUSH_TOKEN", "token")
    listener.says = [said]
    answer = Baidu(BASE, listener.url).tell(waiting("https://yundu.example/a"))
    assert (answer.rest, answer.refused) == (0, False)
    end = datetime.fromtimestamp(round(time.time() + answer.wait), UTC)
    assert (end.hour, end.minute) == (16, 0)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (Said(401, '{"error": 401, "message": "token is not valid"}'), "token is not valid"),
        (Said(200, '{"remain": 5, "success": 0, "not_same_site": ["x"]}'), "1 of them"),
        (Said(200, "<html>portal</html>"), "not understood"),
        (Said(200, "[1]"), "not understood"),
    ],
)
def test_baidu_says_what_is_wrong(
    listener: Listener, monkeypatch: pytest.MonkeyPatch, said: Said, words: str
) -> None:
    monkeypatch.setenv("BAIDU_PUSH_TOKEN", "token")
    listener.says = [said]
    assert words in Baidu(BASE, listener.url).tell(waiting("https://yundu.example/a")).problem


def test_a_hub_gets_changed_feeds(listener: Listener) -> None:
    service = WebSub(BASE, f"{listener.url}/hub")
    assert urls(service, PAGE, HOME, FEED, Change("old.xml", "removed", "feed")) == [f"{BASE}feed.xml"]
    assert service.tell(waiting("https://yundu.example/feed.xml", "https://yundu.example/a.xml")).taken
    assert listener.sent[0].fields == [
        ("hub.mode", "publish"),
        ("hub.url", "https://yundu.example/feed.xml"),
        ("hub.url", "https://yundu.example/a.xml"),
    ]
    assert service.name.startswith("websub (127.0.0.1:")


def test_cloudflare_purges_files_by_their_addresses(
    listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLOUDFLARE_API_TOKEN", "secret")
    service = Cloudflare(BASE, "zone1", listener.url)
    found = urls(service, PAGE, GONE, HOME)
    assert found == [f"{BASE}wanbao/%E6%96%B0.html", f"{BASE}wanbao/old.html", BASE, f"{BASE}index.html"]
    assert service.tell(waiting(*found)).taken
    assert service.tell(waiting(EVERYTHING)).taken
    assert [one.json for one in listener.sent] == [{"files": found}, {"purge_everything": True}]
    assert {one.path for one in listener.sent} == {"/zones/zone1/purge_cache"}
    assert {one.headers["Authorization"] for one in listener.sent} == {"Bearer secret"}


@pytest.mark.parametrize("service", [Cloudflare(BASE, "zone1"), Baidu(BASE)])
def test_a_missing_key_is_named(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CLOUDFLARE_API_TOKEN", "BAIDU_PUSH_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    answer = service.tell(waiting("https://yundu.example/a"))
    assert (answer.taken, answer.refused) == (False, False)
    assert answer.problem.endswith("is not in the environment")


def test_a_webhook_gets_the_changes(listener: Listener, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BACKFILE_WEBHOOK_TOKEN", "secret")
    service = Webhook(BASE, f"{listener.url}/hook")
    assert service.tell([Waiting("a", "new"), Waiting("b", "changed"), Waiting("c", "removed")]).taken
    monkeypatch.delenv("BACKFILE_WEBHOOK_TOKEN")
    assert service.tell([Waiting(EVERYTHING, "changed")]).taken
    some, everything = listener.sent
    assert some.json == {"site": BASE, "everything": False, "new": ["a"], "changed": ["b"], "removed": ["c"]}
    assert everything.json == {"site": BASE, "everything": True, "new": [], "changed": [], "removed": []}
    assert some.headers["Authorization"] == "Bearer secret"
    assert "Authorization" not in everything.headers


@pytest.fixture
def cloudfront(listener: Listener, monkeypatch: pytest.MonkeyPatch) -> CloudFront:
    pytest.importorskip("botocore", reason="CloudFront needs botocore: pip install 'backfile[cloudfront]'")
    for name, value in (
        ("AWS_ACCESS_KEY_ID", "key"),
        ("AWS_SECRET_ACCESS_KEY", "secret"),
        ("AWS_ENDPOINT_URL_CLOUDFRONT", listener.url),
    ):
        monkeypatch.setenv(name, value)
    return CloudFront(BASE, "DIST1", 1000)


def test_cloudfront_gets_an_invalidation(cloudfront: CloudFront, listener: Listener) -> None:
    listener.says = [Said(201, "<Invalidation/>"), Said(201, "<Invalidation/>")]
    found = urls(cloudfront, PAGE, HOME)
    assert found == ["/guan/wanbao/%E6%96%B0.html", "/guan/", "/guan/index.html"]
    assert cloudfront.tell(waiting(*found)).taken
    assert cloudfront.tell(waiting(EVERYTHING)).taken
    some, everything = listener.sent
    assert some.path == "/2020-05-31/distribution/DIST1/invalidation"
    assert "<Quantity>3</Quantity>" in some.body
    assert "".join(f"<Path>{one}</Path>" for one in found) in some.body
    assert "<Path>/guan/*</Path>" in everything.body
    assert some.headers["Authorization"].startswith("AWS4-HMAC-SHA256 ")


@pytest.mark.parametrize(
    ("status", "code", "refused", "wait"),
    [
        (403, "AccessDenied", False, 3600),
        (404, "NoSuchDistribution", False, 3600),
        (400, "TooManyInvalidationsInProgress", False, 300),
        (400, "InvalidArgument", True, 0),
    ],
)
def test_cloudfront_refuses(
    cloudfront: CloudFront, listener: Listener, status: int, code: str, refused: bool, wait: float
) -> None:
    body = f"<ErrorResponse><Error><Code>{code}</Code><Message>no</Message></Error></ErrorResponse>"
    listener.says = [Said(status, body)] * 3
    answer = cloudfront.tell(waiting("/a"))
    assert (answer.taken, answer.refused, answer.wait) == (False, refused, wait)
    assert answer.problem


def test_cloudfront_without_keys_or_network(
    cloudfront: CloudFront, monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_CLOUDFRONT", "http://127.0.0.1:9")
    assert "Could not connect" in cloudfront.tell(waiting("/a")).problem
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", f"{tmp_path}/none")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    assert "credentials" in cloudfront.tell(waiting("/a")).problem
