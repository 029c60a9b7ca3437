"""``heshu assess``."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from desk.cli.options import StoreOption, existing
from pipeline.problems import UsageError


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command(help="以任一批次的要求衡量一份申报：要求、依据、申报值、清单佐证、是否达到。")
    def assess(
        submission: Annotated[str, typer.Argument(help="申报件名称")],
        store: StoreOption,
        programme: Annotated[str, typer.Option("--programme", help="批次，如 changzhou-region")],
        as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出")] = False,
    ) -> None:
        from dataclasses import asdict

        from pipeline.checks.assess import VERDICTS, assess_record
        from pipeline.checks.programme import load_programmes
        from pipeline.records.load import load_form

        found = next((each for each in load_programmes() if each.id == programme), None)
        if found is None:
            names = "、".join(each.id for each in load_programmes())
            raise UsageError(f"没有批次 {programme}，可选：{names}")
        record = existing(store).record(submission)
        if record is None or record.form is None:
            raise UsageError(f"没有申报件「{submission}」，或其表式未识别")
        lines = assess_record(record, load_form(record.form), found)
        if as_json:
            typer.echo(json.dumps([asdict(line) for line in lines], ensure_ascii=False, indent=1))
            return
        typer.echo(found.title)
        for line in lines:
            declared, evidenced = line.declared or "—", line.evidenced or "—"
            typer.echo(f"[{VERDICTS[line.verdict]}] {line.requirement}；申报 {declared}；清单 {evidenced}")
            typer.echo(f"    依据：{line.basis}")
