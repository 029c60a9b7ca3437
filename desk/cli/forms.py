"""What ``heshu form`` does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from pipeline.document import Document
from pipeline.problems import FormDefinitionError


def lint_file(file: Path) -> None:
    """Check a definition; says what is wrong.

    Raises:
        FormDefinitionError: it contradicts itself.
    """
    from extractors.fields.authoring import lint_text

    remarks = lint_text(file.read_text(encoding="utf-8"))
    for remark in remarks:
        typer.echo(f"{remark}")
    wrong = [remark for remark in remarks if remark.severity == "error"]
    if wrong:
        raise FormDefinitionError(f"{file.name}：{len(wrong)} 处")
    typer.echo("定义没有问题。")


def draft_file(blank: Path, out: Path) -> None:
    """Make a first YAML from a blank form."""
    from extractors.fields.authoring import draft_form

    out.write_text(draft_form(_document(blank), out.stem), encoding="utf-8")
    typer.echo(f"已写出 {out}，请核对字段键、类型和选项，再用 heshu form lint 检查。")


def try_file(file: Path, example: Path) -> None:
    """Read an example by a definition and show every field."""
    from extractors.fields.authoring import try_form
    from pipeline.records.load import form_from_yaml, load_forms

    form = form_from_yaml(file.read_text(encoding="utf-8"))
    trial = try_form(form, _document(example), load_forms())
    typer.echo(
        f"{form.title}：找到印刷文字的 {trial.score:.0%}，" + ("可识别" if trial.recognised else "未被识别为此表式")
    )
    for each in trial.fields:
        value = each.value
        typer.echo(f"  {'✓' if each.sure else '?'} {each.label}：{value.raw or value.status}（{value.confidence:.2f}）")


def _document(file: Path) -> Document:
    from extractors.kinds import media_type_of
    from extractors.ocr.choose import chosen, make_engine
    from extractors.read import read_pages

    with _readable(file, media_type_of(file)) as (path, kind):
        return Document(file.name, kind, tuple(read_pages(path, kind, lambda: make_engine(chosen()))))


@contextmanager
def _readable(file: Path, kind: str) -> Iterator[tuple[Path, str]]:
    """The file and its kind; an old Word file as docx."""
    from extractors.kinds import DOC, media_type_of
    from flows.converting import Converter

    if kind != DOC:
        yield file, kind
        return
    with Converter().as_docx(file, None) as made:
        yield made, media_type_of(made)
