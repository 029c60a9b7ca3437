"""``heshu crosscheck``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from desk.cli.options import StoreOption, existing

if TYPE_CHECKING:
    from pipeline.records import Evidence
    from pipeline.store import Store

_COMPARED = "比对涉及 {} 份申报。以下为比对所显示的情况，是否成立须人工核实："
_SHOWS = "以下仅为提示，供人工核对，不构成结论："
_PLACES = 4

Told = dict[str, Any]
"""submission, slug, message, places: as it is printed, and as JSON."""


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command(help="跨申报比对：谁与谁的设备、清单、正文、联系人相同；另列提示与关联网络。")
    def crosscheck(
        store: StoreOption,
        submission: Annotated[list[str] | None, typer.Argument(help="只比对这些申报件与其余申报件")] = None,
        signals: Annotated[bool, typer.Option("--signals", help="同时列出提示（编造痕迹、相近名称、骤增等）")] = False,
        network: Annotated[
            bool, typer.Option("--network", help="同时列出因联系方式、开发者、客户等相连的群组")
        ] = False,
        as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出")] = False,
    ) -> None:
        from flows.crosschecking import crosscheck_store
        from flows.indexing import index_submissions
        from pipeline.problems import UsageError

        opened = existing(store)
        unknown = [name for name in submission or () if opened.standing(name) is None]
        if unknown:
            raise UsageError(f"没有申报件「{unknown[0]}」")
        concerned = crosscheck_store(opened, submission or None)
        index_submissions(opened, concerned)
        told: dict[str, list[Told]] = {"findings": list(_findings(opened, concerned))}
        if signals:
            told["signals"] = list(_signals(opened))
        if network:
            told["clusters"] = list(_clusters(opened))
        typer.echo(json.dumps(told, ensure_ascii=False, indent=1) if as_json else _in_words(told, len(concerned)))


def _findings(store: Store, names: list[str]) -> Iterator[Told]:
    for name in names:
        for finding in store.findings(name):
            if finding.code.startswith("HC7"):
                places = [_place(side) for side in finding.evidence]
                yield {"submission": name, "slug": finding.slug, "message": finding.message, "places": places}


def _signals(store: Store) -> Iterator[Told]:
    from flows.crosschecking import signatures
    from flows.picturing import page_of
    from pipeline.checks.signals import signals_across, signals_in
    from pipeline.records import Record
    from pipeline.records.load import load_forms

    forms = {form.id: form for form in load_forms()}
    beside = signals_across(signatures(store), lambda name: store.record(name) or Record(name, None), page_of(store))
    for record in store.records():
        alone = signals_in(record, forms[record.form]) if record.form in forms else ()
        for each in (*alone, *beside.get(record.name, ())):
            places = [_place(side) for side in each.evidence]
            yield {"submission": record.name, "slug": each.slug, "message": each.message, "places": places}


def _clusters(store: Store) -> Iterator[Told]:
    from flows.crosschecking import signatures
    from pipeline.checks.across.network import TIES, network

    found = network(signatures(store))
    for cluster in found.clusters:
        ties = [tie for tie in found.ties if tie.one in cluster and tie.two in cluster]
        said = "；".join(f"「{tie.one}」与「{tie.two}」有{tie.count}个相同的{TIES[tie.kind]}" for tie in ties)
        yield {"submission": "、".join(cluster), "slug": "cluster", "message": f"提示：{said}", "places": []}


def _place(side: Evidence) -> str:
    """One side of the evidence as it is printed: whose, what, where."""
    where = side.source.where if side.source else ""
    return f"{side.side}：{side.text}" + (f"（{where}）" if where else "")


def _in_words(told: dict[str, list[Told]], concerned: int) -> str:
    lines = [_COMPARED.format(concerned), *_listed(told["findings"])]
    shown = [*told.get("signals", ()), *told.get("clusters", ())]
    if shown:
        lines += ["", _SHOWS, *_listed(shown)]
    return "\n".join(lines)


def _listed(told: list[Told]) -> Iterator[str]:
    """Under the name of each submission what was found, and under that where to look."""
    before = ""
    for each in told:
        if each["submission"] != before:
            before = str(each["submission"])
            yield before
        yield f"  {each['message']}"
        yield from (f"      {place}" for place in each["places"][:_PLACES])
