from __future__ import annotations

from nlp_models.links import linked
from nlp_models.told import told_in
from pipeline.checks.named import core
from pipeline.document import LINE_BREAK, BBox, Document, Frame, Page, Piece, Source, Text
from pipeline.records import FieldValue, ListRecord, Mention, Record, Row

_PAGE = Page(1, (), 200, 100, Frame.upright(200, 100))


def _told(*lines: str) -> tuple[list[tuple[str, tuple[float, ...] | None]], list[Mention]]:
    pieces: list[Piece] = []
    for n, line in enumerate(lines):
        pieces += [Piece(line, 1, BBox(0, 20 * n, 10 * len(line), 20 * n + 10)), LINE_BREAK]
    document = Document("ab", "application/pdf", (_PAGE,))
    sentences, mentions = told_in({"narrative.cases": Text(tuple(pieces[:-1]))}, document)
    return [(each.source.text, each.source.bbox) for each in sentences], mentions


def test_every_sentence_knows_its_own_place() -> None:
    sentences, _ = _told("平台上线。客户有", "三家。服务良好。")
    assert [text.replace("\n", "") for text, _ in sentences] == ["平台上线。", "客户有三家。", "服务良好。"]
    assert sentences[0][1] == (0.0, 0.0, 0.25, 0.1)
    assert sentences[1][1] == (0.0, 0.0, 0.4, 0.3)  # it goes on in the second line
    assert sentences[2][1] == (0.15, 0.2, 0.4, 0.3)


def test_a_name_is_told_once_where_it_stands_first_though_the_line_breaks_in_it() -> None:
    _, mentions = _told("采用东晟云川机械有限", "公司的网关，东晟云川机械有限公司维护。")
    names = [each for each in mentions if each.kind == "ORG"]
    assert [each.name for each in names] == ["东晟云川机械有限公司"]
    assert names[0].source is not None
    assert names[0].source.bbox is not None
    assert names[0].source.bbox[1::2] == (0.0, 0.3)


def test_names_are_one_without_legal_form_brackets_and_place() -> None:
    assert core("芜湖市皖岭轴承股份有限公司") == core("皖岭轴承有限公司") == core("皖岭轴承（集团）有限公司")
    assert core("皖岭轴承有限公司") != core("皖岭阀门有限公司")
    assert core("合肥") == "合肥"
    assert core("有限公司") == ""


def _list(kind: str, column: str, *names: str) -> ListRecord:
    return ListRecord(kind, tuple(Row({column: name}, Source("ab", 1)) for name in names))


def test_mentions_are_linked_to_the_applicant_its_platform_and_the_rows_of_its_lists() -> None:
    mentions = (
        Mention("ORG", "铸岭智能科技有限公司", "narrative.cases"),
        Mention("ORG", "芜湖皖岭轴承股份有限公司", "narrative.cases"),
        Mention("ORG", "远桥纺织有限公司", "narrative.cases"),
        Mention("PLATFORM", "铸岭工业互联网平台", "narrative.cases"),
        Mention("PARK", "皖岭轴承", "narrative.cases"),
    )
    fields = (
        FieldValue("applicant.name", "申报单位", "安徽铸岭智能科技有限公司", "", "filled", 1.0),
        FieldValue("platform.name", "平台名称", "“铸岭”平台", "", "filled", 1.0),
    )
    lists = (
        _list("enterprises", "name", "皖岭轴承有限公司", "海棠食品有限公司"),
        _list("devices", "enterprise", "皖岭轴承有限公司", "铸岭智能科技有限公司"),
        _list("apps", "name", "远桥纺织有限公司"),
    )
    record = linked(Record("某", "form", fields=fields, lists=lists, mentions=mentions))
    assert [each.same_as for each in record.mentions] == [
        ("applicant", "devices"),
        ("devices", "enterprises"),
        (),
        ("platform",),
        (),
    ]
