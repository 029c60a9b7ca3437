"""What ``heshu form`` does."""

from __future__ import annotations

from pathlib import Path

import typer

from pipeline.problems import FormDefinitionError


def lint_file(file: Path) -> None:
    """Check a definition; says what is wrong.

    Raises:
        FormDefinitionError: it contradicts itself.
    """
    from extractors.fields.authoring import lint

    wrong = list(lint(file.read_text(encoding="utf-8")))
    for each in wrong:
        typer.echo(str(each))
    if wrong:
        raise FormDefinitionError(f"{file.name}：{len(wrong)} 处")
    typer.echo("定义没有问题。")


def draft_file(blank: Path, out: Path) -> None:
    """Make a first YAML from a blank form."""
    from extractors.fields.authoring import draft

    out.write_text(draft(blank), encoding="utf-8")
    typer.echo(f"已写出 {out}，请补充字段键、类型和选项后用 heshu form lint 检查。")


def try_file(file: Path, example: Path) -> None:
    """Read an example by a definition and show every field."""
    from extractors.fields.authoring import trial

    for line in trial(file.read_text(encoding="utf-8"), example):
        typer.echo(line)
