"""What can go wrong while searching or indexing, each with what to do about it."""

from __future__ import annotations

import unicodedata

from pipeline.problems import Exit, HeshuError


class QuerySyntaxError(HeshuError):
    """The query is malformed. ``position`` counts characters from 0; the message draws a caret below it."""

    exit = Exit.USAGE
    slug = "query-syntax"
    reason = "检索式有误"
    advice = "请看 docs/query-language.md 中的写法。"

    def __init__(self, query: str, position: int, what: str) -> None:
        self.query = query
        self.position = max(0, min(position, len(query)))
        self.what = what
        super().__init__(f"{what}（第{self.position + 1}个字符）\n  {query}\n  {self._caret()}")

    def _caret(self) -> str:
        """Spaces as wide as what stands before the character: a Chinese character takes two columns."""
        return " " * sum(_columns(char) for char in self.query[: self.position]) + "^"


def _columns(char: str) -> int:
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


class IndexDamagedError(HeshuError):
    """The files of the embedded index can't be opened, or were made by another version of Heshu."""

    exit = Exit.STORE_DAMAGED
    slug = "index-damaged"
    reason = "检索索引已损坏或版本不符"
    advice = "请运行 heshu reindex 重建索引；数据不会丢失。"


class IndexBusyError(HeshuError):
    """Another process has been writing to the index for longer than we wait."""

    slug = "index-busy"
    reason = "检索索引正被另一个进程写入"
    advice = "请稍后再试；若没有其他任务在运行，请运行 heshu reindex。"


class SearchServerError(HeshuError):
    """Elasticsearch can't be reached, refuses us, or can't do what is asked."""

    slug = "search-server"
    reason = "检索服务器不可用"
    advice = "请检查 HESHU_SEARCH_URL 与服务器状态，然后运行 heshu reindex 补齐索引；数据仍在库中。"


class SearchServerReadOnlyError(SearchServerError):
    """The server has made the index read-only, usually because its disk is nearly full."""

    slug = "search-server-read-only"
    reason = "检索服务器把索引设为只读（通常是磁盘将满）"
    advice = "请清理服务器磁盘并解除只读，然后运行 heshu reindex 补齐索引；数据仍在库中。"


class SearchServerVersionError(SearchServerError):
    """The server speaks a version that we do not."""

    slug = "search-server-version"
    reason = "检索服务器版本不受支持"
    advice = "需要 Elasticsearch 8.19 或 9.x。"


class DocumentsRefusedError(SearchServerError):
    """Single documents were refused by the server; the others are in. ``detail`` names the first ones and why."""

    slug = "documents-refused"
    reason = "部分条目未能写入检索服务器"
    advice = "请把详情交给管理员；修复后运行 heshu reindex。"


class SearchTooSlowError(HeshuError):
    """The server stopped the query at its time limit: what it found until then is not shown as if it were all."""

    exit = Exit.USAGE
    slug = "search-too-slow"
    reason = "检索超时，没有查完"
    advice = "请增加条件、缩小范围后再试。"


class SearchTooWideError(HeshuError):
    """A condition on submissions holds for more of them than one query may join."""

    exit = Exit.USAGE
    slug = "search-too-wide"
    reason = "检索条件涉及的申报件过多"
    advice = "请增加条件、缩小范围后再试。"
