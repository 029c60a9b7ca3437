"""Pages as pictures: our own renderings, drawn once for all that ask."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from PIL import Image

from desk.office import Office
from tests.desk.conftest import FIRST, Desk
from tests.desk.web.addresses import ONE, TWO


def test_pictures_are_our_own_renderings(desk: Desk, office: Office) -> None:
    file = next(each for each in office.store.files(FIRST) if each.path == "申报书.pdf")
    page = desk.get(f"{ONE}/sheets/{file.sha256}/1.png", params={"dpi": 100})
    image = Image.open(BytesIO(page.content))
    assert (image.format, image.size) == ("PNG", (827, 1170))
    assert page.headers["vary"] == "Cookie", "what a browser keeps is for the session that asked"
    assert desk.get(f"{ONE}/sheets/{file.sha256}/99.png").status_code == 404
    assert desk.get(f"{ONE}/sheets/{file.sha256}/1/cut.png", params={"box": "a,b"}).status_code == 400
    assert desk.get(f"{TWO}/sheets/{file.sha256}/1.png").status_code == 404
    words = desk.get(f"{ONE}/sheets/{file.sha256}/1/words").json()
    assert any("平台名称" in each[0] for each in words)


def test_a_page_that_several_ask_for_at_once_is_drawn_once(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the queue's crops do: one child draws for all."""
    drawn: list[int] = []

    def slowly(*given: object) -> Image.Image:
        drawn.append(1)
        time.sleep(0.3)
        return Image.new("RGB", (60, 80), "white")

    monkeypatch.setattr("desk.office.sheets.render_apart", slowly)
    file = next(each for each in office.store.files(FIRST) if each.pages)
    with ThreadPoolExecutor(6) as askers:
        made = list(askers.map(lambda _: office.sheets.picture(FIRST, file, 1, 110, False).png, range(6)))
    assert (len(set(made)), len(drawn)) == (1, 1)
