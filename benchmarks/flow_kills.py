"""Kill -9 at thirty random moments over a batch of mixed files, one scanned: what must hold afterwards, counted.

``python benchmarks/flow_kills.py [KILLS] [SEED] [--flow]``: the coordinating process, one of its children, or the whole
tree is killed at a random point of its log plus a random delay; the run is started again until the batch is done, then
in a new store. Each store that was brought to its end is told at once. With ``--flow`` runs go through Prefect, each
with a server of its own, which is killed in its turn; the undisturbed run does without.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.flows.killing import Runner, kill_at_random, mixed_batch, what_is_wrong


def main() -> None:
    given = [each for each in sys.argv[1:] if not each.startswith("--")]
    wanted = int(given[0]) if given else 30
    with TemporaryDirectory() as scratch:
        root = Path(scratch)
        mixed_batch(root / "in", picture=True)
        quiet = Runner(root / "in", root / "quiet", root)
        quiet.go()
        runner = Runner(root / "in", root / "store", root, flow="--flow" in sys.argv)
        kills, wrong, seed = runner.kills, list[str](), int(given[1]) if given[1:] else 2023
        for number, store in enumerate(kill_at_random(runner, wanted, seed), start=1):
            wrong += what_is_wrong(store, root / "quiet")
            print(f"{kills.by_victim} killed; {kills.runs} runs, {number} stores; {kills.pages} pages read")
            print(f"    although stored: {kills.read_twice}; outlived their run: {kills.orphans}; wrong: {wrong}")
            sys.stdout.flush()
    if wrong or kills.read_twice or kills.orphans:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
