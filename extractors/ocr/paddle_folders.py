"""Which of PaddleOCR's model folders to use: looked at before anything of Paddle is imported.

Without its models PaddleOCR tries to reach a hub, and fails after half a minute without saying what is missing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pipeline.problems import EngineMissingError

Runtime = Literal["onnxruntime", "paddle"]

_WAY_OUT = (
    "请在能联网的机器上下载 PaddleOCR 的检测（*_det）和识别（*_rec）模型，拷入该目录；"
    "或运行 python -m extractors.ocr.wheel_models 该目录，由已安装的 rapidocr 生成；"
    "或将 HESHU_OCR 改为 rapid"
)
_NAME = re.compile(r"^\s+model_name:\s*['\"]?([\w.-]+)", re.MULTILINE)
_WEIGHTS: dict[Runtime, tuple[str, ...]] = {
    "onnxruntime": ("inference.onnx",),
    "paddle": ("inference.json", "inference.pdmodel"),
}


@dataclass(frozen=True, slots=True)
class ModelFolder:
    """One model: its folder, PaddleOCR's name for it, and what its weights run on."""

    path: Path
    name: str
    runtime: Runtime


@dataclass(frozen=True, slots=True)
class Models:
    """A detector and a recogniser that run on the same."""

    detector: ModelFolder
    recogniser: ModelFolder

    @property
    def runtime(self) -> Runtime:
        """What both run on."""
        return self.detector.runtime


def find_models(root: Path | None, size: str = "") -> Models:
    """The detector and the recogniser among the folders of ``root``.

    Args:
        root: the folder of model folders; None where none is configured.
        size: ``server``, ``mobile``, ``medium``, ``small`` or any other part of the models' names, where ``root``
            holds more than one pair.

    Raises:
        EngineMissingError: there is no such folder, a model is missing or incomplete, or it is unclear which is meant.
    """
    if root is None:
        raise EngineMissingError(f"没有设置 PaddleOCR 的模型目录（HESHU_PADDLE_MODELS）；{_WAY_OUT}")
    if not root.is_dir():
        raise EngineMissingError(f"PaddleOCR 的模型目录不存在：{root}；{_WAY_OUT}")
    detector, recogniser = _only(root, "_det", size), _only(root, "_rec", size)
    if detector.runtime != recogniser.runtime:
        raise EngineMissingError(f"{detector.name} 与 {recogniser.name} 的格式不同（ONNX 与 Paddle），不能一起使用")
    return Models(detector, recogniser)


def _only(root: Path, part: str, size: str) -> ModelFolder:
    """The one folder whose model is of that part (and size)."""
    named = [(path, name) for path in sorted(root.iterdir()) if (name := _name(path)) and name.endswith(part)]
    fitting = [(path, name) for path, name in named if size in name]
    if not fitting:
        there = "、".join(name for _, name in named) or "无"
        wanted = f"{size} 的 *{part}" if size else f"*{part}"
        raise EngineMissingError(f"{root} 中没有 {wanted} 模型（现有：{there}）；{_WAY_OUT}")
    if len(fitting) > 1:
        there = "、".join(name for _, name in fitting)
        raise EngineMissingError(f"{root} 中有多个 *{part} 模型（{there}），请用 HESHU_PADDLE_SIZE 指明（如 server）")
    return ModelFolder(*fitting[0], _runtime(fitting[0][0]))


def _name(folder: Path) -> str:
    """The model's name as its ``inference.yml`` says; the folder's own name where that file is missing."""
    if not folder.is_dir():
        return ""
    described = folder / "inference.yml"
    found = _NAME.search(described.read_text(encoding="utf-8", errors="replace")) if described.is_file() else None
    return found.group(1) if found else folder.name


def _runtime(folder: Path) -> Runtime:
    """What the folder's weights run on."""
    for runtime, names in _WEIGHTS.items():
        weights = next((folder / name for name in names if (folder / name).is_file()), None)
        if weights is None:
            continue
        wanted = ["inference.yml"] if runtime == "onnxruntime" else ["inference.yml", "inference.pdiparams"]
        missing = [name for name in wanted if not (folder / name).is_file()]
        if missing or weights.stat().st_size == 0:
            raise EngineMissingError(
                f"{folder} 不完整，缺少 {'、'.join(missing) or weights.name + ' 的内容'}；{_WAY_OUT}"
            )
        return runtime
    raise EngineMissingError(
        f"{folder} 中没有模型文件（inference.onnx 或 inference.json、inference.pdmodel）；{_WAY_OUT}"
    )
