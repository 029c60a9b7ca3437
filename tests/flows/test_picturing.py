"""Scanned pages of a store compared across applicants: kept with the signature, found again, shown with places."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from extractors.scan.look import small_look
from flows.crosschecking import signatures
from flows.maker.attached import picture
from flows.picturing import page_of, pictures_of
from flows.processing import signature_to
from flows.versions import reading_version
from pipeline.checks.examples import record_of
from pipeline.checks.signals import signals_across
from pipeline.document import Frame, Page, Paragraph, Piece, Text
from pipeline.records import FileEntry, Record
from pipeline.records.load import load_form
from pipeline.store import Store, open_store
from pipeline.store.store import Reading

WORDS = (
    "技术服务合同", "合同编号:HT-2020-9684", "甲方:滁州云川包装有限公司", "乙方:滁州青禾智联科技有限公司",
    "第一条乙方为甲方提供订单排产系统的实施与技术服务", "合同总价为人民币41.06万元", "签订日期:2021年09月04日",
)  # fmt: skip


def keep(store: Store, name: str, sha256: str, seed: int, words: tuple[str, ...]) -> None:
    """A submission of one scanned file: a first page of nothing, then a contract."""
    text = Text(tuple(Piece(word + " ", 2) for word in words))
    look = small_look(np.asarray(picture("contract", seed)))
    pages = [
        Page(1, (), 595.0, 842.0, Frame.upright(595.0, 842.0), "blank", notes=("blank",)),
        Page(2, (Paragraph(text),), 595.0, 842.0, Frame.upright(595.0, 842.0), "rapidocr", look=look),
    ]
    store.keep_pages(sha256, reading_version(), pages)
    store.end_reading(sha256, reading_version(), Reading(2, "read", ""))
    store.receive(name, (FileEntry("附件.pdf", sha256, "application/pdf", 9, 2, "read"),), "k")
    record: Record = record_of({"name": name, "fields": {"applicant.name": f"{name}公司"}}, load_form("anhui-2023"))
    store.keep_record(record, "k", signature_to(record, pictures_of(store, record)))


def test_a_contract_of_two_applicants_is_shown_with_file_and_page(tmp_path: Path) -> None:
    store = open_store(tmp_path / "store")
    other = tuple(word.replace("HT-2020-9684", "JS-2018-1357").replace("41.06", "98.20") for word in WORDS)
    keep(store, "甲", "a" * 64, 5, WORDS)
    keep(store, "乙", "b" * 64, 5, WORDS)
    keep(store, "丙", "c" * 64, 6, tuple(word.replace("2021年09月04日", "2017年11月23日") for word in other))
    shown = signals_across(signatures(store), page_of=page_of(store))
    assert {name: [(each.slug, each.other) for each in seen] for name, seen in shown.items()} == {
        "甲": [("same-picture", "乙")],
        "乙": [("same-picture", "甲")],
    }
    places = [(side.source.sha256[0], side.source.page) for side in shown["甲"][0].evidence if side.source]
    assert places == [("a", 2), ("b", 2)]
