"""Content-addressed bytes in a folder, or anywhere fsspec reaches (S3 and the like)."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import uuid4

import fsspec


class FolderBlobs:
    """Blobs under a root address (``file:///…``, ``s3://bucket/…``), named by their sha256."""

    def __init__(self, root: str) -> None:
        self._files, self._root = _filesystem(root)

    def put(self, data: bytes) -> str:
        """Keep the bytes; returns their sha256. Written beside and renamed: a kill leaves no half blob."""
        name = sha256(data).hexdigest()
        if not self.has(name):
            self._write(name, data)
        return name

    def put_file(self, path: Path) -> str:
        """Keep a file's bytes without holding more than they are."""
        return self.put(path.read_bytes())

    def _write(self, name: str, data: bytes) -> None:
        target = self._path(name)
        self._files.makedirs(target.rsplit("/", 1)[0], exist_ok=True)
        aside = f"{target}.{uuid4().hex}.part"
        with self._files.open(aside, "wb") as out:
            out.write(data)
        self._files.mv(aside, target)

    def get(self, name: str) -> bytes:
        """The bytes.

        Raises:
            KeyError: there is no such blob.
        """
        try:
            return bytes(self._files.cat_file(self._path(name)))
        except FileNotFoundError as error:
            raise KeyError(name) from error

    def has(self, name: str) -> bool:
        """Whether the blob is there."""
        return bool(self._files.exists(self._path(name)))

    def _path(self, name: str) -> str:
        return f"{self._root}/{name[:2]}/{name}"


def _filesystem(root: str) -> tuple[Any, str]:
    files, path = fsspec.core.url_to_fs(root)
    return files, str(path).rstrip("/")
