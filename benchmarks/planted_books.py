"""Invented books for ``checks_planted.py``: filled in in many honest ways, or with one planted mistake."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import docx
from planted_mistakes import MISTAKES, SAYS, Found, number_of, plant_narrative

from flows.maker import arithmetic, sheets, word
from flows.maker.filled import Style
from flows.maker.invent import Inventor
from flows.maker.truth import Truth, make_truth
from nlp_models.training.by_hand import by_hand
from pipeline.records.load import load_form

FORMS = ("anhui-2023", "fujian-2023", "guangdong-2018")
EVIDENCE = ("财务报表", "企业运营资质", "产品专利和知识产权证书", "系统和软件运行日志", "服务合同复印件")


def others() -> list[str]:
    """Sentences that speak of numbers and claim no total."""
    return [each.text for each in by_hand() if not any(mark.scope == "whole" for mark in each.marks)]


def rounded(number: int, rng: random.Random) -> str:
    """A true way of saying a number."""
    ways = [str(number), f"{number:,}", str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９"))]
    if number >= 20:
        floor = number // 10 * 10
        ways += [f"{floor}余" if floor < number <= 1.25 * floor else str(number), f"约{round(number, -1)}"]
        ways += [f"近{floor + 10}"] if number >= 0.85 * (floor + 10) else []
    return rng.choice(ways)


def tell(truth: Truth, rng: random.Random) -> None:
    """True claims and distractors in the narratives that have room."""
    keys = [key for key in SAYS if number_of(truth, key) is not None]
    for each in truth.form.fields:
        if each.kind != "narrative" or each.key == "materials.list" or rng.random() < 0.3:
            continue
        told = rng.sample(keys, min(len(keys), rng.randint(1, 3)))
        claims = [rng.choice(SAYS[key]).format(rounded(number_of(truth, key) or 0, rng)) for key in told]
        parts = [*claims, *rng.sample(others(), 2)]
        rng.shuffle(parts)
        text = "".join(part.rstrip("。") + "。" for part in parts)
        before = str(truth.fields[each.key] or "")
        if len(before) + len(text) < (each.limit or 400):
            truth.fields[each.key] = before + text


def choose_type(truth: Truth, rng: random.Random) -> None:
    """Any of the platform types whose sections the maker can fill."""
    form, fields = truth.form, truth.fields
    defined = form.field("platform.type")
    if defined is None:
        return
    chosen = rng.choice([option for option in defined.options if not option.startswith("跨行业")])
    inventor = Inventor(rng.randrange(10**6), form.province)
    fields["platform.type"] = [chosen]
    if "cover.platform_type" in fields:
        fields["cover.platform_type"] = chosen
    for at, key in enumerate(("platform.type_industry", "platform.type_domain", "platform.type_region")):
        if key in fields:
            fields[key] = inventor.pick("industries") if chosen == defined.options[at] else None
    for keys, _, types in arithmetic.sections(form.id):
        for key in keys:
            field = form.field(key)
            assert field is not None
            blank = [] if field.kind == "multichoice" else None
            fields[key] = value_for(field, inventor, truth) if chosen in types else blank
    if chosen == "技术型":
        options = form.field("platform.industries").options
        fields["platform.industries"] = list(options[:3])


def value_for(field, inventor: Inventor, truth: Truth):
    if field.kind == "multichoice":
        return list(field.options[:2])
    if field.kind == "bool":
        return True
    return "1" if field.kind == "integer" else inventor.amount(3, 60) if field.kind != "text" else "已签订"


def vary(truth: Truth, rng: random.Random, folder: Path) -> None:
    """What applicants do differently: 其他, 无, attachments, joint applicants, numbering under each heading."""
    fields = truth.fields
    for key in ("platform.industries", "platform.domains", "platform.technologies"):
        field = truth.form.field(key)
        if field and isinstance(fields[key], list) and fields[key] and rng.random() < 0.4 and f"{key}_other" in fields:
            fields[key] = [*fields[key], "其他"]
            fields[f"{key}_other"] = "竹木加工"
    for key in ("contact.fax", "leader.fax", "projects.provincial_or_standards", "growth.honours"):
        if key in fields and rng.random() < 0.3:
            fields[key] = rng.choice(("无", "/", "—"))
    if "joint[1].name" in fields and rng.random() < 0.5:
        inventor = Inventor(rng.randrange(10**6), truth.form.province)
        fields.update({"joint[1].name": inventor.company(), "joint[1].org_code": inventor.code()})
        fields["joint[1].leader"], fields["joint[1].leader_mobile"] = inventor.person(), inventor.mobile()
        fields["joint[1].leader_title"] = "经理"
    for rows in truth.lists.values():
        if rng.random() < 0.5:
            renumber(rows)
    if rng.random() < 0.6:
        attach(truth, rng, folder)


def renumber(rows) -> None:
    """Numbers that start again under each class."""
    counts: Counter[str | None] = Counter()
    for name, cells in rows:
        counts[name] += 1
        cells["serial"] = str(counts[name])


def attach(truth: Truth, rng: random.Random, folder: Path) -> None:
    """Further evidence that the 材料清单 names, and that is there."""
    lines = str(truth.fields.get("materials.list") or "").splitlines()
    number, document = len(lines), docx.Document()
    for title in rng.sample(EVIDENCE, 3):
        number += 1
        lines.append(f"附件{number}：{title}")
        document.add_heading(f"附件{number} {title}", 1)
        document.add_paragraph("（此处附扫描件）")
    if "materials.list" in truth.fields:
        truth.fields["materials.list"] = "\n".join(lines)
        folder.mkdir(parents=True, exist_ok=True)
        document.save(str(folder / "佐证材料.docx"))


def book(name: str, form: str, rng: random.Random, folder: Path, mistake: int | None) -> list[Found]:
    truth = make_truth(name, load_form(form), rng.randrange(10**6), rows=rng.choice((6, 10, 16, 40)))
    for each in truth.form.fields:
        if each.kind == "multichoice" and each.required and truth.fields[each.key] == []:
            truth.fields[each.key] = [each.options[0]]
    choose_type(truth, rng)
    vary(truth, rng, folder)
    expected: list[Found] = []
    if mistake is not None and MISTAKES[mistake] is not plant_narrative:
        expected = MISTAKES[mistake](truth, rng)
    tell(truth, rng)
    if mistake is not None and MISTAKES[mistake] is plant_narrative:
        expected = plant_narrative(truth, rng)
    folder.mkdir(parents=True, exist_ok=True)
    style = Style(*rng.choice((("□", "■"), ("□", "☑"), ("☐", "☒"))), keep_notes=rng.random() < 0.6)
    word.write_book(truth, folder / "申报书.docx", style)
    if truth.lists:
        sheets.write_lists(truth, list(truth.lists), folder / "附件清单.xlsx")
    return expected
