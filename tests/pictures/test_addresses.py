"""The many addresses of one picture have one form."""

from __future__ import annotations

import pytest

from generator.pictures.addresses import host_of, normal
from generator.pictures.candidates import best_address
from generator.pictures.names import Smaller, digits_of, original_name

SAME = [
    (
        "https://up.example/2021/a.jpg",
        "https://i0.wp.com/up.example/2021/a.jpg?resize=300%2C200&ssl=1",
        "http://i3.wp.com/up.example/2021/a.jpg",
        "//i1.wp.com/up.example/2021/a.jpg?w=640#top",
    ),
    (
        "https://old.files.wordpress.com/2021/a.jpg",
        "https://old.files.wordpress.com/2021/a.jpg?w=300",
    ),
    (
        "https://mmbiz.qpic.cn/mmbiz_jpg/Ab12Cd/0",
        "https://mmbiz.qpic.cn/mmbiz_jpg/Ab12Cd/640?wx_fmt=jpeg&tp=webp&wxfrom=5",
        "http://mmbiz.qpic.cn/mmbiz_jpg/Ab12Cd/0?wx_fmt=png",
    ),
    (
        "https://wx1.sinaimg.cn/large/006abc.jpg",
        "https://wx3.sinaimg.cn/mw690/006abc.jpg",
        "http://ww2.sinaimg.cn/thumb150/006abc.jpg?x=1",
        "https://tvax4.sinaimg.cn/orj360/006abc.jpg",
    ),
    (
        "https://miro.medium.com/v2/1*aBc.jpeg",
        "https://miro.medium.com/v2/resize:fit:1400/format:webp/1*aBc.jpeg",
        "https://cdn-images-1.medium.com/max/1600/1*aBc.jpeg",
    ),
    ("https://img.example/a%20b.jpg?v=2", "HTTPS://IMG.example/a%20b.jpg?v=2#x"),
    ("https://img.example/", "//img.example"),
]


@pytest.mark.parametrize("forms", SAME, ids=lambda forms: forms[0])
def test_forms_of_one_picture(forms: tuple[str, ...]) -> None:
    assert {normal(address) for address in forms} == {forms[0]}
    assert normal(forms[0]) == forms[0]


@pytest.mark.parametrize(
    "address",
    ["", "a.jpg", "/a.jpg", "data:image/png;base64,AAAA", "file:///a.jpg", "ftp://a.example/b.jpg", "https://",
     f"https://a.example/{'a' * 9000}", "https://a.example/a b.jpg", "https:///a.jpg"],
)  # fmt: skip
def test_other_addresses_have_no_form(address: str) -> None:
    assert normal(address) == ""


def test_pictures_that_differ_stay_apart() -> None:
    addresses = {
        "https://img.example/a.jpg",
        "http://img.example/a.jpg",
        "https://img.example/a.jpg?x=1",
        "https://img.example/A.jpg",
        "https://i0.wp.com/latest",
        "https://sinaimg.cn/large/a.jpg",
    }
    assert len(set(map(normal, addresses))) == len(addresses)


@pytest.mark.parametrize(
    ("address", "host"),
    [("https://img.example:8080/a", "img.example"), ("https://u:p@img.example/a@b", "img.example"),
     ("http://[::1]:80/a", "::1")],
)  # fmt: skip
def test_hosts(address: str, host: str) -> None:
    assert host_of(address) == host


@pytest.mark.parametrize(
    ("written", "best"),
    [
        ({"src": "a.jpg"}, "a.jpg"),
        ({"src": "a.jpg", "srcset": "b.jpg 2x, c.jpg 3x"}, "c.jpg"),
        ({"src": "a.jpg", "srcset": "b.jpg 300w, c.jpg 1200w,d.jpg 600w"}, "c.jpg"),
        ({"srcset": "b.jpg"}, "b.jpg"),
        ({"src": "a.jpg", "srcset": "a,b.jpg 800w 600h"}, "a,b.jpg"),
        ({"src": "a.jpg", "srcset": "b.jpg 0.5x"}, "a.jpg"),
        ({}, ""),
    ],
)
def test_the_largest_candidate_is_the_best(written: dict[str, str], best: str) -> None:
    assert best_address(written) == best


def test_names_hold_the_digest() -> None:
    digest = "ab" * 32
    name = original_name(digest, "image/jpeg")
    assert name == f"ab/{digest[:24]}.jpg"
    smaller = Smaller((960, 480, 960), "webp", 80)
    assert smaller.below(960, 720) == [480]
    assert digits_of(smaller.name(name, 480).rpartition("/")[2]) == digits_of(f"{digest[:24]}.jpg")
    assert smaller.name(name, 480) != smaller._replace(quality=70).name(name, 480)
