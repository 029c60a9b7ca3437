"""One submission from its pages to its record and findings."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict

from extractors.assemble import assemble
from flows.corrections import corrected
from flows.picturing import pictures_of
from flows.versions import checked_key, reading_version, record_key
from nlp_models.claims import find_claims
from nlp_models.links import linked
from nlp_models.told import told_in
from pipeline.checks.across import Signature, from_bytes, signature_of, to_bytes
from pipeline.checks.across.picture import Picture
from pipeline.checks.run import check
from pipeline.document import Document
from pipeline.records import FileEntry, Record
from pipeline.records.load import load_forms
from pipeline.store import Store
from pipeline.store.store import Standing


def process(store: Store, name: str) -> None:
    """Extract and check a submission where its keys say that this is still to be done."""
    standing, corrections = _now(store, name)
    key = record_key(standing.delivery_key if standing else "", corrections)
    record = store.record(name) if standing and standing.record_key == key else None
    wanted, checked = checked_key(key), standing.checked_key if standing else ""
    if record is None:
        record, checked = extracted(store, name), ""
        store.keep_record(record, key, signature_to(record, pictures_of(store, record)))
    elif checked != wanted:  # a correction was laid over the record alone
        store.keep_signature(name, signature_to(record, pictures_of(store, record)))
    if checked != wanted:
        recheck(store, record, wanted)


def _now(store: Store, name: str) -> tuple[Standing | None, dict[str, tuple[str, str]]]:
    """What a submission stands on with the corrections of that very moment: persons go on while this runs."""
    while True:
        standing = store.standing(name)
        corrections = store.corrections(name)
        if store.standing(name) == standing:
            return standing, corrections


def recheck(store: Store, record: Record, key: str) -> None:
    """Run the rules over a record and keep what they find."""
    form = next((each for each in load_forms() if each.id == record.form), None)
    if form is None:
        store.keep_findings(record.name, "own", (), key)
        return
    result = check(record, form)
    not_run = json.dumps([asdict(each) for each in result.not_run], ensure_ascii=False)
    store.keep_findings(record.name, "own", result.findings, key, not_run)


def extracted(store: Store, name: str) -> Record:
    """The record of a submission from its stored pages, with the corrections of persons laid over it."""
    files = store.files(name)
    documents = [_document(store, file) for file in _once(files)]
    record = linked(assemble(name, files, documents, load_forms(), find_claims=find_claims, find_told=told_in))
    return corrected(record, store.corrections(name))


def _once(files: Sequence[FileEntry]) -> list[FileEntry]:
    """The files that were read, the same bytes once."""
    read = (file for file in files if file.is_read)
    return list({file.sha256: file for file in read}.values())


def _document(store: Store, file: FileEntry) -> Document:
    return Document(file.sha256, file.media_type, store.pages(file.sha256, reading_version(file.media_type)))


def signature_to(record: Record, pictures: Iterable[Picture] = ()) -> bytes:
    """What is compared across applicants, as it is stored."""
    return to_bytes(signature_of(record, pictures))


def signature_from(data: bytes) -> Signature:
    """The signature that ``process`` stored.

    Raises:
        OldSignatureError: it was stored by an earlier version.
    """
    return from_bytes(data)
