"""The app and its commands. Bodies are imported when they run: ``heshu --help`` starts at once."""

from __future__ import annotations

import sys
from importlib import import_module

import typer
from typer.exceptions import TyperException

from desk.cli.wording import OfficeTyper, complaint
from pipeline.problems import Exit, HeshuError

_INTERRUPTED = 130
COMMANDS = (
    "ingest", "export", "search", "status", "retry", "crosscheck", "assess", "report", "notice", "recommend", "reindex",
    "verify", "erase", "retention", "backup", "restore", "watch", "audit", "doctor", "desk", "form", "demo",
)  # fmt: skip

app = OfficeTyper(
    name="heshu",
    help="核数：读取申报材料，核对申报数与证明材料，建立检索。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _register() -> None:
    for name in COMMANDS:
        import_module(f"desk.cli.{name}_command").register(app)


def main() -> None:
    """Entry point of the console script."""
    _register()
    try:
        code = app(prog_name="heshu", standalone_mode=False)
    except TyperException as problem:
        sys.stderr.write(complaint(problem))
        raise SystemExit(int(Exit.USAGE)) from problem
    except typer.Abort as problem:
        raise SystemExit(_INTERRUPTED) from problem
    except HeshuError as problem:
        sys.stderr.write(f"错误：{problem}\n{problem.advice}\n")
        raise SystemExit(int(problem.exit)) from problem
    raise SystemExit(code if isinstance(code, int) else int(Exit.OK))
