"""What leaves the desk on paper: report, notice, recommendation table, the batch as Excel."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from desk.export.workbook import Workbook
from desk.pictures import Picture
from desk.reports.content import report_content
from desk.reports.html import html_report
from desk.reports.notice import word_notice
from desk.reports.word import word_report
from flows.recommend import recommendation_table, write_docx, write_xlsx
from pipeline.document import Fractions, Source
from pipeline.records import Finding, FormDef, Record
from pipeline.records.load import load_form, load_forms
from pipeline.store import Store
from pipeline.store.glance import Glance

_DAYS_TO_MEND = 7

Cut = Callable[[Record, str, int, Fractions], Picture | None]


class Papers:
    """The papers of one store; ``cut`` gives the picture of a place."""

    def __init__(self, store: Store, glance: Glance, cut: Cut) -> None:
        self._store, self._glance, self._cut = store, glance, cut

    def report(self, name: str, kind: str, findings: Sequence[Finding] | None = None) -> bytes:
        """The report (``docx``, ``html``) or the notice (``notice``) of one submission.

        ``findings`` are those to be told where a person may not see all that they rest on.

        Raises:
            KeyError: no such submission, or its form is unknown.
        """
        record = self._glance.outline(name)
        form = _form(record)
        if record is None or form is None:
            raise KeyError(name)
        findings = self._store.findings(name) if findings is None else findings
        if kind == "notice":
            today = date.today()  # noqa: DTZ011 - the office's own day stands on the notice
            return word_notice(record, form, findings, today + timedelta(days=_DAYS_TO_MEND), today)
        content = report_content(record, form, findings, lambda source: self._picture(record, source))
        return html_report(content).encode() if kind == "html" else word_report(content)

    def _picture(self, record: Record, source: Source) -> Picture | None:
        if source.page is None or source.bbox is None:
            return None
        return self._cut(record, source.sha256, source.page, source.bbox)

    def recommendations(self, form: str, kind: str, names: Sequence[str], recommender: str = "") -> bytes:
        """The 推荐汇总表 of a form (``docx`` or ``xlsx``) over the submissions of those names.

        Raises:
            FormDefinitionError: there is no such form.
        """
        definition = load_form(form)
        records = (self._store.bare_record(name) for name in names)
        wanted = [each for each in records if each is not None and each.form == definition.id]
        table = recommendation_table(wanted, definition, recommender=recommender)
        with TemporaryDirectory(prefix="heshu-") as folder:
            path = Path(folder) / f"table.{kind}"
            (write_docx if kind == "docx" else write_xlsx)(table, path)
            return path.read_bytes()

    def workbook(self, names: Sequence[str], path: Path) -> None:
        """The batch as an Excel workbook, written row by row."""
        book = Workbook(path, load_forms())
        for name in names:
            record = self._glance.outline(name)
            if record is not None:
                book.add(record, self._store.findings(name))
        book.close()


def _form(record: Record | None) -> FormDef | None:
    return next((each for each in load_forms() if record is not None and each.id == record.form), None)
