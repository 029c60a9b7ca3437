"""How far a child process that parses strangers' files is shut in: no network, no programs, no writing elsewhere."""

from flows.confinement.confine import confine
from flows.confinement.proof import Proof, prove

__all__ = ["Proof", "confine", "prove"]
