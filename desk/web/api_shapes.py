"""What the API takes and answers with: the shapes that its OpenAPI description names."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field


class Problem(BaseModel):
    """What went wrong, in Chinese."""

    problem: str


class SubmissionLine(BaseModel):
    """One submission at a glance."""

    name: str
    form: str | None
    standing: str
    applicant: str
    platform: str
    recommender: str
    city: str
    updated_at: datetime
    files: int
    refused: int
    pages: int
    high: int
    medium: int
    low: int
    open: int
    findings: int
    doubtful: int


class Submissions(BaseModel):
    """A page of submissions."""

    total: int
    submissions: list[SubmissionLine]


class FindingState(BaseModel):
    """A finding with what was decided; ``revision`` is to be sent back with a decision."""

    identity: str
    code: str
    slug: str
    severity: str
    message: str
    keys: list[str]
    status: str
    revision: int
    reason: str
    decided_by: str
    decided_at: datetime | None


class Decision(BaseModel):
    """A decision on a finding of which the caller has seen ``revision``."""

    status: Literal["open", "confirmed", "dismissed", "asked"]
    reason: str = Field("", max_length=2000)
    revision: int = Field(ge=0, le=2_000_000_000)


class Written(BaseModel):
    """A person's reading of a field."""

    written: str = Field(max_length=20_000)


class FieldState(BaseModel):
    """A field as it now counts."""

    key: str
    value: int | float | str | bool | list[str] | None
    status: str
    confidence: float


class Doubt(BaseModel):
    """A value that a person has to look at."""

    submission: str
    key: str
    label: str
    raw: str
    status: str
    confidence: float
    alternatives: list[str]


class Rows(BaseModel):
    """Rows of a list."""

    total: int
    columns: list[str]
    rows: list[dict[str, str]]


class Hit(BaseModel):
    """A hit of a search."""

    submission: str
    kind: str
    label: str
    text: str
    file: str
    page: int | None
    bbox: tuple[float, float, float, float] | None
    locator: str | None


class Hits(BaseModel):
    """A page of hits; ``next_after`` fetches the next."""

    total: int
    hits: list[Hit]
    next_after: str | None


class Pair(BaseModel):
    """Two submissions and the slugs of what they have in common."""

    one: str
    two: str
    slugs: list[str]


class Pairs(BaseModel):
    """A page of pairs."""

    total: int
    pairs: list[Pair]


class Tie(BaseModel):
    """What two applicants have in common: of which kind, how many."""

    one: str
    two: str
    kind: Literal["contact", "developers", "customers", "deals", "devices"]
    count: int


class Cluster(BaseModel):
    """Applicants tied to each other."""

    members: list[str]
    ties: list[Tie]


class NamedThing(BaseModel):
    """A name in the narratives: what else of the submission bears it, how many others' narratives have it too.

    ``submissions`` are the first of those, ``applicants`` the submissions whose applicant bears the name.
    """

    kind: str
    name: str
    same_as: list[str]
    file: str
    page: int | None
    bbox: tuple[float, float, float, float] | None
    locator: str | None
    elsewhere: int
    submissions: list[str]
    applicants: list[str]


class NamedThings(BaseModel):
    """What narratives name; ``named_by_total`` other submissions name this one's applicant, ``named_by`` the first."""

    names: list[NamedThing]
    named_by_total: int
    named_by: list[str]


class Held(BaseModel):
    """What is held of a submission alone; ``size`` in bytes, ``shared`` counts files that others have too and stay."""

    name: str
    form: str | None
    applicant: str
    received_at: datetime | None
    files: int
    size: int
    shared: int
    pages: int
    rows: int
    findings: int
    undecided: int
    corrections: int


class ErasureState(BaseModel):
    """Clearings under way; ``busy`` is false and ``problem`` says why where one did not end."""

    under_way: list[str]
    busy: bool
    problem: str
