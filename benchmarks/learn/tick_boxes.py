"""Learns the tick boxes' model (``extractors/scan/tick_boxes.npz``) from made pages.

``make learn-boxes``, or ``python benchmarks/learn/tick_boxes.py OUT [--books N] [--steps N N]``: pages of so many books
are made and learnt from; then the model is shown all of them, and learns on from what it got wrong. About 40 minutes on
two cores; two runs differ in the last digits. ``benchmarks/ticks.py`` measures the outcome on other books.
"""

from __future__ import annotations

import argparse
import queue
import sys
import threading
from itertools import pairwise
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

import jax
import jax.numpy as jnp
import numpy as np
import optax
from tick_crops import Crops, Hard, Sample, near, samples

from extractors.scan import box_model
from extractors.scan.box_model import ACROSS, BESIDE, BOX, DOWN, RINGED, SCALE, SIDE, SPREADS, STRIDES, TICKED

_CHANNELS = (1, 12, 24, 32, 32, 32, 32)
_SAID = 7
_BATCH = 32
_RATES = (5e-3, 4e-3)
"""Largest steps of learning, first and then from what is hard."""
_HARD = 0.15
"""Score from which what is no box is learnt from."""


def start(seed: int) -> list[tuple[Any, Any]]:
    """Weights (height, width, in, out) and what is added, before anything is learnt."""
    rng, layers = np.random.default_rng(seed), []
    for before, after in pairwise(_CHANNELS):
        gain = np.sqrt(2 / (9 * before)) * (0.5 if before == after else 1)
        layers.append((jnp.asarray(rng.normal(size=(3, 3, before, after)) * gain, jnp.float32), jnp.zeros(after)))
    first = np.zeros(_SAID)
    first[[BOX, BESIDE, RINGED, SIDE]] = -4, -4, -3, 2.5
    layers.append(
        (jnp.asarray(rng.normal(size=(1, 1, 32, _SAID)) * 0.05, jnp.float32), jnp.asarray(first, jnp.float32))
    )
    return layers


def said(layers: list[tuple[Any, Any]], ink: Any) -> Any:
    """What the model says (pictures, rows, columns, what): as ``box_model`` runs it."""
    now = ink
    for (own, added), stride, spread in zip(layers[:-1], STRIDES, SPREADS, strict=True):
        out = jax.nn.relu(_convolved(now, own, stride, spread) + added)
        now = now + out if stride == 1 and own.shape[2] == own.shape[3] else out
    return _convolved(now, layers[-1][0], 1, 1) + layers[-1][1]


