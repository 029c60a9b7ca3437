"""What tests of old Word files share: made once, for LibreOffice is slow."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.converting import Office
from tests.flows.old_word import FORMS, Pairs, make_pairs


@pytest.fixture(scope="session")
def pairs(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Pairs:
    return make_pairs(office, tmp_path_factory.mktemp("pairs"))


@pytest.fixture(scope="session")
def book(pairs: Pairs) -> Path:
    """A whole .doc."""
    return pairs.old / FORMS[0] / f"{FORMS[0]}书.doc"
