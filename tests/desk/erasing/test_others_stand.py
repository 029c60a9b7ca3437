"""The other submissions, shared files and the audit stand; what spoke of the cleared one is compared again."""

from __future__ import annotations

from dataclasses import replace

from flows import erasing
from flows.verifying import verify_store
from flows.versions import delivery_key, reading_version
from pipeline.checks.across.registry import across_rules
from pipeline.document import Source
from pipeline.records import Evidence, Finding
from pipeline.store import Store, log
from pipeline.store.erasing import Erasures
from pipeline.store.glance import Glance
from pipeline.store.sessions import writing
from tests.desk.conftest import FIRST, SECOND
from tests.desk.erasing.traces import PHONE, speak_of_first

LONE = next(each for each in across_rules() if each.lone)


def test_those_it_speaks_of_and_those_that_speak_of_it_are_compared_again(store: Store) -> None:
    """A finding names one counterpart, the most alike: it need not name this one in turn."""
    place = Source("ab" * 32, 1)
    for name in ("丙", "丁", "戊", "己"):
        store.receive(name, (), name)
    for name, other in ((FIRST, "丙"), ("丁", FIRST), ("戊", "己")):
        sides = (Evidence("本件", "1", place, name), Evidence("他件", "1", place, other))
        store.keep_findings(name, "across", [Finding("HC1", "shared-contact", "high", "相同", ("k",), sides)], "")
    erasures = Erasures(store.engine)
    erasures.begin(FIRST, "虚构乙（two）")
    assert set(erasures.clear(FIRST).others) - {SECOND} == {"丙", "丁"}


def test_a_quota_that_is_no_longer_used_up_is_said_of_nobody(store: Store) -> None:
    """Such a finding names no counterpart."""
    said = Finding(LONE.code, LONE.slug, LONE.severity, "名额已用完", ("k",), (Evidence("本件", "4", None),))
    store.keep_findings(FIRST, "across", [], "")
    store.keep_findings(SECOND, "across", [said], "")
    for name in (FIRST, SECOND):
        Erasures(store.engine).forget_what_others_say(name)
    assert said.slug in {each.slug for each in store.findings(SECOND)}
    erasing.begin(store, [FIRST], "虚构乙（two）")
    erasing.finish(store)
    assert said.slug not in {each.slug for each in store.findings(SECOND)}


def test_the_others_and_the_audit_stand(store: Store) -> None:
    assert speak_of_first(store)
    rows = store.row_counts(SECOND)
    erasing.begin(store, [FIRST], "虚构乙（two）", "保存年限3年")
    erasing.finish(store)
    assert store.row_counts(SECOND) == rows
    assert store.record(SECOND) is not None
    assert not speak_of_first(store)
    assert store.broken_event() is None
    assert list(verify_store(store)) == []
    events = store.history(FIRST)
    assert [each.who for each in events if "虚构" in each.who][:2] == ["虚构甲（one）", "虚构甲（one）"]
    assert events[-1].what == "已清除全部材料和数据，依据：保存年限3年"
    assert not any(PHONE in each.what for each in store.history())


def test_a_file_that_another_submission_has_too_stays(store: Store) -> None:
    shared = store.files(SECOND)[0]
    entries = [*store.files(FIRST), replace(shared, path="也在这里.docx")]
    store.receive(FIRST, entries, delivery_key(entries))
    held = Erasures(store.engine).holdings(FIRST)
    assert held is not None
    assert (held.shared, shared.sha256 in held.alone) == (1, False)
    erasing.begin(store, [FIRST], "虚构乙（two）")
    erasing.finish(store)
    assert store.blobs.has(shared.sha256)
    assert store.page_counts().keys() == {(each.sha256, reading_version()) for each in store.files(SECOND)}
    assert list(verify_store(store)) == []


def test_words_taken_out_without_a_clearing_are_found(store: Store) -> None:
    with writing(store.engine) as session:
        log.take_out_words(session, FIRST)
    broken = store.broken_event()
    assert broken is not None
    assert next(each for each in Glance(store).events(broken + 1, 1))[1].submission == FIRST
