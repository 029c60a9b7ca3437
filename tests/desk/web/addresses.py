"""Where the pages of the tests' submissions are."""

from __future__ import annotations

from urllib.parse import quote

from desk.office import Office
from tests.desk.conftest import FIRST, SECOND

ONE = f"/submissions/{quote(FIRST)}"
TWO = f"/submissions/{quote(SECOND)}"


def finding_address(office: Office, slug: str = "count-below-claim", name: str = FIRST) -> str:
    """The page of a submission's finding of that kind."""
    found = next(each.finding for each in office.glance.findings(name) if each.finding.slug == slug)
    return f"/submissions/{quote(name)}/findings/{found.identity}"
