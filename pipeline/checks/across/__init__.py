"""Comparisons across applicants: near-linear, over compact signatures; the records are fetched only for the evidence."""

from pipeline.checks.across.run import crosscheck
from pipeline.checks.across.signature import Signature, signature_of

__all__ = ["Signature", "crosscheck", "signature_of"]
