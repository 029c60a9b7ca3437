"""``heshu search``."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from desk.cli.options import StoreOption, check_store, existing
from pipeline.problems import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.ports import Answer
    from pipeline.store.saved_searches import SavedSearches
    from search.finder import Finder


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command(help="检索字段、清单行、正文和发现；写法见 docs/query-language.md。")
    def search(
        store: StoreOption,
        query: Annotated[str, typer.Argument(help="检索式")] = "",
        as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出")] = False,
        limit: Annotated[int, typer.Option(help="最多条数")] = 20,
        sort: Annotated[str, typer.Option(help="排序：number、-number、submission、-submission；默认按相关度")] = "",
        facet: Annotated[
            list[str] | None, typer.Option(help="统计：地市、种类、附件、发现、严重 等（city、kind…），可多次给出")
        ] = None,
        like: Annotated[int, typer.Option(help="改为显示与第几条结果相似的、其他申报件中的条目")] = 0,
        out: Annotated[Path | None, typer.Option(help="把全部结果写入文件（.csv 或 .xlsx）")] = None,
        saved: Annotated[str, typer.Option(help="运行已保存的检索")] = "",
        save: Annotated[str, typer.Option(help="以此名称保存检索")] = "",
        forget: Annotated[str, typer.Option(help="删除已保存的检索")] = "",
        list_saved: Annotated[bool, typer.Option("--list", help="列出已保存的检索")] = False,
    ) -> None:
        if forget or list_saved:
            _tend(store, forget)
            return
        query, sort = _wanted(store, query, sort, saved)
        index = _index(store)
        if out is not None:
            _write_all(index, query, sort, out)
        else:
            answer = index.search(query, limit=limit, sort=sort, facets=_facets(facet or ()))
            _show(_alike(index, answer, like, limit) if like else answer, as_json=as_json)
        if save:
            _saved_searches(store).keep("", save, query, sort)


def _facets(given: Iterable[str]) -> list[str]:
    """Facets by the names that the query language has for them."""
    from search.query.names import scope_of

    return [scope_of(name) or name for name in given]


def _index(store: Path) -> Finder:
    from search import open_index

    server = os.environ.get("HESHU_SEARCH_URL") or None
    if server is None:
        check_store(store)
    return open_index(store, server)


def _saved_searches(store: Path) -> SavedSearches:
    from pipeline.store.saved_searches import SavedSearches

    return SavedSearches(existing(store).engine)


def _wanted(store: Path, query: str, sort: str, saved: str) -> tuple[str, str]:
    """The query and its order: as given, or as saved."""
    if bool(query) == bool(saved):
        raise UsageError("请给出检索式，或用 --saved 给出已保存检索的名称（二者选一）")
    if query:
        return query, sort
    found = _saved_searches(store).named("", saved)
    if found is None:
        raise UsageError(f"没有名为“{saved}”的已保存检索；用 --list 查看")
    return found.query, sort or found.sort


def _tend(store: Path, forget: str) -> None:
    searches = _saved_searches(store)
    if forget and not searches.forget("", forget):
        raise UsageError(f"没有名为“{forget}”的已保存检索；用 --list 查看")
    for each in searches.of(""):
        typer.echo(f"{each.name}\t{each.query}" + (f"\t排序 {each.sort}" if each.sort else ""))


def _write_all(index: Finder, query: str, sort: str, out: Path) -> None:
    from desk.export.hits import write_hits

    typer.echo(f"已写入 {write_hits(out, index.export(query, sort=sort))} 条：{out}")


def _alike(index: Finder, answer: Answer, number: int, limit: int) -> Answer:
    if not 1 <= number <= len(answer.hits):
        raise UsageError(f"--like 应在 1 到 {len(answer.hits)} 之间")
    return index.similar(answer.hits[number - 1].entry.id, limit=limit)


def _show(answer: Answer, *, as_json: bool) -> None:
    from search.present import as_counts, as_json_array, as_line

    if as_json:
        typer.echo(json.dumps(as_json_array(answer.hits), ensure_ascii=False, indent=1))
        return
    typer.echo(f"共 {answer.total} 条")
    for line in as_counts(answer.facets):
        typer.echo(line)
    for hit in answer.hits:
        typer.echo(as_line(hit))
