"""Checks a form's definition: what cannot work, and what is probably not meant."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import yaml
from pydantic import ValidationError

from extractors.fields.authoring.lint_fields import field_remarks
from extractors.fields.authoring.lint_layout import layout_remarks
from extractors.fields.authoring.lint_lists import list_remarks
from extractors.fields.authoring.lint_totals import total_remarks
from extractors.fields.authoring.remark import Remark, error, warning
from pipeline.problems import FormDefinitionError
from pipeline.records import FormDef
from pipeline.records.load import FormSpec, form_from_yaml

__all__ = ["Remark", "lint_form", "lint_text"]

_LINTERS: tuple[Callable[[FormDef], Iterator[Remark]], ...] = (
    field_remarks, layout_remarks, total_remarks, list_remarks,
)  # fmt: skip
_KINDS = "text、integer、decimal、percent、date、bool、choice、multichoice、narrative"


def lint_text(text: str) -> tuple[Remark, ...]:
    """Every remark on a definition in YAML; errors first. Never raises: what is wrong is what is asked for."""
    shape = tuple(_shape(text))
    if shape:
        return shape
    try:
        form = form_from_yaml(text)
    except FormDefinitionError as wrong:
        return tuple(error("form", sentence) for sentence in wrong.detail.split("；"))
    return lint_form(form)


def lint_form(form: FormDef) -> tuple[Remark, ...]:
    """Every remark on a definition that loads; errors first."""
    found = [*_head(form), *(remark for linter in _LINTERS for remark in linter(form))]
    return tuple(sorted(found, key=lambda remark: remark.severity != "error"))


def _head(form: FormDef) -> Iterator[Remark]:
    if not form.recognise:
        yield warning("recognise", "没有写识别用语，只能凭版面与其他表单区分")
    if not form.layout:
        yield error("layout", "没有版面，无法从文件中取值")


def _shape(text: str) -> Iterator[Remark]:
    """What the YAML itself gets wrong, in words that name the line or the entry."""
    try:
        FormSpec.model_validate(yaml.safe_load(text))
    except yaml.MarkedYAMLError as wrong:
        line = wrong.problem_mark.line + 1 if wrong.problem_mark else 0
        yield error(f"第 {line} 行", f"YAML 写法有误，请检查缩进、冒号后的空格和引号（{wrong.problem}）")
    except yaml.YAMLError as wrong:
        yield error("YAML", f"YAML 写法有误：{wrong}")
    except ValidationError as wrong:
        for each in wrong.errors():
            yield error(".".join(map(str, each["loc"])), _sentence(each["type"], str(each["msg"]), each["loc"]))


def _sentence(slug: str, message: str, place: tuple[int | str, ...]) -> str:
    if slug == "missing":
        return "缺少这一项"
    if slug == "extra_forbidden":
        return "没有这样的项"
    if slug == "literal_error" and place[-1] == "kind":
        return f"未知的类型；可用的是 {_KINDS}"
    return f"写法有误：{message}"
