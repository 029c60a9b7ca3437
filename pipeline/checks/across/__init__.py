"""Comparisons across applicants: near-linear, over compact signatures; records are fetched only for evidence."""

from pipeline.checks.across.packing import OldSignatureError, from_bytes, to_bytes
from pipeline.checks.across.run import crosscheck, crosscheck_new, crosscheck_records, lone_slugs
from pipeline.checks.across.signature import Signature, signature_of

__all__ = [
    "OldSignatureError", "Signature", "crosscheck", "crosscheck_new", "crosscheck_records", "from_bytes", "lone_slugs",
    "signature_of", "to_bytes",
]  # fmt: skip
