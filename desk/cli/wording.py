"""The command line's own words in Chinese: help, usage, and what is said of a wrong call.

Typer speaks English; of its messages those that a user can meet are put into Chinese here, the others pass as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeVar

import typer
from typer.core import TyperCommand, TyperGroup
from typer.exceptions import TyperException

_Body = TypeVar("_Body", bound=Callable[..., Any])
_HELP = "显示这里的说明"
_MESSAGES = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        (r"Missing argument '(.+?)'\.?.*", r"缺少参数：\1"),
        (r"Missing option '(.+?)'.*", r"缺少选项：\1"),
        (r"Missing command\.", "没有给出命令"),
        (r"No such command '(.+?)'\. Did you mean (.+)\?", r"没有 \1 这个命令，是不是想用 \2"),
        (r"No such command '(.+?)'\.", r"没有 \1 这个命令"),
        (r"No such option: (\S+) \(Possible options: (.+)\)", r"没有 \1 这个选项，是不是想用 \2"),
        (r"No such option: (\S+)", r"没有 \1 这个选项"),
        (r"Option '(.+?)' requires .*", r"选项 \1 后面缺少值"),
        (r"Option '(.+?)' does not take a value\.", r"选项 \1 不带值"),
        (r"Got unexpected extra argument\(s\) \((.*)\)", r"多出来的参数：\1"),
        (r"Invalid value for (.+?): Input should be a valid integer.*", r"\1 的值应是整数"),
        (r"Invalid value for (.+?): Input should be a valid number.*", r"\1 的值应是数字"),
        (r"Invalid value for (.+?): Value error, '(.*)' is not one of (.+)\.", r"\1 的值只能是 \3 之一：\2"),
        (r"Invalid value for (.+?): \S+ '(.*)' does not exist\.", r"\1 指的文件或文件夹不存在：\2"),
        (r"Invalid value for (.+?): \S+ '(.*)' is a file\.", r"\1 应是文件夹，这是一个文件：\2"),
        (r"Invalid value for (.+?): \S+ '(.*)' is a directory\.", r"\1 应是文件，这是一个文件夹：\2"),
        (r"Invalid value for (.+?): \S+ '(.*)' is not (?:readable|writable)\.", r"\1 没有读写的权限：\2"),
        (r"Invalid value for (.+?): (.+)", r"\1 的值不对：\2"),
    )
)
_LABELS = {
    "ARGUMENTS_PANEL_TITLE": "参数", "OPTIONS_PANEL_TITLE": "选项", "COMMANDS_PANEL_TITLE": "命令",
    "DEFAULT_STRING": "[默认：{}]", "ENVVAR_STRING": "[环境变量：{}]", "REQUIRED_LONG_STRING": "[必填]",
}  # fmt: skip
_METAVARS = {"[OPTIONS]": "[选项]", "COMMAND [ARGS]...": "命令 [参数]...", "[COMMAND] [ARGS]...": "命令 [参数]..."}


def in_chinese(message: str) -> str:
    """What Typer says of a wrong call, in Chinese where it is known."""
    for pattern, words in _MESSAGES:
        if found := pattern.fullmatch(message):
            return found.expand(words)
    return message


class _Worded:
    """What commands and groups have in common: their usage and their help option."""

    def get_usage(self, ctx: Any) -> str:
        usage: str = super().get_usage(ctx)  # type: ignore[misc]
        for english, chinese in _METAVARS.items():
            usage = usage.replace(english, chinese)
        return usage.replace("Usage: ", "用法：", 1)

    def get_help_option(self, ctx: Any) -> Any:
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = _HELP
        return option

    def format_help(self, ctx: Any, formatter: Any) -> None:
        from typer import rich_utils

        for name, words in _LABELS.items():
            setattr(rich_utils, name, words)
        super().format_help(ctx, formatter)  # type: ignore[misc]


class OfficeCommand(_Worded, TyperCommand):
    """A command that speaks Chinese."""


class OfficeGroup(_Worded, TyperGroup):
    """A group of commands that speaks Chinese."""


class OfficeTyper(typer.Typer):
    """A Typer whose commands and groups speak Chinese."""

    def __init__(self, **options: Any) -> None:
        super().__init__(cls=OfficeGroup, **options)

    def command(self, *words: Any, **options: Any) -> Callable[[_Body], _Body]:
        """Register a command (see ``typer.Typer.command``)."""
        options.setdefault("cls", OfficeCommand)
        made: Callable[[_Body], _Body] = super().command(*words, **options)
        return made


def complaint(problem: TyperException) -> str:
    """What to write of a wrong call: what is wrong, how it is called, where there is help; nothing after bare help."""
    message, context = problem.format_message(), getattr(problem, "ctx", None)
    if not message:
        return ""
    lines = [f"错误：{in_chinese(message)}"]
    if context is not None:
        lines += [context.get_usage(), f"说明：{context.command_path} --help"]
    return "\n".join(lines) + "\n"
