"""``heshu demo``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command(help="造几份虚构的申报材料，走一遍全过程，并与已知的答案对照。")
    def demo(
        folder: Annotated[Path, typer.Option("--folder", help="放在哪里")] = Path("demo"),
        prefect: Annotated[bool, typer.Option("--prefect/--no-prefect", help="是否经由 Prefect 流程运行")] = True,
    ) -> None:
        from desk.cli.demonstration import demonstrate

        demonstrate(folder, prefect)
