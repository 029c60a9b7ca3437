"""The system of record: submissions, pages, records, findings, decisions, history."""

from pipeline.store.blobs import FolderBlobs
from pipeline.store.opening import open_store, open_store_at
from pipeline.store.store import Store

__all__ = ["FolderBlobs", "Store", "open_store", "open_store_at"]
