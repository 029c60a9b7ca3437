"""How the embedded index lays a document out."""

from __future__ import annotations

import re
from functools import cache

from tantivy import Document, Schema, SchemaBuilder

from search.document import IndexDocument
from search.finder import FACETS

VERSION = "3"
"""Part of the directory's name: an index of another version is built anew from the store, never read."""

TOKEN_FIELDS = ("grams", "folded", "initials", "context")
SET_FIELDS = ("chars", "figures", "codes")
MANY_FIELDS = ("named", "exact")


_SIGN = re.compile(r"\W")


@cache
def schema() -> Schema:
    """Tokens are made by us: the engine splits at white space. ``p`` are scoped texts, ``n`` numbers by name."""
    builder = SchemaBuilder()
    builder.add_text_field("id", tokenizer_name="raw", index_option="basic")
    for name in TOKEN_FIELDS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    for name in SET_FIELDS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="basic")
    for name in (*FACETS, "named"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_text_field("exact", tokenizer_name="raw", index_option="basic")
    builder.add_json_field("p", tokenizer_name="whitespace", index_option="position")
    builder.add_json_field("n", tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_float_field("value", fast=True)
    builder.add_bytes_field("body", stored=True)
    return builder.build()


def number_name(name: str) -> str:
    """A number's name as a path in ``n``: the engine gives most signs a meaning of their own."""
    known = name.replace(".", "__").replace("/", "___").replace("[", "_").replace("]", "_")
    return _SIGN.sub(lambda sign: f"_{ord(sign[0]):x}_", known)


def tantivy_document(document: IndexDocument) -> Document:
    """The document in the engine's form."""
    made = Document()
    made.add_text("id", document.id)
    for name in (*TOKEN_FIELDS, *SET_FIELDS):
        text = getattr(document, name)
        if text:
            made.add_text(name, text)
    for name, value in document.facets.items():
        made.add_text(name, value)
    for name in MANY_FIELDS:
        for text in getattr(document, name):
            made.add_text(name, text)
    made.add_json("p", dict(document.scopes))
    made.add_json("n", {number_name(name): float(value) for name, value in document.numbers.items()})
    if document.value is not None:
        made.add_float("value", document.value)
    made.add_bytes("body", document.body.encode())
    return made
