"""``heshu doctor`` says which OCR engine is configured and whether it can be."""

from __future__ import annotations

import pytest
import typer
from typer.testing import CliRunner

from desk.cli import doctor_command
from extractors.ocr.choose import NAMES
from pipeline.problems import EngineMissingError


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> typer.Typer:
    """The command with nothing configured."""
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    made = typer.Typer()
    doctor_command.register(made)
    return made


def test_the_default_engine_is_there(app: typer.Typer) -> None:
    done = CliRunner().invoke(app)
    assert "OCR 引擎：rapid（可用）" in done.output


def test_an_engine_without_its_models_fails_the_doctor(app: typer.Typer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HESHU_OCR", "paddle")
    done = CliRunner().invoke(app)
    assert "OCR 引擎：paddle（不可用）" in done.output
    assert isinstance(done.exception, EngineMissingError)
    assert "HESHU_PADDLE_MODELS" in str(done.exception)
