"""The catalogue of what can go wrong with a delivered file or a call, each with its exit code and what to do about it.

Only ``desk/cli`` turns a :class:`HeshuError` into an exit code. Anything else that is raised is a bug and keeps its
traceback. ``reason`` is one sentence in Chinese for the clerk's list of refused files; ``advice`` says what to do next.
"""

from __future__ import annotations

from enum import IntEnum
from typing import ClassVar


class Exit(IntEnum):
    """Exit codes of every ``heshu`` command; they are API and are documented in ``docs/exit-codes.md``."""

    OK = 0
    FAILED = 1
    USAGE = 2
    SOME_REFUSED = 3
    NOTHING_FOUND = 4
    STORE_DAMAGED = 5


class HeshuError(Exception):
    """Base of everything Heshu raises on purpose.

    ``detail`` is what is particular to this case (a file name, a limit); it is shown after the reason.
    """

    exit: ClassVar[Exit] = Exit.FAILED
    slug: ClassVar[str] = "failed"
    reason: ClassVar[str] = "处理失败"
    advice: ClassVar[str] = "请查看日志后重试。"

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail)
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.reason}：{self.detail}" if self.detail else self.reason


class UnreadableFileError(HeshuError):
    """Base of what makes one delivered file unreadable; the rest of the batch goes on."""

    exit = Exit.SOME_REFUSED
    slug = "unreadable"
    reason = "文件无法读取"
    advice = "请申报单位重新提交该文件。"


class EncryptedFileError(UnreadableFileError):
    """The file needs a password before any page can be read."""

    slug = "encrypted"
    reason = "文件已加密，需要密码"
    advice = "请申报单位提交不设密码的文件。"


class DamagedFileError(UnreadableFileError):
    """The bytes are not a whole file of the kind they begin as (cut short, broken structure)."""

    slug = "damaged"
    reason = "文件已损坏或不完整"
    advice = "请申报单位重新导出并提交该文件。"


class EmptyFileError(UnreadableFileError):
    """The file has 0 bytes, or no page, sheet or paragraph at all."""

    slug = "empty"
    reason = "文件是空的"
    advice = "请申报单位重新提交该文件。"


class UnsupportedFileError(UnreadableFileError):
    """The content is of a kind that Heshu does not read, whatever the file is called."""

    slug = "unsupported"
    reason = "不支持的文件类型"
    advice = "请提交 PDF、OFD、Word（docx、doc）、Excel（xlsx、xls）、CSV 或图片（jpg、png、tiff）文件。"


class LooseFileError(UnsupportedFileError):
    """It lies beside the submissions, in none of their folders: nobody knows whose it is."""

    reason = "文件不在任何申报件的文件夹中"
    advice = "请把文件放入所属申报件的文件夹，再次读取。"


class TooLargeError(UnreadableFileError):
    """A documented limit (bytes, pages, pixels, archive entries, depth or ratio) is exceeded."""

    slug = "too-large"
    reason = "文件超出大小限制"
    advice = "请申报单位拆分文件，或由管理员调整限制。"


class UnsafeFileError(UnreadableFileError):
    """The file tries something it has no business to do (a path that climbs out, an external entity, a link)."""

    slug = "unsafe"
    reason = "文件含有不安全的内容，已拒绝"
    advice = "请与申报单位核实该文件的来源。"


class ReadTimeoutError(UnreadableFileError):
    """Reading the file took longer than its time limit and was stopped."""

    slug = "timeout"
    reason = "读取超时，已中止"
    advice = "可用 heshu retry 单独重试该文件；仍失败请人工查看。"


class ReaderCrashedError(UnreadableFileError):
    """The process that parsed the file died (a crash in a parser, out of memory)."""

    slug = "crashed"
    reason = "解析该文件的进程异常退出"
    advice = "可用 heshu retry 单独重试该文件；仍失败请人工查看。"


class NothingToReadError(HeshuError):
    """The folder given holds no submission at all."""

    exit = Exit.NOTHING_FOUND
    slug = "nothing"
    reason = "没有找到可读取的申报材料"
    advice = "请给出一个文件夹：其中每个子文件夹或 zip 是一份申报。"


class UsageError(HeshuError):
    """The call's words are off: an unknown submission, a bad option value."""

    exit = Exit.USAGE
    slug = "usage"
    reason = "用法有误"
    advice = "请用 --help 查看用法。"


class DecidedMeanwhileError(HeshuError):
    """Somebody else has decided the same thing since the person looked at it."""

    slug = "decided-meanwhile"
    reason = "其他人刚刚处理过这一条"
    advice = "请先看对方的处理结果，再决定是否更改。"


class FormDefinitionError(HeshuError):
    """A form's YAML contradicts itself or names something that is not there."""

    exit = Exit.USAGE
    slug = "form-definition"
    reason = "表单定义有误"
    advice = "请用 heshu form lint 检查该定义。"


class StoreDamagedError(HeshuError):
    """What the store holds does not agree with its own hashes or counts."""

    exit = Exit.STORE_DAMAGED
    slug = "store-damaged"
    reason = "数据存储不一致"
    advice = "请运行 heshu verify 查看详情，并从备份恢复。"


class StoreUnavailableError(HeshuError):
    """The database does not answer (a server that is gone, a lock that is not given): it may come back."""

    slug = "store-unavailable"
    reason = "数据库暂时无法访问"
    advice = "请确认数据库在运行，然后重新执行同一命令；已完成的部分不会重做。"


class FilesUnavailableError(StoreUnavailableError):
    """Where delivered files are kept does not answer: a bucket's server that is gone, or refuses us."""

    reason = "存放原文件的位置暂时无法访问"
    advice = "请确认 HESHU_BLOBS_URL 所指的存储在运行、桶已建立、密钥有效，然后重新执行同一命令；已完成的部分不会重做。"


class StoreFullError(HeshuError):
    """There is no room left for the store."""

    slug = "disk-full"
    reason = "磁盘空间不足，无法写入"
    advice = "请腾出磁盘空间，然后重新执行同一命令；已完成的部分不会重做。"


class StoreTooNewError(HeshuError):
    """The store was written by a newer Heshu: this one does not know its tables and leaves it alone."""

    slug = "store-too-new"
    reason = "该存储由更新版本的核数建立，本版本不能打开"
    advice = "请安装新版核数后再打开；数据未被改动。"


class EngineMissingError(HeshuError):
    """A configured engine (OCR models, Elasticsearch, PostgreSQL) is not there."""

    slug = "engine-missing"
    reason = "所配置的引擎不可用"
    advice = "请运行 heshu doctor 检查安装。"
