"""Content-addressed bytes in a folder, or anywhere fsspec reaches (S3 and the like)."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import file_digest, sha256
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, BinaryIO
from uuid import uuid4

import fsspec

from pipeline.problems import FilesUnavailableError, HeshuError, StoreDamagedError
from pipeline.store.sessions import told_apart

_PART = ".part"
_BLOCK = 1 << 20
_STALE_SECONDS = 3600.0
_BUCKETS = {"s3", "s3a", "gs", "gcs", "abfs", "abfss", "az", "oss"}
"""Where a file is there whole or not at all, and renaming is copying."""


class FolderBlobs:
    """Blobs under a root address (``file:///…``, ``s3://bucket/…``), named by their sha256."""

    def __init__(self, root: str) -> None:
        self.root = root
        self._files, self._root = _filesystem(root)
        self._local = "file" in _protocols(self._files)
        self._bucket = bool(_BUCKETS & set(_protocols(self._files)))

    def put(self, data: bytes) -> str:
        """Keep the bytes; returns their sha256. Written beside and renamed: a kill leaves no half blob.

        Raises:
            StoreFullError: the disk is full.
        """
        name = sha256(data).hexdigest()
        if not self.has(name):
            self._write(name, BytesIO(data))
        return name

    def put_file(self, path: Path) -> str:
        """Keep a file's bytes, block by block; returns their sha256.

        Raises:
            StoreFullError: the disk is full.
        """
        with path.open("rb") as file:
            name = file_digest(file, "sha256").hexdigest()
            if not self.has(name):
                file.seek(0)
                self._write(name, file)
        return name

    def _write(self, name: str, data: BinaryIO) -> None:
        target = self._path(name)
        if self._bucket:
            self._upload(target, data)
            return
        aside = f"{target}.{uuid4().hex}{_PART}"
        with told_apart():
            self._files.makedirs(target.rsplit("/", 1)[0], exist_ok=True)
            try:
                with self._files.open(aside, "wb") as out:
                    shutil.copyfileobj(data, out, _BLOCK)
                    self._settle(out)
                self._files.mv(aside, target)
            except BaseException:
                with suppress(Exception):
                    self._files.rm(aside)
                raise

    def _upload(self, target: str, data: BinaryIO) -> None:
        """As one file: a stream that breaks off would be closed, and so kept, as it is."""
        with self._reached(), NamedTemporaryFile(prefix="heshu-") as whole:
            shutil.copyfileobj(data, whole, _BLOCK)
            whole.flush()
            self._files.put_file(whole.name, target)

    @contextmanager
    def _reached(self) -> Iterator[None]:
        """What a bucket's client raises as a problem that says what to do; of a folder, what the disk says."""
        if self._local:
            with told_apart():
                yield
            return
        try:
            with told_apart():
                yield
        except (HeshuError, KeyError):
            raise
        except Exception as error:
            raise FilesUnavailableError(f"{self.root}（{type(error).__name__}）") from error

    def _settle(self, out: Any) -> None:
        """On the disk before it has its name: a power cut must not leave an empty blob that looks whole."""
        if self._local:
            out.flush()
            os.fsync(out.fileno())

    def get(self, name: str) -> bytes:
        """The bytes.

        Raises:
            KeyError: there is no such blob.
        """
        with self._reached():
            try:
                return bytes(self._files.cat_file(self._path(name)))
            except FileNotFoundError as error:
                raise KeyError(name) from error

    @contextmanager
    def as_file(self, name: str, spool: Path) -> Iterator[Path]:
        """The blob as a file to read while the block runs: itself in a folder, a copy in ``spool`` from elsewhere.

        A copy that an outer block holds in the same spool is used again.

        Raises:
            StoreDamagedError: there is no such blob.
            FilesUnavailableError: the bucket does not answer.
        """
        there = Path(self._path(name)) if self._local else spool / name
        mine = not self._local and not there.exists()
        if mine:
            self._fetch(name, there)
        if not there.exists():
            raise StoreDamagedError(f"原文件已丢失：{name}")
        try:
            yield there
        finally:
            if mine:
                there.unlink(missing_ok=True)

    def _fetch(self, name: str, copy: Path) -> None:
        aside = copy.with_name(f"{name}.{uuid4().hex}{_PART}")
        with self._reached(), suppress(FileNotFoundError):
            self._files.get_file(self._path(name), str(aside))
            aside.replace(copy)

    def digest(self, name: str) -> str | None:
        """The sha256 of what lies under a name, read block by block; None where nothing does."""
        with self._reached(), suppress(FileNotFoundError), self._files.open(self._path(name), "rb") as file:
            found = sha256()
            while block := file.read(_BLOCK):
                found.update(block)
            return found.hexdigest()
        return None

    def has(self, name: str) -> bool:
        """Whether the blob is there."""
        with self._reached():
            return bool(self._files.exists(self._path(name)))

    def remove(self, name: str) -> bool:
        """Forget the blob; returns whether there was one. Only where nothing refers to it any more."""
        with self._reached(), suppress(FileNotFoundError):
            if self._bucket and not self.has(name):  # a bucket says that all went well where there was nothing
                return False
            self._files.rm_file(self._path(name))
            return True
        return False

    def names(self) -> Iterator[str]:
        """The name of every blob that is there."""
        with self._reached():
            for path in self._files.glob(f"{self._root}/*/*"):
                name = str(path).rsplit("/", 1)[-1]
                if not name.endswith(_PART):
                    yield name

    def copy_to(self, other: FolderBlobs, name: str) -> bool:
        """Put a blob into another store of blobs where it lacks it; returns whether it had to be copied.

        Raises:
            KeyError: there is no such blob.
        """
        if other.has(name):
            return False
        with self._reached():
            try:
                data = self._files.open(self._path(name), "rb")
            except FileNotFoundError as error:
                raise KeyError(name) from error
        with data:
            other._write(name, data)
        return True

    def sweep(self, now: float | None = None) -> int:
        """Remove halves that a kill left behind more than an hour ago; returns how many. Only in a folder."""
        if not self._local:
            return 0
        oldest = (now or time.time()) - _STALE_SECONDS
        stale = [each for each in Path(self._root).glob(f"*/*{_PART}") if each.stat().st_mtime < oldest]
        for each in stale:
            each.unlink(missing_ok=True)
        return len(stale)

    def _path(self, name: str) -> str:
        return f"{self._root}/{name[:2]}/{name}"


def _filesystem(root: str) -> tuple[Any, str]:
    files, path = fsspec.core.url_to_fs(root, use_listings_cache=False)  # others write there too
    return files, str(path).rstrip("/")


def _protocols(files: Any) -> tuple[str, ...]:
    return (files.protocol,) if isinstance(files.protocol, str) else tuple(files.protocol)
