"""Parts of a book that are no values: the 目录, instructions, what follows; and which form a document is of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from extractors.fields.align import align
from extractors.fields.book import read_book
from extractors.fields.boxes import BoxReading, choose
from extractors.fields.notes import says_nothing, without_empty_titles, without_notes
from extractors.fields.reach import within_reach
from extractors.fields.recognise import recognise
from extractors.fields.sequence import document_sequence, template_tokens, units_of
from extractors.fields.tail import own_tail
from extractors.fields.toc import take_toc
from pipeline.document import BBox, Block, Document, Page, Paragraph, Piece, Text
from pipeline.records import FieldDef, FormDef, LayoutItem
from pipeline.records.load import load_form, load_forms

Fill = Callable[..., Document]


def _text(words: str, page: int | None = None) -> Text:
    box = BBox(0, 0, 10, 10) if page else None
    return Text((Piece(words, page, box, locator=None if page else "paragraph[1]"),))


def _document(*lines: str) -> Document:
    blocks: tuple[Block, ...] = tuple(Paragraph(_text(line)) for line in lines)
    return Document("0" * 64, "docx", (Page(1, blocks, reader="docx"),))


TOC = ("目　录", "一、申报企业基本信息……1", "（1）平台基本信息……2", "1. 平台资源管理能力……3", "附件1：工业设备清单……9",
       "附件1-1 运行设备……10")  # fmt: skip


def test_the_table_of_contents_is_taken_out_with_its_levels() -> None:
    document = _document("封面", *TOC, "一、申报企业基本信息", "企业名称")
    rest, toc = take_toc(document, [(1, block) for block in document.pages[0].blocks])
    assert [str(block.text) for _, block in rest if isinstance(block, Paragraph)] == [
        "封面", "一、申报企业基本信息", "企业名称",
    ]  # fmt: skip
    assert toc is not None
    assert [heading.level for heading in toc] == [1, 2, 3, 2, 3]
    assert toc[0].text == "一、申报企业基本信息"


def test_a_book_without_one_has_none() -> None:
    document = _document("封面", "一、申报企业基本信息")
    assert take_toc(document, [(1, block) for block in document.pages[0].blocks])[1] is None


@pytest.mark.parametrize("form", load_forms(), ids=lambda form: form.id)
def test_each_form_is_told_from_the_others(form: FormDef, fill: Fill) -> None:
    found, score = recognise(fill(form, {}), load_forms())
    assert found is not None
    assert (found.id, score > 0.8) == (form.id, True)


@pytest.mark.parametrize("form", load_forms(), ids=lambda form: form.id)
def test_a_book_is_known_without_its_cover(form: FormDef, fill: Fill) -> None:
    page = fill(form, {}).pages[0]
    found, _ = recognise(Document("0" * 64, "docx", (Page(1, page.blocks[12:], reader="docx"),)), load_forms())
    assert found is not None
    assert found.id == form.id


def test_papers_are_no_book() -> None:
    assert recognise(_document("营业执照", "统一社会信用代码", "法定代表人", "注册资本"), load_forms())[0] is None
    assert recognise(_document(), load_forms()) == (None, 0.0)


def test_instructions_are_taken_out_however_they_are_broken() -> None:
    own = without_notes(
        _text("发展历程、主营业\n务、市场销售等。\u2029公司成立于二〇一四年。"), ("发展历程、主营业务、市场销售等.",)
    )
    assert str(own).strip() == "公司成立于二〇一四年。"


def test_words_like_an_instruction_are_kept() -> None:
    words = "公司的发展历程分三个阶段。"
    assert str(without_notes(_text(words), ("发展历程、主营业务、市场销售等方面基本情况.",))) == words


def test_titles_left_standing_on_each_other_say_nothing() -> None:
    titles = ("二、核心竞争力介绍", "一、单位情况介绍")
    stacked = _text("一、单位情况介绍\n二、核心竞争力介绍\n公司成立于二〇一四年。")
    assert str(without_empty_titles(stacked, titles)) == "公司成立于二〇一四年。"
    used = _text("一、单位情况介绍\n公司成立。\n二、核心竞争力介绍\n人才多。")
    assert without_empty_titles(used, titles) == used
    assert says_nothing(_text("一、单位情况介绍\n二、核心竞争力介绍"), titles)
    assert not says_nothing(used, titles)


@pytest.mark.parametrize(
    ("lines", "kept"),
    [
        ([("附件1：清单", 6), ("附件2：证书", 6), ("附件1 工业设备清单", 7)], 2),
        ([("附件1：清单", 6), ("附件2：证书", 7)], 2),
        ([("附件1：清单", 6), ("营业执照副本", 7)], 1),
        ([("附件1：清单", 6), ("附件2：证书", 9)], 1),
    ],
)  # fmt: skip
def test_the_last_narrative_ends_where_the_attachments_begin(lines: list[tuple[str, int]], kept: int) -> None:
    pieces = [piece for words, page in lines for piece in (*_text(words, page).pieces, Piece("\u2029"))]
    wanted = [words for words, _ in lines[:kept]]
    assert str(own_tail(Text(tuple(pieces)))).strip().split("\u2029") == wanted


@pytest.mark.parametrize("form", load_forms(), ids=lambda form: form.id)
def test_attachments_in_the_same_file_are_no_part_of_their_listing(form: FormDef, fill: Fill) -> None:
    listing = "附件1：工业设备清单\n附件2：财务报表"
    book = fill(form, {"materials.list": listing}, notes=False)
    after = _document("附件2：财务报表", "资产负债及利润简表").pages[0].blocks
    whole = Document("0" * 64, "docx", (Page(1, (*book.pages[0].blocks, *after), reader="docx"),))
    values = {value.key: value.value for value in read_book(whole, form).fields}
    assert values["materials.list"] == listing


def _box(option: str, *, ticked: bool = False, seen: bool = True) -> BoxReading:
    return BoxReading(option, _text("☑" if ticked else "□") if seen else Text(), _text(option))


CHOICE = FieldDef("a.b", "甲", "choice", options=("自建", "租用"))
MANY = FieldDef("a.b", "甲", "multichoice", options=("自建", "租用"))
YES_NO = FieldDef("a.b", "甲", "bool")


@pytest.mark.parametrize(
    ("field", "boxes", "value"),
    [
        (CHOICE, [_box("自建"), _box("租用", ticked=True)], "租用"),
        (CHOICE, [_box("自建"), _box("租用")], None),
        (MANY, [_box("自建", ticked=True), _box("租用", ticked=True)], ["自建", "租用"]),
        (MANY, [_box("自建"), _box("租用")], []),
        (YES_NO, [_box("是"), _box("否", ticked=True)], False),
        (YES_NO, [_box("是"), _box("否")], None),
        (YES_NO, [_box("√", ticked=True)], True),
        (YES_NO, [_box("√")], False),
    ],
)
def test_boxes_say_what_is_ticked(field: FieldDef, boxes: list[BoxReading], value: object) -> None:
    choice = choose(field, boxes)
    assert choice.value == value
    assert choice.confidence > 0.9


@pytest.mark.parametrize(
    ("field", "written", "value"),
    [(CHOICE, "租用", "租用"), (MANY, "租用", ["租用"]), (MANY, "自建、租用", []), (MANY, "租用设备", [])],
)
def test_of_options_without_boxes_those_that_were_left_alone_are_meant(
    field: FieldDef, written: str, value: object
) -> None:
    boxes = [_box("自建", seen=False), _box("租用", seen=False)]
    choice = choose(field, [replace(box, words=Text()) for box in boxes], written)
    assert choice.value == value
    assert choice.confidence < 0.9


def test_two_ticks_where_one_is_asked_for_are_doubtful() -> None:
    assert choose(CHOICE, [_box("自建", ticked=True), _box("租用", ticked=True)]).confidence < 0.9
    assert choose(YES_NO, [_box("是", ticked=True), _box("否", ticked=True)]).value is None


def test_a_box_that_was_not_found_makes_the_choice_doubtful() -> None:
    assert choose(CHOICE, [_box("自建", seen=False), _box("租用", ticked=True)]).confidence < 0.9


def test_a_character_read_in_place_of_a_box_makes_the_choice_doubtful() -> None:
    boxes = [_box("自建"), _box("租用")]
    assert choose(CHOICE, [replace(boxes[0], box=Text((Piece("口", 1),))), boxes[1]]).confidence > 0.9
    assert choose(CHOICE, [replace(boxes[0], box=Text((Piece("曰", 1),))), boxes[1]]).confidence < 0.9


def test_the_alignment_is_the_same_whatever_memory_it_may_use(monkeypatch: pytest.MonkeyPatch, fill: Fill) -> None:
    form = load_form("anhui-2023")
    template = template_tokens(units_of(form))
    tokens = document_sequence(fill(form, {"applicant.name": "云岭重工"}).pages[0].blocks).tokens
    whole = align(template, tokens)
    monkeypatch.setattr("extractors.fields.align._EVERY", 7)
    monkeypatch.setattr("extractors.fields.align._KEPT_MOVES", 0)
    assert align(template, tokens) == whole


def test_papers_that_hold_nothing_of_the_form_are_not_aligned(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr("extractors.fields.mending.align", never)
    assert read_book(_document(*["营业执照副本，证照编号一二三四。"] * 50), load_form("anhui-2023")).fields == ()


def test_a_book_amid_very_many_papers_is_found(fill: Fill) -> None:
    form = load_form("anhui-2023")
    book = fill(form, {"applicant.name": "云岭重工"}).pages[0].blocks
    papers = [Paragraph(_text("证照编号一二三四，发证机关印章不清。" * 20))] * 200
    within = within_reach([(1, block) for block in (*papers, *book, *papers, *papers)], template_tokens(units_of(form)))
    assert within[0][1] in book[:12]
    assert len(within) < len(book) + len(papers) * 2 + 1


def test_values_between_printed_words_are_found() -> None:
    fields = (FieldDef("a.b", "甲", "integer"), FieldDef("a.c", "乙", "text"))
    form = FormDef("f", "表", "某省", 2025, fields, (), (LayoutItem(text="总数{a.b}台，负责人{a.c}签字"),))
    template = template_tokens(units_of(form))
    tokens = document_sequence([Paragraph(_text("总数120台，负责人云岭签字"))]).tokens
    spans = align(template, tokens).spans
    taken = ["".join(tokens[slice(*spans[n])]) for n, token in enumerate(template) if token.kind == "hole"]
    assert taken == ["120", "云岭"]
