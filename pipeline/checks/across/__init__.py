"""Comparisons across applicants: near-linear, over compact signatures; records are fetched only for evidence."""

from pipeline.checks.across.run import crosscheck, crosscheck_records
from pipeline.checks.across.signature import Signature, signature_of

__all__ = ["Signature", "crosscheck", "crosscheck_records", "signature_of"]
