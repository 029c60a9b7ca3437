"""A person's reading of a field laid over the record at once, without reading or extracting anything again."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock

from flows.corrections import corrected
from flows.crosschecking import crosscheck_changed
from flows.indexing import index_submissions
from flows.processing import process
from flows.versions import record_key
from pipeline.problems import UsageError
from pipeline.records import FieldValue
from pipeline.records.load import load_form
from pipeline.store import Store

_ONE_AT_A_TIME = Lock()


def correct(store: Store, name: str, key: str, written: str, who: str) -> FieldValue:
    """Keep a person's reading as one more source of the field; :func:`check_again` is to follow.

    Raises:
        KeyError: no such submission or field.
        UsageError: what was written is no value of that kind.
    """
    with _ONE_AT_A_TIME:
        record, standing = store.bare_record(name), store.standing(name)
        if record is None or standing is None or record.form is None:
            raise KeyError(name)
        value, field = record.field(key), load_form(record.form).field(key)
        if value is None or field is None:
            raise KeyError(key)
        if field.is_mark:
            raise UsageError(f"{field.label}是印章或签字，不能改写")
        before = store.corrections(name)
        after = {**before, key: (written.replace("\x00", "\ufffd"), who)}
        fresh = corrected(record, {key: after[key]})
        if standing.record_key == record_key(standing.delivery_key, before):
            # at once, so that no check that runs beside finds the one without the other and extracts all anew
            store.keep_corrected(fresh, record_key(standing.delivery_key, after), key, written, who)
        else:
            store.keep_correction(name, key, written, who)
        return fresh.field(key) or value


def check_again(store: Store, names: Sequence[str]) -> None:
    """Run the rules over corrected submissions and bring the index up to date."""
    for name in names:
        process(store, name)
    index_submissions(store, names)


def compare_again(store: Store) -> None:
    """Compare corrected submissions with all the others, and index those whose findings this may have changed."""
    index_submissions(store, crosscheck_changed(store))
