"""The truth of an invented submission: what is written in each field and list, and what it means."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from flows.maker import arithmetic
from flows.maker.invent import Inventor
from flows.maker.rows import list_rows
from pipeline.checks.programme import programme_of
from pipeline.records import FieldDef, FormDef

Written = str | list[str] | bool | None


@dataclass(slots=True)
class Truth:
    """``fields``: what is written by key (a string as it stands, ticked options, yes or no, None for blank).

    ``lists``: (class, cells) by kind. ``findings``: (slug, keys) that were planted.
    """

    name: str
    form: FormDef
    fields: dict[str, Written] = field(default_factory=dict)
    lists: dict[str, list[tuple[str | None, dict[str, str]]]] = field(default_factory=dict)
    findings: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)


def make_truth(name: str, form: FormDef, seed: int, rows: int = 8) -> Truth:
    """A submission without a fault; ``rows`` is about how long its lists are."""
    inventor = Inventor(seed, form.province)
    truth = Truth(name, form)
    for each in form.fields:
        truth.fields[each.key] = _value(each, inventor, form)
    _agree(truth, inventor)
    for definition in form.lists:
        if not definition.recommendations and not definition.due_if:
            truth.lists[definition.kind] = list_rows(definition, inventor, rows)
    _killers_are_apps(truth)
    _count(truth)
    _sums(truth)
    return truth


def _killers_are_apps(truth: Truth) -> None:
    """The five apps of the list of killer apps stand in the list of apps."""
    apps = truth.lists.get("apps", [])
    for (_, killer), (_, app) in zip(truth.lists.get("killer_apps", []), apps, strict=False):
        killer["name"] = app["name"]


_BY_NAME: dict[str, Callable[[Inventor], str]] = {
    "phone": Inventor.landline,
    "fax": Inventor.landline,
    "mobile": Inventor.mobile,
    "email": Inventor.email,
    "org_code": Inventor.code,
    "leader_mobile": Inventor.mobile,
}
_BY_KIND = {"title": "titles", "leader_title": "titles", "nature": "natures", "credit_rating": "ratings"}
_LEFT_BLANK = ("joint[", "platform.type_", "platform.build_partner", "technology.key_other")


def _value(each: FieldDef, inventor: Inventor, form: FormDef) -> Written:
    last = each.key.rsplit(".", 1)[-1]
    if each.is_mark or each.is_tick:
        return True
    if each.key.startswith(_LEFT_BLANK) or each.key.endswith("_other") or _is_reserved(each, form):
        return [] if each.kind == "multichoice" else None
    if last in _BY_NAME:
        return _BY_NAME[last](inventor)
    if last in _BY_KIND:
        return inventor.pick(_BY_KIND[last])
    return _by_field_kind(each, inventor, form)


def _is_reserved(each: FieldDef, form: FormDef) -> bool:
    """A section for other platform types than the one that is invented."""
    return any(each.key in fields for fields, _, _ in arithmetic.sections(form.id))


def _by_field_kind(each: FieldDef, inventor: Inventor, form: FormDef) -> Written:
    rng = inventor.rng
    if each.kind == "integer":
        return str(rng.randint(1, 8))
    if each.kind == "decimal":
        return inventor.amount(200, 9000)
    if each.kind == "percent":
        return (
            f"{rng.uniform(5, 60):.2f}%"
            if each.unit == "%" and "_____" not in each.label
            else f"{rng.uniform(5, 60):.1f}"
        )
    if each.kind == "date":
        return f"{form.year - rng.randint(3, 9)}年{rng.randint(1, 12)}月{rng.randint(1, 28)}日"
    if each.kind == "bool":
        return rng.random() < 0.7
    if each.kind == "choice":
        return [each.options[0]]
    if each.kind == "multichoice":
        return [option for option in each.options if rng.random() < 0.4 and not option.startswith("其他")]
    return inventor.prose() if each.kind == "narrative" else inventor.pick("industries")


def _agree(truth: Truth, inventor: Inventor) -> None:
    """What must be the same everywhere: names, dates, cities, the provider of a rented cloud."""
    fields, form = truth.fields, truth.form
    company, platform = inventor.company(), f"{inventor.pick('heads')}工业互联网平台"
    deadline = programme_of(form.id).deadline
    year, month, day = (deadline.last_day if deadline else f"{form.year}-06-10").split("-")
    declared = f"{year}年{int(month)}月{max(1, int(day) - 6)}日"
    known = {
        "cover.applicant": company, "applicant.name": company, "platform.builder": company,
        "cover.platform_name": platform, "platform.name": platform, "cover.project_name": platform,
        "cover.recommender": f"{inventor.city}经济和信息化局", "cover.declared_on": declared,
        "promise.signed_on": declared, "recommendation.signed_on": declared,
        "applicant.address": f"{form.province}{inventor.city}{inventor.pick('roads')}{inventor.rng.randint(2, 990)}号",
        "contact.name": inventor.person(), "leader.name": inventor.person(),
        "platform.iaas_provider": None, "materials.list": _materials(form),
    }  # fmt: skip
    fields.update({key: value for key, value in known.items() if key in fields})
    if "cover.platform_leader" in fields:
        fields["cover.platform_leader"] = fields["leader.name"]
    if "cover.platform_type" in fields:
        fields["platform.type"], fields["cover.platform_type"] = ["行业型"], "行业型"
    if "platform.type_industry" in fields:
        fields["platform.type_industry"] = inventor.pick("industries")
    for keys, kind, types in arithmetic.sections(form.id):
        chosen = fields.get(kind)
        if isinstance(chosen, list) and chosen and chosen[0] in types:
            fields.update({key: _own(form.field(key), inventor, form) for key in keys})


def _own(each: FieldDef | None, inventor: Inventor, form: FormDef) -> Written:
    assert each is not None, "programmes name fields of their form"
    return _by_field_kind(each, inventor, form)


def _materials(form: FormDef) -> str:
    lists = [each for each in form.lists if not each.recommendations and not each.due_if]
    return "\n".join(f"附件{n}：{each.title}" for n, each in enumerate(lists, 1))


def _count(truth: Truth) -> None:
    """The claimed counts are those of the lists."""
    for each in truth.form.lists:
        rows = truth.lists.get(each.kind)
        for name, key in each.claimed_by.items():
            if rows is not None and key in truth.fields:
                truth.fields[key] = str(sum(not name or own == name for own, _ in rows))


def _sums(truth: Truth) -> None:
    """Totals that no list decides are made of their parts; parts never exceed their whole."""
    fields, form = truth.fields, truth.form.id
    claimed = {key for each in truth.form.lists for key in each.claimed_by.values()}
    for total, parts in arithmetic.sums(form):
        free = [key for key in parts if key not in claimed]
        fixed = sum(int(str(fields[key])) for key in parts if key in claimed)
        share, rest = divmod(max(0, int(str(fields[total])) - fixed), max(1, len(free)))
        for n, key in enumerate(free):
            fields[key] = str(share + (rest if n == 0 else 0))
    for part, whole in arithmetic.parts(form):
        one, two = _number(fields.get(part)), _number(fields.get(whole))
        if one is not None and two is not None and one > two:
            fields[part] = fields[whole]
    for percent, amount, base in arithmetic.ratios(form):
        above, below = _number(fields.get(amount)), _number(fields.get(base))
        if above is not None and below:
            fields[percent] = f"{100 * above / below:.1f}"


def _number(written: Written) -> float | None:
    try:
        return float(str(written).replace(",", "").rstrip("%"))
    except ValueError:
        return None
