"""OFD files, written here part by part as office programs write them."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow
from PIL import ImageDraw, ImageFont

from extractors.kinds import OFD, media_type_of
from extractors.ocr.rapid import RapidEngine
from extractors.read import count_pages, read_pages
from extractors.readers.ofd_picture import draw_ofd_page
from extractors.told import told_of_file
from pipeline.document import Page, Paragraph, Table
from pipeline.font import font_path
from pipeline.ports import OcrEngine
from pipeline.problems import DamagedFileError, EmptyFileError, TooLargeError

_NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_RESOURCES = (
    f'<ofd:Res {_NS} BaseLoc="Res"><ofd:MultiMedias><ofd:MultiMedia ID="9" Type="Image">'
    "<ofd:MediaFile>scan.png</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias></ofd:Res>"
)


def _ofd(path: Path, *pages: str, picture: bytes = b"") -> Path:
    """A file of A4 pages with the objects given."""
    listed = "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/P{n}.xml"/>' for n in range(len(pages)))
    resources = "<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>" if picture else ""
    with zipfile.ZipFile(path, "w") as file:
        body = "<ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>"
        file.writestr("OFD.xml", f"<ofd:OFD {_NS}>{body}</ofd:OFD>")
        area = "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
        common = f"<ofd:CommonData>{area}{resources}</ofd:CommonData>"
        document = f"<ofd:Document {_NS}>{common}<ofd:Pages>{listed}</ofd:Pages></ofd:Document>"
        file.writestr("Doc_0/Document.xml", document)
        for n, objects in enumerate(pages):
            content = f"<ofd:Content><ofd:Layer>{objects}</ofd:Layer></ofd:Content>"
            file.writestr(f"Doc_0/Pages/P{n}.xml", f"<ofd:Page {_NS}>{content}</ofd:Page>")
        if picture:
            file.writestr("Doc_0/DocumentRes.xml", _RESOURCES)
            file.writestr("Doc_0/Res/scan.png", picture)
    return path


def _text(number: int, x: float, y: float, text: str, deltas: str = "", size: float = 4) -> str:
    """A text whose first character's left end and baseline are at x, y."""
    code = f'<ofd:TextCode X="0" Y="{size}"{deltas and f" DeltaX={deltas!r}"}>{text}</ofd:TextCode>'
    place = f'Boundary="{x} {y - size} 150 {size + 1}"'
    return f'<ofd:TextObject ID="{number}" {place} Font="1" Size="{size}">{code}</ofd:TextObject>'


def _line(x0: float, y0: float, x1: float, y1: float) -> str:
    drawn = f"<ofd:AbbreviatedData>M 0 0 L {x1 - x0} {y1 - y0}</ofd:AbbreviatedData>"
    return f'<ofd:PathObject Boundary="{x0} {y0} {x1 - x0 + 1} {y1 - y0 + 1}">{drawn}</ofd:PathObject>'


def _grid(xs: tuple[float, ...], ys: tuple[float, ...]) -> str:
    across = "".join(_line(xs[0], y, xs[-1], y) for y in ys)
    return across + "".join(_line(x, ys[0], x, ys[-1]) for x in xs)


def _no_engine() -> OcrEngine:
    raise AssertionError("no pixels have to be read here")


def _read(path: Path) -> list[Page]:
    return list(read_pages(path, media_type_of(path), _no_engine))


def test_a_form_is_read_with_its_cells_boxes_and_places(tmp_path: Path) -> None:
    cells = _text(1, 22, 37, "企业名称") + _text(2, 72, 37, "青禾数字科技有限公司")
    cells += _text(3, 22, 47, "平台类型") + _text(4, 72, 47, "□综合型■行业型")
    title = _text(5, 70, 20, "平台申报书", size=6)
    path = _ofd(
        tmp_path / "书.ofd", title + _grid((20, 70, 180), (30, 40, 50)) + cells, _text(6, 30, 40, "第二页的文字")
    )
    assert media_type_of(path) == OFD
    assert count_pages(path, OFD) == 2
    first, second = _read(path)
    heading, table = first.blocks
    assert isinstance(heading, Paragraph)
    assert str(heading.text) == "平台申报书"
    assert isinstance(table, Table)
    assert [str(cell.text) for cell in table.cells] == [
        "企业名称",
        "青禾数字科技有限公司",
        "平台类型",
        "□综合型☑行业型",
    ]
    name = table.cells[1].text.box
    assert name is not None
    assert (name.x0, name.y1) == pytest.approx((72 / 25.4 * 72, 37.56 / 25.4 * 72), abs=0.5)
    assert first.frame is not None
    assert (first.width, first.height) == pytest.approx((595.3, 841.9), abs=0.1)
    assert (second.number, [str(b.text) for b in second.blocks if isinstance(b, Paragraph)]) == (2, ["第二页的文字"])


