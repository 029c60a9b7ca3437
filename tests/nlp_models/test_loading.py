from __future__ import annotations

import subprocess
import sys

_SCRIPT = """
import sys
from nlp_models.claims import warm
from nlp_models.names import find_names
assert "spacy" not in sys.modules, "loaded before anything was asked"
warm()
find_names("依据GB/T 39116-2020开展评估")
assert "spacy" in sys.modules
assert not {"spacy.cli", "requests", "typer", "weasel"} & set(sys.modules)
import spacy.cli
assert spacy.cli.info.__module__ == "spacy.cli.info"
"""


def test_pipelines_load_when_first_asked_without_spacys_command_line_which_stays_usable() -> None:
    done = subprocess.run([sys.executable, "-c", _SCRIPT], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
