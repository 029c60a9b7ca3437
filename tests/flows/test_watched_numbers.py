"""The run's log and its counts: off by default, one JSON object a line, nothing hidden in strangers' names."""

from __future__ import annotations

import json
import urllib.request
from pathlib import Path
from wsgiref.simple_server import WSGIServer

import pytest
from prometheus_client import CollectorRegistry, start_http_server

from flows.journal import journal
from flows.meters import Meters


def test_the_log_is_off_by_default(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("HESHU_LOG_FILE", raising=False)
    monkeypatch.chdir(tmp_path)
    journal().warning("refused", submission="甲")
    assert capfd.readouterr() == ("", "")
    assert list(tmp_path.iterdir()) == []


def test_a_line_is_one_event_whatever_a_file_is_called(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HESHU_LOG_FILE", str(tmp_path / "log" / "heshu.jsonl"))
    hostile = '书\n{"event": "file done", "outcome": "read"}\x1b[2J\u202e.pdf'
    journal().info("reading", submission="甲", file=hostile, first=1, last=None)
    journal().error("ingest failed", reason="磁盘空间不足")
    lines = (tmp_path / "log" / "heshu.jsonl").read_text(encoding="utf-8").splitlines()
    first, second = (json.loads(line) for line in lines)
    assert (first["event"], first["level"], first["submission"], first["last"]) == ("reading", "info", "甲", None)
    assert first["file"] == '书\ufffd{"event": "file done", "outcome": "read"}\ufffd[2J\ufffd.pdf'
    assert (second["level"], second["reason"]) == ("error", "磁盘空间不足")
    assert first["timestamp"] < second["timestamp"]


def test_counts_are_written_where_they_are_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = Meters()
    made.publish(now=True)
    assert list(tmp_path.iterdir()) == []
    monkeypatch.setenv("HESHU_METRICS_FILE", str(tmp_path / "heshu.prom"))
    made.pages.inc(40)
    made.failures.labels("read", "timeout").inc()
    with made.timed("read"):
        pass
    made.publish(now=True)
    text = (tmp_path / "heshu.prom").read_text(encoding="utf-8")
    assert "heshu_pages_total 40.0" in text
    assert 'heshu_failures_total{slug="timeout",stage="read"} 1.0' in text
    assert 'heshu_stage_seconds_total{stage="read"}' in text


def test_counts_are_served_on_loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    from flows import meters

    addresses: list[str] = []
    servers: list[WSGIServer] = []

    def start(_port: int, addr: str, registry: CollectorRegistry) -> None:
        addresses.append(addr)
        server, _ = start_http_server(0, addr=addr, registry=registry)
        servers.append(server)

    monkeypatch.setattr(meters, "start_http_server", start)
    monkeypatch.setenv("HESHU_METRICS_PORT", "9477")
    meters.meters.cache_clear()
    try:
        meters.meters().pages.inc(7)
        with urllib.request.urlopen(f"http://127.0.0.1:{servers[0].server_port}/metrics", timeout=10) as answer:
            assert "heshu_pages_total 7.0" in answer.read().decode()
    finally:
        meters.meters.cache_clear()
        for server in servers:
            server.shutdown()
    assert addresses == ["127.0.0.1"]
