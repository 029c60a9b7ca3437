"""``heshu recommend``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from desk.cli.options import StoreOption, existing


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command(help="按表式生成推荐汇总表（docx 和 xlsx）。")
    def recommend(
        form: Annotated[str, typer.Argument(help="表式，如 anhui-2023")],
        store: StoreOption,
        out: Annotated[Path, typer.Option("--out", help="输出目录")] = Path(),
        recommender: Annotated[str, typer.Option("--recommender", help="推荐单位；只列该单位推荐的申报")] = "",
    ) -> None:
        from flows.recommend import recommendation_table, write_docx, write_xlsx
        from pipeline.records.load import load_form

        definition, opened = load_form(form), existing(store)
        records = [each for each in opened.records() if each.form == definition.id]
        table = recommendation_table(records, definition, recommender=recommender)
        out.mkdir(parents=True, exist_ok=True)
        write_docx(table, out / "推荐汇总表.docx")
        write_xlsx(table, out / "推荐汇总表.xlsx")
        typer.echo(f"已写出 {out}/推荐汇总表.docx 和 .xlsx")
