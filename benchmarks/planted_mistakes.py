"""Mistakes of known kinds, planted in an invented book; each says what should be found."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from flows.maker import arithmetic
from flows.maker.invent import Inventor
from flows.maker.truth import Truth

Found = tuple[str, tuple[str, ...]]
SAYS = {
    "devices.total": ("截至填报日期，平台累计接入工业设备{}台", "平台连接工业设备{}台", "平台现已连接各类设备{}台"),
    "models.total": ("平台沉淀工业机理模型及微服务{}个", "目前平台汇聚{}个工业机理模型"),
    "apps.total": ("上架工业APP共{}款", "平台部署工业APP{}个，均可在线订阅"),
    "enterprises.total": ("累计服务企业{}家", "已为{}家企业提供服务"),
    "solutions.total": ("形成解决方案{}个",),
    "protocols.total": ("兼容工业协议{}种",),
    "developers.third_party": ("汇聚第三方开发者{}名",),
    "ip.patents": ("公司拥有专利{}项",),
    "users.registered": ("平台注册用户{}名",),
}  # fmt: skip


def number_of(truth: Truth, key: str) -> int | None:
    written = str(truth.fields.get(key) or "").replace(",", "")
    return int(written) if written.isdigit() and int(written) > 2 else None


def rows_of(truth: Truth, rng: random.Random, least: int = 6) -> str:
    return rng.choice([kind for kind, rows in truth.lists.items() if len(rows) >= least and kind != "killer_apps"])


def claimed(truth: Truth, kind: str) -> str:
    definition = truth.form.list(kind)
    assert definition is not None
    return definition.claimed_by[""]


def plant_count(truth: Truth, rng: random.Random, more: int, slug: str) -> list[Found]:
    kinds = [k for k in truth.lists if "" in truth.form.list(k).claimed_by and not truth.form.list(k).classes]
    kind = rng.choice([k for k in kinds if int(str(truth.fields[claimed(truth, k)])) > 4])
    key = claimed(truth, kind)
    truth.fields[key] = str(int(str(truth.fields[key])) + more)
    return [(slug, (key, kind))]


def plant_duplicate_row(truth: Truth, rng: random.Random) -> list[Found]:
    kind = rows_of(truth, rng)
    rows = truth.lists[kind]
    serial = rows[-1][1].get("serial", "")
    rows[-1] = (rows[-1][0], {**rows[-2][1], "serial": serial})
    return [("duplicate-row", (kind,))]


def plant_duplicate_id(truth: Truth, rng: random.Random) -> list[Found]:
    kind = rng.choice(
        [k for k, rows in truth.lists.items() if truth.form.list(k).id_column and len(rows) >= 6 and k != "killer_apps"]
    )
    column = truth.form.list(kind).id_column
    truth.lists[kind][-1][1][column] = truth.lists[kind][1][1][column]
    return [("duplicate-id", (kind,))]


def plant_blank_cell(truth: Truth, rng: random.Random) -> list[Found]:
    kind = rng.choice([k for k in truth.lists if truth.form.list(k).required_columns and k != "killer_apps"])
    column = rng.choice(truth.form.list(kind).required_columns)
    truth.lists[kind][2][1][column] = rng.choice(("", "—", "无"))
    return [("blank-required-cell", (kind,))]


def plant_serial_gap(truth: Truth, rng: random.Random) -> list[Found]:
    kind = rows_of(truth, rng)
    truth.lists[kind][3][1]["serial"] = str(int(truth.lists[kind][3][1]["serial"]) + 7)
    return [("serial-gap", (kind,))]


def plant_sequential(truth: Truth, rng: random.Random) -> list[Found]:
    if "devices" not in truth.lists or len(truth.lists["devices"]) < 24:
        return []
    for n, (_, cells) in enumerate(truth.lists["devices"][:22]):
        cells["device_id"] = f"EQ-2021-{n + 417:05d}"
    return [("sequential-ids", ("devices",))]


def plant_field(key: str, value: str | None, slug: str) -> Callable[[Truth, random.Random], list[Found]]:
    def plant(truth: Truth, _: random.Random) -> list[Found]:
        if key not in truth.fields:
            return []
        truth.fields[key] = value
        return [(slug, (key,))]

    return plant


def plant_bad_uscc(truth: Truth, _: random.Random) -> list[Found]:
    code = str(truth.fields["applicant.org_code"])
    truth.fields["applicant.org_code"] = code[:-1] + ("A" if code[-1] != "A" else "B")
    return [("bad-uscc", ("applicant.org_code",))]


def plant_narrative(truth: Truth, rng: random.Random) -> list[Found]:
    keys = [key for key in SAYS if number_of(truth, key) is not None]
    narratives = [
        each for each in truth.form.fields if each.kind == "narrative" and each.key != "materials.list"
        and len(str(truth.fields[each.key] or "")) + 60 < (each.limit or 400)
    ]  # fmt: skip
    key, narrative = rng.choice(keys), rng.choice(narratives)
    number = number_of(truth, key) or 0
    said = rng.choice(SAYS[key]).format(rng.choice((number * 2, number * 3 + 1, f"{number * 20}余", f"{number * 3}")))
    pattern = "|".join(re.escape(way.split("{}")[0][-6:]) for way in SAYS[key])
    kept = [
        part for part in str(truth.fields[narrative.key] or "").split("。") if part and not re.search(pattern, part)
    ]
    truth.fields[narrative.key] = "。".join([*kept, said]) + "。"
    return [("narrative-disagrees", (key, narrative.key))]


def plant_sum(truth: Truth, rng: random.Random) -> list[Found]:
    claimed_keys = {key for each in truth.form.lists for key in each.claimed_by.values()}
    choices = [(total, parts) for total, parts in arithmetic.sums(truth.form.id) if not set(parts) & claimed_keys]
    if not choices:
        return []
    total, parts = rng.choice(choices)
    truth.fields[parts[0]] = str(int(str(truth.fields[parts[0]])) + 2)
    if int(str(truth.fields[parts[0]])) > int(str(truth.fields[total])):
        truth.fields[parts[0]] = str(max(0, int(str(truth.fields[parts[0]])) - 3))
    return [("sum-mismatch", (total, *parts))]


def plant_part(truth: Truth, rng: random.Random) -> list[Found]:
    in_sums = {key for total, parts in arithmetic.sums(truth.form.id) for key in (total, *parts)}
    choices = [pair for pair in arithmetic.parts(truth.form.id) if pair[0] not in in_sums]
    choices = [(part, whole) for part, whole in choices if number_of(truth, whole) and truth.fields.get(part)]
    if not choices:
        return []
    part, whole = rng.choice(choices)
    truth.fields[part] = str((number_of(truth, whole) or 0) + 3)
    return [("part-exceeds-whole", (part, whole))]


def plant_missing_list(truth: Truth, rng: random.Random) -> list[Found]:
    kind = rng.choice([k for k in truth.lists if "" in truth.form.list(k).claimed_by])
    del truth.lists[kind]
    return [("list-missing", (claimed(truth, kind), kind))]


def plant_missing_attachment(truth: Truth, _: random.Random) -> list[Found]:
    if "materials.list" not in truth.fields:
        return []
    lines = str(truth.fields["materials.list"]).splitlines()
    truth.fields["materials.list"] = "\n".join([*lines, f"附件{len(lines) + 1}：第三方安全测评报告"])
    return [("attachment-missing", ("materials.list",))]


def plant_missing(truth: Truth, rng: random.Random) -> list[Found]:
    texts = [each.key for each in truth.form.fields if each.required and each.kind == "text"]
    key = rng.choice([key for key in texts if key.startswith(("applicant.", "contact.", "leader."))])
    truth.fields[key] = None
    return [("field-missing", (key,))]


def plant_over_length(truth: Truth, rng: random.Random) -> list[Found]:
    key = rng.choice([f.key for f in truth.form.fields if f.limit and f.kind == "narrative" and f.limit <= 1000])
    limit = truth.form.field(key).limit
    words = Inventor(3, truth.form.province).prose(6)
    truth.fields[key] = (words * 20)[: int(limit * 1.06)]
    return [("over-length", (key,))]


def plant_late(truth: Truth, _: random.Random) -> list[Found]:
    days = {"anhui-2023": "2023年8月21日", "fujian-2023": "2023年6月14日", "guangdong-2018": "2018年8月24日"}
    for key in ("cover.declared_on", "promise.signed_on", "recommendation.signed_on"):
        if key in truth.fields:
            truth.fields[key] = days[truth.form.id]
    return [("late-submission", ("cover.declared_on",))]


def plant_province(truth: Truth, _: random.Random) -> list[Found]:
    truth.fields["applicant.org_code"] = Inventor(5, "广东省" if truth.form.province != "广东省" else "福建省").code()
    truth.fields["applicant.address"] = "江苏省苏州市工业园区星湖街8号"
    return [("not-in-province", ("applicant.address", "applicant.org_code"))]


def plant_class(truth: Truth, rng: random.Random) -> list[Found]:
    if truth.form.id != "fujian-2023":
        return []
    kind = rng.choice(("devices", "models"))
    classes = [(name, key) for name, key in truth.form.list(kind).claimed_by.items() if name]
    (_, one), (_, two) = rng.sample(classes, 2)
    for key, step in ((one, 1), (two, -1)):
        truth.fields[key] = str(int(str(truth.fields[key])) + step)
    return [("class-count-mismatch", (one, kind)), ("class-count-mismatch", (two, kind))]


def plant_killers(truth: Truth, _: random.Random) -> list[Found]:
    if "killer_apps" not in truth.lists:
        return []
    truth.lists["killer_apps"][2][1]["name"] = "从未登记的应用甲"
    return [("killer-apps-not-five", ("killer_apps",))]


MISTAKES: tuple[Callable[[Truth, random.Random], list[Found]], ...] = (
    lambda t, r: plant_count(t, r, 5, "count-below-claim"),
    lambda t, r: plant_count(t, r, -1, "count-above-claim"),
    plant_duplicate_row, plant_duplicate_id, plant_blank_cell, plant_serial_gap, plant_sequential, plant_bad_uscc,
    plant_field("contact.mobile", "1380013800", "bad-phone"),
    plant_field("contact.phone", "0551-123456", "bad-phone"),
    plant_field("contact.email", "office@@abc.cn", "bad-email"),
    plant_field("contact.email", "王经理@abc.cn", "bad-email"),
    plant_field("applicant.founded_on", "2011年2月30日", "bad-date"),
    plant_field("applicant.org_code", "D2143569-1", "bad-org-code"),
    plant_field("solutions.domains", "12", "above-form-maximum"),
    plant_narrative, plant_narrative, plant_sum, plant_part, plant_missing_list, plant_missing_attachment,
    plant_missing, plant_over_length, plant_late, plant_province, plant_class, plant_killers,
)  # fmt: skip
