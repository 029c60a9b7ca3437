"""``heshu form``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from desk.cli.wording import OfficeTyper


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = OfficeTyper(help="表式：新一年的表是一个 YAML 文件，不写程序。", no_args_is_help=True)
    app.add_typer(group, name="form")

    @group.command(help="检查一个表式定义。")
    def lint(file: Annotated[Path, typer.Argument(help="YAML 文件")]) -> None:
        from desk.cli.forms import lint_file

        lint_file(file)

    @group.command(help="由空白表（docx）生成第一稿 YAML。")
    def draft(
        blank: Annotated[Path, typer.Argument(help="空白表 docx")],
        out: Annotated[Path, typer.Option("--out", help="输出 YAML")],
    ) -> None:
        from desk.cli.forms import draft_file

        draft_file(blank, out)

    @group.command(help="用一份填好的样例试读一个表式定义。")
    def test(
        file: Annotated[Path, typer.Argument(help="YAML 文件")],
        example: Annotated[Path, typer.Argument(help="填好的样例（docx 或有文字层的 PDF）")],
    ) -> None:
        from desk.cli.forms import try_file

        try_file(file, example)
