"""``heshu doctor``."""

from __future__ import annotations

import sys
from importlib.metadata import packages_distributions, version
from importlib.util import find_spec

import typer

from pipeline.problems import EngineMissingError

_ROOMS = ("pipeline", "extractors", "nlp_models", "search", "flows", "desk")
_PARTS = (
    "pypdfium2",
    "rapidocr",
    "openvino",
    "onnxruntime",
    "spacy",
    "tantivy",
    "prefect",
    "sqlalchemy",
    "elasticsearch",
)
_OPTIONAL = {
    "tesserocr": "tesseract",
    "paddleocr": "paddle",
    "psycopg": "postgres",
    "s3fs": "s3",
    "prefect_dask": "dask",
}


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command(help="检查安装：各引擎、版本、冲突和限制。")
    def doctor() -> None:
        from extractors.limits import LIMITS

        typer.echo(f"Python {sys.version.split()[0]}")
        missing = [part for part in _PARTS if find_spec(part) is None]
        for part in _PARTS:
            typer.echo(f"  {part:14} {'缺失' if part in missing else version(part)}")
        for module, extra in _OPTIONAL.items():
            typer.echo(f"  {module:14} {'已安装' if find_spec(module) else f'未安装（可选：{extra}）'}")
        engine, problem = _engine()
        typer.echo(f"OCR 引擎：{engine}（{'不可用' if problem else '可用'}）")
        typer.echo(
            f"限制：单文件 {LIMITS.file_bytes // 1_000_000} MB，{LIMITS.pages} 页，每页 {LIMITS.seconds_a_page:.0f} 秒"
        )
        typer.echo("解析在子进程中进行，限内存与时间；未启用内核级网络隔离。")
        owners = packages_distributions()
        twice = [f"{room}（{'、'.join(owners[room])}）" for room in _ROOMS if len(set(owners.get(room, []))) > 1]
        if twice:
            raise EngineMissingError(f"这些包与其他软件同名：{'；'.join(twice)}")
        if missing or problem:
            raise EngineMissingError(problem or "、".join(missing))
        typer.echo("一切正常。")


def _engine() -> tuple[str, str]:
    """The OCR engine that is configured, and what stands in its way: empty where nothing does."""
    from extractors.ocr.choose import check, chosen

    try:
        choice = chosen()
    except EngineMissingError as error:
        return "配置有误", error.detail
    try:
        check(choice)
    except EngineMissingError as error:
        return choice.engine, error.detail
    return choice.engine, ""
