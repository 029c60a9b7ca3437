"""Trains the spaCy pipelines and the log-linear models and writes them to ``nlp_models/model``: ``make train``.

Reproducible: fixed seeds, one thread, no pretrained vectors. ``python -m nlp_models.training.train [OUT]``.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import spacy
from spacy.language import Language
from spacy.training import Example
from spacy.util import minibatch
from thinc.api import fix_random_seed

from nlp_models.resolve import SCOPES
from nlp_models.training.by_hand import by_hand
from nlp_models.training.claim_examples import examples
from nlp_models.training.fit import fit_choice, fit_labels, save
from nlp_models.training.make_data import Size, write

_SEED = 7
_TOK2VEC = {
    "@architectures": "spacy.HashEmbedCNN.v2",
    "pretrained_vectors": None,
    "width": 64,
    "depth": 3,
    "embed_size": 1500,
    "window_size": 1,
    "maxout_pieces": 3,
    "subword_features": False,
}


def _read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _scope(nlp: Language, rows: Sequence[dict[str, Any]], labels: Sequence[str]) -> list[Example]:
    return [
        Example.from_dict(
            nlp.make_doc(row["text"]), {"cats": {label: float(label == row["label"]) for label in labels}}
        )
        for row in rows
    ]


def _names(nlp: Language, rows: Sequence[dict[str, Any]]) -> list[Example]:
    return [
        Example.from_dict(nlp.make_doc(row["text"]), {"entities": [tuple(span) for span in row["spans"]]})
        for row in rows
    ]


def _fit(nlp: Language, examples: list[Example], rounds: int) -> None:
    optimizer = nlp.initialize(lambda: examples[:200])
    rng = random.Random(_SEED)  # noqa: S311 - order of training, not secrets
    for _ in range(rounds):
        rng.shuffle(examples)
        for batch in minibatch(examples, 64):  # type: ignore[no-untyped-call]
            nlp.update(batch, sgd=optimizer, drop=0.3)


def train_scope(data: Path, out: Path, rounds: int = 6) -> dict[str, float]:
    """Train the scope classifier; returns its scores on frames never seen."""
    nlp = spacy.blank("zh")
    model = {
        "@architectures": "spacy.TextCatEnsemble.v2",
        "tok2vec": _TOK2VEC,
        "linear_model": {
            "@architectures": "spacy.TextCatBOW.v3",
            "exclusive_classes": True,
            "ngram_size": 3,
            "no_output_layer": False,
            "length": 16384,
        },
    }
    train, test = _read(data / "scope.train.jsonl"), _read(data / "scope.test.jsonl")
    labels = sorted({row["label"] for row in train})
    categorizer = nlp.add_pipe("textcat", config={"model": model})
    for label in labels:
        categorizer.add_label(label)  # type: ignore[attr-defined]
    _fit(nlp, _scope(nlp, train, labels), rounds)
    scores = nlp.evaluate(_scope(nlp, test, labels))
    nlp.to_disk(out / "scope")
    return {"scope_macro_f": scores["cats_macro_f"], "scope_micro_f": scores["cats_micro_f"]}


def train_names(data: Path, out: Path, rounds: int = 12) -> dict[str, float]:
    """Train the recogniser of named things; returns its scores on frames never seen."""
    nlp = spacy.blank("zh")
    model = {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": "ner",
        "extra_state_tokens": False,
        "hidden_width": 64,
        "maxout_pieces": 2,
        "use_upper": True,
        "tok2vec": _TOK2VEC,
    }
    nlp.add_pipe("ner", config={"model": model})
    _fit(nlp, _names(nlp, _read(data / "names.train.jsonl")), rounds)
    scores = nlp.evaluate(_names(nlp, _read(data / "names.test.jsonl")))
    nlp.to_disk(out / "names")
    return {"names_f": scores["ents_f"], "names_p": scores["ents_p"], "names_r": scores["ents_r"]}


def train_claims(out: Path) -> None:
    """Fit what numbers count and how they are meant to the sentences marked by hand."""
    made = examples(by_hand())
    save(fit_choice(made.ties), out / "claims" / "ties.json")
    save(fit_labels(made.scopes, SCOPES), out / "claims" / "scopes.json")


def train(out: Path) -> dict[str, float]:
    """Make the data, train all from the same seed, write them to ``out``, and keep the scores beside them."""
    out.mkdir(parents=True, exist_ok=True)
    train_claims(out)
    with TemporaryDirectory() as folder:
        write(Path(folder), _SEED, Size())
        scores: dict[str, float] = {}
        for fit in (train_scope, train_names):
            fix_random_seed(_SEED)
            scores |= fit(Path(folder), out)
    (out / "scores.json").write_text(json.dumps(scores, indent=1), encoding="utf-8")
    return scores


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent.parent / "model"
    sys.stdout.write(json.dumps(train(target), indent=1) + "\n")
