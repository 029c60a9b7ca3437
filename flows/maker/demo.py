"""The demonstration's submissions: few, small, each with something to find; the truth beside them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from flows.maker import pdf, sheets, word
from flows.maker.filled import Style
from flows.maker.marks import add_marks
from flows.maker.scan import scan
from flows.maker.truth import Truth, make_truth
from pipeline.records.load import load_form


@dataclass(frozen=True, slots=True)
class Planted:
    """What was planted in one submission: (slug, keys)."""

    submission: str
    findings: tuple[tuple[str, tuple[str, ...]], ...]


def demo_batch(out: Path) -> list[Planted]:
    """Write ``out/submissions`` and ``out/truth``; returns what was planted."""
    made = [_word_book(out), _pdf_book(out), _scanned_book(out), _broken_book(out)]
    _share_contact(made[0], made[3])
    for truth, write in zip(made, (_write_word, _write_pdf, _write_scan, _write_broken), strict=True):
        folder = out / "submissions" / truth.name
        folder.mkdir(parents=True, exist_ok=True)
        write(truth, folder)
        _write_truth(truth, out / "truth")
    return [Planted(truth.name, tuple(truth.findings)) for truth in made]


def _word_book(_: Path) -> Truth:
    truth = make_truth("示例一-Word申报书", load_form("guangdong-2018"), 11, rows=14)
    truth.fields["users.registered"], truth.fields["users.active"] = "1,200", "1,350"
    truth.findings.append(("part-exceeds-whole", ("users.active", "users.registered")))
    return truth


def _pdf_book(_: Path) -> Truth:
    truth = make_truth("示例二-PDF申报书", load_form("anhui-2023"), 22, rows=12)
    claim(truth, "apps.total", 9, ("count-below-claim", ("apps.total", "apps")))
    return truth


def _scanned_book(_: Path) -> Truth:
    truth = make_truth("示例三-扫描申报书", load_form("anhui-2023"), 33, rows=8)
    truth.lists["enterprises"][-1] = (
        None,
        {**truth.lists["enterprises"][0][1], "serial": str(len(truth.lists["enterprises"]))},
    )
    truth.findings += [("duplicate-row", ("enterprises",)), ("seal-missing", ("promise.seal",))]
    return truth


def _broken_book(_: Path) -> Truth:
    return make_truth("示例四-含损坏文件", load_form("fujian-2023"), 44, rows=8)


def claim(truth: Truth, key: str, more: int, finding: tuple[str, tuple[str, ...]]) -> None:
    """Have the form claim more than its list holds."""
    truth.fields[key] = str(int(str(truth.fields[key])) + more)
    truth.findings.append(finding)


def _share_contact(one: Truth, two: Truth) -> None:
    two.fields["contact.mobile"] = one.fields["contact.mobile"]
    for truth in (one, two):
        truth.findings.append(("shared-contact", ("contact.mobile",)))


def _write_word(truth: Truth, folder: Path) -> None:
    word.write_book(truth, folder / "申报书.docx", Style())
    sheets.write_lists(truth, list(truth.lists), folder / "附件.xlsx")


def _write_pdf(truth: Truth, folder: Path) -> None:
    pdf.write_book(truth, folder / "申报书.pdf", Style(ticked="■", keep_notes=False))
    add_marks(folder / "申报书.pdf", truth, 22)
    kinds = list(truth.lists)
    sheets.write_lists(truth, kinds[:2], folder / "附件1-2.xlsx")
    pdf.write_lists(truth, kinds[2:], folder / "附件3-5.pdf")


def _write_scan(truth: Truth, folder: Path) -> None:
    clean = folder / "clean.pdf"
    pdf.write_book(truth, clean, Style(ticked="■", keep_notes=False))
    add_marks(clean, truth, 33, without=("promise.seal",))
    scan(clean, folder / "扫描件.pdf", 33)
    clean.unlink()
    sheets.write_lists(truth, list(truth.lists), folder / "清单.xlsx")


def _write_broken(truth: Truth, folder: Path) -> None:
    word.write_book(truth, folder / "申报书.docx", Style(empty="☐", ticked="☒"))
    sheets.write_lists(truth, list(truth.lists), folder / "附件.xlsx")
    whole = (folder / "申报书.docx").read_bytes()
    (folder / "补充材料.docx").write_bytes(whole[: len(whole) // 2])


def _write_truth(truth: Truth, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    content = {
        "submission": truth.name, "form": truth.form.id, "fields": truth.fields, "findings": truth.findings,
        "lists": {kind: len(rows) for kind, rows in truth.lists.items()},
    }  # fmt: skip
    (folder / f"{truth.name}.json").write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
