"""Which way a language is written."""

from __future__ import annotations

import pytest

from generator.core.languages import direction_of, script_of


@pytest.mark.parametrize(
    ("tag", "direction"),
    [
        ("ar", "rtl"), ("ar-EG", "rtl"), ("AR-eg", "rtl"), ("he", "rtl"), ("he-IL", "rtl"), ("iw", "rtl"),
        ("fa", "rtl"), ("fa_IR", "rtl"), ("ur-PK", "rtl"), ("yi", "rtl"), ("ps", "rtl"), ("sd", "rtl"),
        ("ug", "rtl"), ("ckb", "rtl"), ("dv", "rtl"), ("syr", "rtl"), ("ks", "rtl"), ("nqo", "rtl"),
        ("zh-CN", "ltr"), ("zh-Hant", "ltr"), ("en", "ltr"), ("ja", "ltr"), ("tr", "ltr"), ("ku", "ltr"),
        # A script that the tag names decides, and so does a region with a script of its own.
        ("ar-Latn", "ltr"), ("ug-Cyrl-KZ", "ltr"), ("ks-Deva", "ltr"), ("sd-Deva-IN", "ltr"),
        ("ku-Arab", "rtl"), ("ku-Arab-IQ", "rtl"), ("az-Arab", "rtl"), ("ff-Adlm-GN", "rtl"),
        ("pa-PK", "rtl"), ("pa-IN", "ltr"), ("uz-AF", "rtl"), ("uz", "ltr"), ("az-IR", "rtl"),
        # Private use and extensions name no script; an unknown language is written as most are.
        ("en-x-arab", "ltr"), ("en-u-nu-arab", "ltr"), ("ar-u-nu-latn", "rtl"), ("xx", "ltr"), ("", "ltr"),
    ],
)  # fmt: skip
def test_directions(tag: str, direction: str) -> None:
    assert direction_of(tag) == direction


@pytest.mark.parametrize(
    ("tag", "script"),
    [("zh", "hans"), ("zh-CN", "hans"), ("zh-SG", "hans"), ("zh-TW", "hant"), ("zh-HK", "hant"),
     ("zh-MO", "hant"), ("zh-Hant", "hant"), ("zh-Hans-TW", "hans"), ("de", ""), ("sr-Latn-RS", "latn")],
)  # fmt: skip
def test_scripts(tag: str, script: str) -> None:
    assert script_of(tag) == script