def _convolved(now: Any, own: Any, stride: int, spread: int) -> Any:
    around = spread * (own.shape[0] // 2)
    return jax.lax.conv_general_dilated(
        now, own, (stride, stride), ((around, around),) * 2, rhs_dilation=(spread, spread),
        dimension_numbers=("NHWC", "HWIO", "NHWC"),
    )  # fmt: skip


def fault(layers: list[tuple[Any, Any]], ink: Any, true: dict[str, Any]) -> Any:
    """How far what is said lies from what is true."""
    out = said(layers, ink)
    own = true["own"]
    count = jnp.maximum(1, own.sum())

    def within(each: Any) -> Any:
        return (own * each).sum() / count

    boxes = _missed(out[..., BOX], true["box"], true["near box"]) / jnp.maximum(1, true["box"].sum())
    marks = _missed(out[..., BESIDE], true["mark"], true["near mark"]) / jnp.maximum(4, true["mark"].sum())
    place = jnp.abs(out[..., ACROSS] - true["across"]) + jnp.abs(out[..., DOWN] - true["down"])
    return (
        boxes + 0.5 * marks + 2 * within(_entropy(out[..., TICKED], true["ticked"]))
        + 0.5 * within(_entropy(out[..., RINGED], true["ringed"])) + 0.3 * within(place)
        + within(jnp.abs(out[..., SIDE] - true["side"]))
    )  # fmt: skip


def _missed(score: Any, true: Any, close: Any) -> Any:
    """Lin and others' focal loss as Law and Deng have it: what lies near a middle is hardly a fault."""
    seen = jax.nn.sigmoid(score)
    lost = -((1 - seen) ** 2) * jax.nn.log_sigmoid(score)
    false = -((1 - close) ** 4) * seen**2 * jax.nn.log_sigmoid(-score)
    return jnp.where(true > 0, lost, false).sum()


def _entropy(score: Any, true: Any) -> Any:
    return jnp.maximum(score, 0) - score * true + jnp.log1p(jnp.exp(-jnp.abs(score)))


def learnt(layers: list[tuple[Any, Any]], crops: Crops, steps: int, rate: float) -> list[tuple[Any, Any]]:
    """The weights after so many steps."""
    way = optax.adamw(optax.cosine_onecycle_schedule(steps, rate, pct_start=0.1), weight_decay=1e-4)

    @jax.jit
    def step(now: Any, state: Any, ink: Any, true: Any) -> tuple[Any, Any, Any]:
        far, slope = jax.value_and_grad(fault)(now, ink, true)
        change, state = way.update(slope, state, now)
        return optax.apply_updates(now, change), state, far

    ready: queue.Queue[Any] = queue.Queue(6)
    threading.Thread(target=lambda: [ready.put(crops.batch(_BATCH)) for _ in range(steps)], daemon=True).start()
    state, faults = way.init(layers), []
    for number in range(1, steps + 1):
        layers, state, far = step(layers, state, *ready.get())
        faults.append(float(far))
        if number % 100 == 0:
            print(f"{number} of {steps}: {np.mean(faults[-100:]):.3f}", flush=True)
    return layers


def hard_for(layers: list[tuple[Any, Any]], pages: list[Sample]) -> Hard:
    """What the model gets wrong on the pages that it learns from."""
    run, hard = box_model.Model(_kept(layers)), Hard()
    for number, page in enumerate(pages):
        seen = run.look(page.grey, SCALE, _HARD)
        reach = page.boxes[:, 2] / 2
        for x, y in ((s.x + 0.5, s.y + 0.5) for s in seen.boxes):
            if not near((x, y), page.boxes, reach):
                hard.no_boxes.append((number, x, y))
        found = np.array([(s.x + 0.5, s.y + 0.5) for s in seen.boxes], np.float32).reshape(-1, 2)
        lost = ((x, y) for x, y, side in page.boxes[:, :3].tolist() if not near((x, y), found, side / 2))
        hard.lost += [(number, x, y) for x, y in lost]
        hard.no_marks += [(number, x, y) for x, y in seen.beside if not near((x, y), page.marks)]
    print(f"no boxes {len(hard.no_boxes)}, lost {len(hard.lost)}, no marks {len(hard.no_marks)}", flush=True)
    return hard


def _kept(layers: list[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    """As ``box_model`` takes them: weights (out, in, height, width) in sixteen bits, and what is added."""
    turned = [(np.ascontiguousarray(np.transpose(own, (3, 2, 0, 1))), np.asarray(added)) for own, added in layers]
    return [(own.astype(np.float16).astype(np.float32), added.astype(np.float32)) for own, added in turned]


def main() -> None:
    """Learn, and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--books", type=int, default=70)
    parser.add_argument("--steps", type=int, nargs=2, default=(2500, 6500))
    asked = parser.parse_args()
    pages = samples(asked.books)
    print(f"{len(pages)} pages, {sum(len(page.boxes) for page in pages)} boxes", flush=True)
    layers = learnt(start(0), Crops(pages, 1), asked.steps[0], _RATES[0])
    layers = learnt(layers, Crops(pages, 2, hard_for(layers, pages)), asked.steps[1], _RATES[1])
    box_model.keep(asked.out, _kept(layers))


if __name__ == "__main__":
    main()
