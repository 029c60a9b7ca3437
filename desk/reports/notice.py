"""补正通知书: what the applicant has to complete or explain, where it stands, and by when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from io import BytesIO

from docx.enum.text import WD_ALIGN_PARAGRAPH

from desk.reports.content import place_of
from desk.reports.safe import printable
from desk.reports.word import add_table, blank_office_document
from pipeline.records import Finding, FormDef, Record

_MISSING = {
    "field-missing",
    "list-missing",
    "attachment-missing",
    "seal-missing",
    "signature-missing",
    "toc-too-shallow",
}
_NOT_FOR_APPLICANTS = {
    "shared-ids", "copied-list", "copied-narrative", "shared-contact", "outlier-claim", "over-quota", "late-submission",
}  # fmt: skip
"""Matters between applicants, or that no completion can heal: they are the office's own."""


def for_the_applicant(findings: Sequence[Finding]) -> tuple[list[Finding], list[Finding]]:
    """(what is missing, what does not agree): open or confirmed findings that the applicant can mend."""
    kept = [each for each in findings if each.slug not in _NOT_FOR_APPLICANTS and each.status != "dismissed"]
    return [each for each in kept if each.slug in _MISSING], [each for each in kept if each.slug not in _MISSING]


def _rows(findings: Sequence[Finding], record: Record) -> list[tuple[str, str, str]]:
    rows = []
    for number, finding in enumerate(findings, 1):
        places = dict.fromkeys(place_of(each.source, record) for each in finding.evidence if each.submission is None)
        rows.append((str(number), finding.message, "；".join(place for place in places if place != "—") or "—"))
    return rows


def word_notice(record: Record, form: FormDef, findings: Sequence[Finding], due: date, today: date) -> bytes:
    """The notice as docx bytes; ``due`` is the last day for the completed material."""
    document = blank_office_document()
    document.add_heading("补正通知书", 0).alignment = WD_ALIGN_PARAGRAPH.CENTER
    applicant = record.field("applicant.name") or record.field("cover.applicant")
    name = str(applicant.value) if applicant and applicant.value else record.name
    document.add_paragraph(f"{printable(name)}：")
    document.add_paragraph(
        f"你单位提交的《{form.title}》申报材料已收悉。经核查，下列内容需要补正或说明，"
        f"请于{due.year}年{due.month}月{due.day}日前提交补正材料；逾期未补正的，按现有材料审核。"
    )
    missing, differing = for_the_applicant(findings)
    for title, group in (("一、缺少的材料和内容", missing), ("二、前后不一致或有误的内容", differing)):
        document.add_heading(title, 1)
        if group:
            add_table(document, ("序号", "需要补正或说明的内容", "所在位置"), _rows(group, record), (1.4, 8.6, 5.8))
        else:
            document.add_paragraph("无。")
    signature = document.add_paragraph(f"\n（受理单位）\n{today.year}年{today.month}月{today.day}日")
    signature.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()
