"""The review report as one self-contained HTML page: pictures inside, nothing fetched, nothing run."""

from __future__ import annotations

from base64 import b64encode

from jinja2 import Environment, PackageLoader

from desk.reports.chart import svg_chart
from desk.reports.content import ReportContent


def html_report(content: ReportContent) -> str:
    """The page; every word from a delivered file is escaped."""
    environment = Environment(loader=PackageLoader("desk.reports"), autoescape=True)
    environment.filters["b64"] = lambda data: b64encode(data).decode("ascii")
    return environment.get_template("report.html").render(content=content, chart=svg_chart(content.comparisons))
