"""``heshu doctor``."""

from __future__ import annotations

import sys
from dataclasses import fields
from importlib.metadata import packages_distributions, version
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from pipeline.problems import EngineMissingError, Exit

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

    @app.command(help="检查安装：各引擎、版本、冲突、限制和隔离；或试读一个文件夹中的所有文件（--corpus）。")
    def doctor(
        corpus: Annotated[
            Path | None, typer.Option(help="逐个试读该文件夹中的文件，列出结果、原因、用时和内存")
        ] = None,
        as_json: Annotated[bool, typer.Option("--json", help="与 --corpus 同用：每个文件一行 JSON")] = False,
    ) -> None:
        if corpus is not None:
            from desk.cli.corpus import survey_folder

            raise typer.Exit(int(Exit.OK if survey_folder(corpus, as_json) else Exit.FAILED))
        missing, problem = _tell_parts()
        _tell_limits()
        _tell_confinement()
        owners = packages_distributions()
        twice = [f"{room}（{'、'.join(owners[room])}）" for room in _ROOMS if len(set(owners.get(room, []))) > 1]
        if twice:
            raise EngineMissingError(f"这些包与其他软件同名：{'；'.join(twice)}")
        if missing or problem:
            raise EngineMissingError(problem or "、".join(missing))
        typer.echo("一切正常。")


def _tell_parts() -> tuple[list[str], str]:
    """The parts that are missing, and what stands in the way of the OCR engine."""
    typer.echo(f"Python {sys.version.split()[0]}")
    missing = [part for part in _PARTS if find_spec(part) is None]
    for part in _PARTS:
        typer.echo(f"  {part:14} {'缺失' if part in missing else version(part)}")
    for module, extra in _OPTIONAL.items():
        typer.echo(f"  {module:14} {'已安装' if find_spec(module) else f'未安装（可选：{extra}）'}")
    typer.echo(f"LibreOffice（读取旧版 doc）：{_office()}")
    engine, problem = _engine()
    typer.echo(f"OCR 引擎：{engine}（{'不可用' if problem else '可用'}）")
    return missing, problem


def _tell_limits() -> None:
    from extractors.limits import LIMITS, PREFIX

    typer.echo(f"对来件的限制（可用环境变量 {PREFIX}… 调整）：")
    for field in fields(LIMITS):
        typer.echo(f"  {PREFIX}{field.name.upper()}={getattr(LIMITS, field.name)}")


def _tell_confinement() -> None:
    """What was tried in a child process and refused there; what was not refused is said as plainly."""
    from flows.pool import Pool

    with TemporaryDirectory(prefix="heshu-") as spool, Pool(1, Path(spool)) as pool:
        proof = pool.proof()
    typer.echo("解析来件的子进程（逐项实测）：")
    for holds, words in (
        (proof.no_network, "不能使用网络"),
        (proof.no_programs, "不能启动其他程序"),
        (proof.no_writing, "不能改动解包目录以外的文件"),
    ):
        typer.echo(f"  {'✓' if holds else '✗ 本机内核不支持：'} {words}")
    for limit, words in ((proof.memory, "内存"), (proof.file_size, "写出的文件")):
        typer.echo(f"  ✓ {words}不超过 {limit // 1_000_000} MB" if limit else f"  ✗ {words}未受限制")


def _office() -> str:
    from flows.converting import installed_office

    try:
        office = installed_office()
    except EngineMissingError as error:
        return error.detail
    return str(office.program) if office else "未安装或已停用（可选：libreoffice-writer-nogui）"


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