def test_a_row_written_as_one_text_is_dealt_to_its_cells(tmp_path: Path) -> None:
    """The distances say where each character stands; by their number alone 12 and 34 would share a cell."""
    row = _text(1, 22, 37, "设备1234", "4 28 2 18 2")
    path = _ofd(tmp_path / "表.ofd", _grid((20, 50, 70, 90), (30, 40)) + row + _text(2, 22, 60, "附注" * 20))
    (table,) = [block for page in _read(path) for block in page.blocks if isinstance(block, Table)]
    assert [str(cell.text) for cell in table.cells] == ["设备", "12", "34"]


def test_repeated_distances_are_expanded(tmp_path: Path) -> None:
    row = _text(1, 22, 37, "设备12345678", "4 28 g 3 2 18 g 3 2")
    path = _ofd(tmp_path / "表.ofd", _grid((20, 50, 70, 90), (30, 40)) + row + _text(2, 22, 60, "附注" * 20))
    (table,) = [block for page in _read(path) for block in page.blocks if isinstance(block, Table)]
    assert [str(cell.text) for cell in table.cells] == ["设备", "1234", "5678"]


def test_a_page_is_drawn_with_its_words_where_they_are_read(tmp_path: Path) -> None:
    """What a reviewer sees in a value's box must be that value's ink."""
    row = _text(1, 22, 37, "设备1234", "4 28 2 18 2")
    path = _ofd(tmp_path / "表.ofd", _grid((20, 50, 70, 90), (30, 40)) + row + _text(2, 22, 60, "附注" * 20))
    (table,) = [block for page in _read(path) for block in page.blocks if isinstance(block, Table)]
    drawn = np.asarray(draw_ofd_page(path.read_bytes(), 1, 144).convert("L")) < 128
    assert drawn.shape == (1684, 1191)
    inked = np.zeros_like(drawn)
    for cell in table.cells:
        box = cell.text.box
        assert box is not None
        across = slice(round(box.x0 * 2) - 2, round(box.x1 * 2) + 3)
        part = (slice(round(box.y0 * 2), round(box.y1 * 2) + 1), across)
        assert drawn[part].mean() > 0.08, str(cell.text)
        inked[part] = True
    inside = (
        slice(round(31 / 25.4 * 144), round(39 / 25.4 * 144)),
        slice(round(21 / 25.4 * 144), round(49 / 25.4 * 144)),
    )
    assert not (drawn[inside] & ~inked[inside]).any()
    with pytest.raises(DamagedFileError):
        draw_ofd_page(path.read_bytes(), 2, 144)


@pytest.mark.ocr
def test_a_scanned_page_is_read_from_its_pixels(tmp_path: Path) -> None:
    sheet = Pillow.new("RGB", (1240, 1754), "white")
    font = ImageFont.truetype(str(font_path()), 36)
    ImageDraw.Draw(sheet).text((200, 300), "设备连接数量 1375 台", font=font, fill="black")
    buffer = BytesIO()
    sheet.save(buffer, "PNG")
    scan = '<ofd:ImageObject ID="7" Boundary="0 0 210 297" ResourceID="9"/>'
    path = _ofd(tmp_path / "扫描.ofd", scan, picture=buffer.getvalue())
    (page,) = read_pages(path, OFD, lambda: RapidEngine(1))
    assert page.scanned
    assert "1375" in "".join(str(block.text) for block in page.blocks if isinstance(block, Paragraph))
    drawn = np.asarray(draw_ofd_page(path.read_bytes(), 1, 150).convert("L"))
    assert (drawn[300:336, 200:600] < 128).any()
    assert not (drawn[600:] < 128).any()


