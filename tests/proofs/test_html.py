"""Every page is valid HTML by the checker that the authors of the standard's tests use."""

from __future__ import annotations

import pytest

from tests.proofs.sites import Proved
from tests.proofs.tools import NEEDS_NU, html_mistakes

pytestmark = [*NEEDS_NU, pytest.mark.xdist_group("proofs")]


def test_no_page_picture_or_style_sheet_has_an_error(archives: dict[str, Proved]) -> None:
    assert html_mistakes(one.site.output for one in archives.values()) == []
