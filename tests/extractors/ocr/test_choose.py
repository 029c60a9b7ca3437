"""An office chooses its engine by configuration; what can't be is said in words that help."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from extractors.ocr.choose import BACKENDS, BITS, ENGINES, NAMES, Choice, check, chosen, make_engine
from extractors.ocr.paddle_folders import find_models
from extractors.ocr.tesseract_data import find_data
from extractors.ocr.wheel_models import write_onnx_folders
from pipeline.problems import EngineMissingError

_DOCS = Path(__file__).resolve().parents[3] / "docs"


def test_without_configuration_it_is_the_engine_that_needs_nothing() -> None:
    assert chosen({}) == Choice("rapid", 1, "openvino")


def test_every_setting_arrives() -> None:
    said = {
        "HESHU_OCR": "paddle", "HESHU_OCR_THREADS": "3", "HESHU_OCR_BACKEND": "onnxruntime",
        "HESHU_PADDLE_MODELS": "/models", "HESHU_PADDLE_SIZE": "server", "HESHU_PADDLE_DEVICE": "gpu:0",
        "HESHU_OCR_BITS": "32",
    }  # fmt: skip
    assert set(said) == set(NAMES)
    assert chosen(said) == Choice("paddle", 3, "onnxruntime", Path("/models"), "server", "gpu:0", 32)


@pytest.mark.parametrize(
    ("name", "value"),
    [("HESHU_OCR", "abbyy"), ("HESHU_OCR_BACKEND", "tensorrt"), ("HESHU_OCR_THREADS", "0"), ("HESHU_OCR_BITS", "4")],
)
def test_what_can_not_be_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(EngineMissingError, match=f"{name}.*{value}"):
        chosen({name: value})


def test_every_setting_and_its_values_are_documented() -> None:
    page = (_DOCS / "ocr.md").read_text(encoding="utf-8")
    documented = {line.split("`")[1] for line in page.splitlines() if line.startswith("| `HESHU_")}
    assert documented == set(NAMES)
    assert all(f"`{value}`" in page for value in (*ENGINES, *BACKENDS, *BITS))


def _folder(root: Path, name: str, *files: str) -> None:
    (root / name).mkdir()
    for file in files:
        (root / name / file).write_text(f"Global:\n  model_name: {name}\n" if file.endswith("yml") else "x")


def test_missing_models_are_told_before_paddle_is_loaded(tmp_path: Path) -> None:
    """A process of its own: PaddleOCR takes half a minute to load, and says nothing of use without models."""
    code = (
        "import sys\n"
        "from extractors.ocr.choose import chosen, check, make_engine\n"
        "from pipeline.problems import EngineMissingError\n"
        "for call in (check, make_engine):\n"
        "    try:\n"
        "        call(chosen())\n"
        "    except EngineMissingError as error:\n"
        "        print(error)\n"
        "print([name for name in sys.modules if name.startswith('paddle')])\n"
    )
    environment = {"HESHU_OCR": "paddle", "HESHU_PADDLE_MODELS": str(tmp_path / "none"), "PATH": ""}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    first, second, loaded = done.stdout.splitlines()
    assert first == second
    assert "模型目录不存在" in first
    assert "extractors.ocr.wheel_models" in first
    assert loaded == "[]"


def test_a_folder_without_models_says_what_is_there_and_the_way_out(tmp_path: Path) -> None:
    _folder(tmp_path, "PP-OCRv5_server_det", "inference.json", "inference.pdiparams", "inference.yml")
    with pytest.raises(EngineMissingError, match=r"没有 \*_rec 模型（现有：无）.*下载.*HESHU_OCR"):
        find_models(tmp_path)
    with pytest.raises(EngineMissingError, match="HESHU_PADDLE_MODELS"):
        find_models(None)


def test_half_a_model_is_told(tmp_path: Path) -> None:
    _folder(tmp_path, "PP-OCRv5_server_det", "inference.json", "inference.yml")
    _folder(tmp_path, "PP-OCRv5_server_rec", "inference.json", "inference.pdiparams", "inference.yml")
    with pytest.raises(EngineMissingError, match=r"不完整.*inference\.pdiparams"):
        find_models(tmp_path)
    (tmp_path / "PP-OCRv5_server_det" / "inference.pdiparams").write_text("x")
    (tmp_path / "PP-OCRv5_server_rec" / "inference.json").unlink()
    with pytest.raises(EngineMissingError, match="没有模型文件"):
        find_models(tmp_path)


def test_server_or_mobile_is_chosen_by_name(tmp_path: Path) -> None:
    for size in ("server", "mobile"):
        for part in ("det", "rec"):
            _folder(tmp_path, f"PP-OCRv5_{size}_{part}", "inference.json", "inference.pdiparams", "inference.yml")
    with pytest.raises(EngineMissingError, match="HESHU_PADDLE_SIZE"):
        find_models(tmp_path)
    models = find_models(tmp_path, "server")
    assert (models.detector.name, models.recogniser.name) == ("PP-OCRv5_server_det", "PP-OCRv5_server_rec")
    assert models.runtime == "paddle"


def test_the_installed_wheel_makes_folders_that_fit(tmp_path: Path) -> None:
    write_onnx_folders(tmp_path)
    models = find_models(tmp_path)
    assert models.runtime == "onnxruntime"
    described = (models.recogniser.path / "inference.yml").read_text(encoding="utf-8")
    assert "CTCLabelDecode" in described
    assert described.count("\n  - ") > 18_000


def test_other_weights_are_another_identity(tmp_path: Path) -> None:
    """Pages read by other models must be read again."""
    _folder(tmp_path, "PP-OCRv5_server_det", "inference.onnx", "inference.yml")
    choice = Choice("paddle", models=tmp_path)
    before = choice.identity
    assert before == Choice("paddle", threads=4, models=tmp_path).identity
    (tmp_path / "PP-OCRv5_server_det" / "inference.onnx").write_text("others")
    assert choice.identity != before
    assert Choice().identity != choice.identity
    assert Choice(backend="onnxruntime").identity != Choice().identity
    assert Choice(threads=4).identity == Choice().identity


def test_a_second_opinion_is_another_identity(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages read without Tesseract are read again once it is there."""
    monkeypatch.setattr("extractors.ocr.tesseract_data.find_spec", lambda _: object())
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))
    without = Choice().identity
    (tmp_path / "chi_sim.traineddata").write_bytes(b"data")
    assert Choice().identity != without
    assert Choice("paddle").identity != Choice().identity


def test_rounding_is_another_identity(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractors.ocr.choose.has_eight_bits", lambda: True)
    other, own = Choice(bits=8).identity, Choice(bits=32).identity
    assert other != own
    monkeypatch.setattr("extractors.ocr.choose.has_eight_bits", lambda: False)
    assert Choice(bits=8).identity == Choice(bits=32).identity
    assert Choice(bits=32).identity != own  # second looks were in eight bits


def test_tesseract_without_chinese_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))
    for call in (check, make_engine):
        with pytest.raises(EngineMissingError, match=r"chi_sim.*tesseract-ocr-chi-sim"):
            call(Choice("tesseract"))
    (tmp_path / "chi_sim.traineddata").write_bytes(b"no model")
    assert find_data() == tmp_path
    with pytest.raises(EngineMissingError, match="无法载入"):
        make_engine(Choice("tesseract"))