def test_what_can_not_be_read_is_refused_by_name(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.ofd", "w") as file:
        file.writestr("OFD.xml", "<OFD><DocBody><DocRoot>nowhere.xml</DocRoot></DocBody></OFD>")
    with pytest.raises(DamagedFileError):
        count_pages(tmp_path / "a.ofd", OFD)
    with pytest.raises(EmptyFileError):
        count_pages(_ofd(tmp_path / "b.ofd"), OFD)
    noise = np.random.default_rng(1).bytes(2000)
    scan = '<ofd:ImageObject ID="7" Boundary="0 0 210 297" ResourceID="9"/>'
    with pytest.raises(DamagedFileError):
        _read(_ofd(tmp_path / "c.ofd", scan, picture=noise))
    broken = _ofd(tmp_path / "d.ofd", "<ofd:TextObject>")
    with pytest.raises(DamagedFileError):
        _read(broken)


def _changed(source: Path, path: Path, part: str, change: Callable[[bytes], bytes | None]) -> Path:
    """A copy in which one part is another, or gone."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            data = change(old.read(name)) if name.endswith(part) else old.read(name)
            if data is not None:
                new.writestr(name, data)
    return path


def _three(folder: Path) -> Path:
    return _ofd(folder / "three.ofd", *(_text(3, 20, 30, f"第{n}页") for n in (1, 2, 3)))


@pytest.mark.parametrize("change", [lambda _: None, lambda data: data[:60]])
def test_a_page_that_is_not_there_is_no_empty_page_and_the_others_are_read(
    tmp_path: Path, change: Callable[[bytes], bytes | None]
) -> None:
    path = _changed(_three(tmp_path), tmp_path / "a.ofd", "P1.xml", change)
    assert count_pages(path, OFD) == 3
    with pytest.raises(DamagedFileError):
        list(read_pages(path, OFD, _no_engine, first=2, last=2))
    for number in (1, 3):
        (page,) = read_pages(path, OFD, _no_engine, first=number, last=number)
        assert [str(block.text) for block in page.blocks if isinstance(block, Paragraph)] == [f"第{number}页"]


def test_a_file_whose_parts_are_named_in_small_letters_is_one(tmp_path: Path) -> None:
    with zipfile.ZipFile(_three(tmp_path)) as old, zipfile.ZipFile(tmp_path / "a.ofd", "w") as new:
        for name in old.namelist():
            new.writestr(name.lower(), old.read(name))
    assert media_type_of(tmp_path / "a.ofd") == OFD
    assert len(_read(tmp_path / "a.ofd")) == 3


def test_a_scan_whose_picture_is_missing_is_no_empty_page(tmp_path: Path) -> None:
    scan = '<ofd:ImageObject ID="7" Boundary="0 0 210 297" ResourceID="9"/>'
    whole = _ofd(tmp_path / "whole.ofd", scan, picture=b"any")
    path = _changed(whole, tmp_path / "a.ofd", "scan.png", lambda _: None)
    with pytest.raises(DamagedFileError, match="缺少图片"):
        _read(path)
    assert draw_ofd_page(path.read_bytes(), 1, 20).size[0] > 100


@pytest.mark.parametrize("size", ["0 0 0 0", "0 0 1e9 1e9"])
def test_a_page_of_no_size_or_beyond_any_is_refused(tmp_path: Path, size: str) -> None:
    path = _changed(
        _three(tmp_path), tmp_path / "a.ofd", "Document.xml", lambda data: data.replace(b"0 0 210 297", size.encode())
    )
    with pytest.raises(DamagedFileError):
        _read(path)


def test_what_is_missing_beside_the_pages_is_told(tmp_path: Path) -> None:
    assert told_of_file(_three(tmp_path), OFD) == ""
    template = b'<ofd:TemplatePage ID="77" BaseLoc="Tpls/T.xml"/></ofd:CommonData>'
    path = _changed(
        _three(tmp_path), tmp_path / "a.ofd", "Document.xml", lambda data: data.replace(b"</ofd:CommonData>", template)
    )
    assert "模板" in told_of_file(path, OFD)
    second = b"<ofd:DocBody><ofd:DocRoot>Doc_1/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
    path = _changed(_three(tmp_path), tmp_path / "b.ofd", "OFD.xml", lambda data: data.replace(b"</ofd:OFD>", second))
    assert "文档缺失" in told_of_file(path, OFD)
    assert len(_read(path)) == 3


def test_a_part_that_unpacks_without_end_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.ofd"
    with zipfile.ZipFile(_three(tmp_path)) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name) + b" " * (30_000_000 if name.endswith("P1.xml") else 0))
    with pytest.raises(TooLargeError):
        media_type_of(path)
