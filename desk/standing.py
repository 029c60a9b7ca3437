"""How a submission stands, for the pages and the command line."""

from __future__ import annotations

STATUS_NAMES = {
    "received": "已接收",
    "read": "已读取",
    "needs-person": "待人工核对",
    "checked": "已核查",
    "reviewed": "已审结",
    "failed": "读取失败",
}


def standing_of(status: str, findings: int, undecided: int, doubtful: int) -> str:
    """The slug of STATUS_NAMES: a checked submission is reviewed once every finding is decided."""
    if status != "checked":
        return status
    if findings and not undecided:
        return "reviewed"
    return "needs-person" if doubtful else "checked"
