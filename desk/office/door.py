"""The door: signing in and out, the first account, changing passwords. Every try is in the audit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from desk.office.passwords import Throttle, hash_password, is_right, one_time_password, weakness
from desk.office.roles import ROLES, Right, rights_of
from pipeline.problems import UsageError
from pipeline.store.people import People, Person, SignedIn

IDLE, LONGEST = timedelta(hours=2), timedelta(hours=12)
"""A session ends after so long without a click, and after so long at all."""

FIRST_LOGIN = "admin"


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks: the person, what they may do, and what their session has opened. ``secret`` "" is a token's call."""

    person: Person
    rights: frozenset[Right]
    proof: str = ""
    opened: frozenset[str] = frozenset()
    secret: str = ""

    @property
    def who(self) -> str:
        """How they appear in the audit."""
        return self.person.signature

    def may(self, right: Right) -> bool:
        """Whether one of their roles lets them."""
        return right in self.rights

    def unmasked(self, submission: str) -> bool:
        """Whether they see this submission's personal data: they may, and have said that they need to."""
        return self.may("personal") and submission in self.opened


class Door:
    """Accounts and sessions of one store."""

    def __init__(self, people: People) -> None:
        self.people = people
        self._by_login, self._by_address = Throttle(5, 300), Throttle(30, 300)
        people.forget_old_sessions(LONGEST)

    def first_account(self) -> str | None:
        """On the first start: make an administrator; returns the one-time password, told this once."""
        if self.people.count():
            return None
        password = one_time_password()
        person = Person(FIRST_LOGIN, "管理员", ("admin", "lead"), password=hash_password(password))
        self.people.keep(person, "heshu", "首次启动，建立管理员账号")
        return password

    def sign_in(self, login: str, password: str, address: str) -> str:
        """The secret of a new session.

        Raises:
            UsageError: the login or password is wrong, or too many were wrong before.
        """
        login = login.strip()[:40]
        wait = max(self._by_login.wait(login), self._by_address.wait(address))
        if wait:
            raise UsageError(f"登录失败次数过多，请{max(1, round(wait / 60))}分钟后再试")
        person = self.people.person(login)
        if not is_right(person.password if person and person.active else "", password) or person is None:
            self._by_login.failed(login)
            self._by_address.failed(address)
            self.people.note(login, f"登录失败（来自 {address}）")
            raise UsageError("账号或密码不正确")
        self._by_login.forget(login)
        self.people.note(person.signature, f"登录（来自 {address}）")
        return self.people.start_session(login)[0]

    def enter(self, login: str, how: str) -> str | None:
        """The secret of a new session for somebody known from elsewhere; None where they have no account here."""
        person = self.people.person(login)
        if person is None or not person.active:
            self.people.note(login, f"登录失败：没有账号（{how}）")
            return None
        self.people.note(person.signature, f"登录（{how}）")
        return self.people.start_session(login)[0]

    def viewer(self, secret: str) -> Viewer | None:
        """Who a browser's secret stands for; None where the session has ended."""
        found: SignedIn | None = self.people.session(secret, IDLE, LONGEST) if secret else None
        if found is None:
            return None
        return Viewer(found.person, rights_of(found.person.roles), found.proof, found.opened, secret)

    def caller(self, token: str) -> Viewer | None:
        """Who a token stands for."""
        person = self.people.bearer(token)
        return Viewer(person, rights_of(person.roles)) if person else None

    def leave(self, viewer: Viewer) -> None:
        """Sign out."""
        self.people.end_session(viewer.secret)
        self.people.note(viewer.who, "退出登录")

    def change_password(self, viewer: Viewer, old: str, new: str) -> None:
        """Change one's own password; other sessions end.

        Raises:
            UsageError: the old one is wrong or the new one too weak.
        """
        person = viewer.person
        wait = self._by_login.wait(person.login)
        if wait:
            raise UsageError(f"失败次数过多，请{max(1, round(wait / 60))}分钟后再试")
        if not is_right(person.password, old):
            self._by_login.failed(person.login)
            raise UsageError("原密码不正确")
        problem = weakness(new, person.login) or ("新密码不能与原密码相同" if new == old else "")
        if problem:
            raise UsageError(problem)
        self.people.keep(replace(person, password=hash_password(new), must_change=False), viewer.who, "修改自己的密码")
        self.people.end_sessions(person.login, but=viewer.secret)

    def add(self, viewer: Viewer, login: str, name: str, roles: tuple[str, ...], city: str) -> str:
        """Make an account; returns its one-time password.

        Raises:
            UsageError: the login is taken or no login, or a role is unknown.
        """
        login, name = login.strip(), name.strip()
        if not login.replace("-", "").replace("_", "").replace(".", "").isalnum() or len(login) > 40 or not name:
            raise UsageError("账号只能用字母、数字、点、横线，姓名不能为空")
        if self.people.person(login):
            raise UsageError(f"账号 {login} 已存在")
        password = one_time_password()
        made = Person(login, name[:40], _known(roles), city.strip()[:40], hash_password(password))
        self.people.keep(made, viewer.who, f"建立账号 {login}（{'、'.join(ROLES[each] for each in made.roles)}）")
        return password

    def change(self, viewer: Viewer, login: str, roles: tuple[str, ...], city: str, active: bool) -> None:
        """Change what somebody may do; their sessions end, so that it holds at once.

        Raises:
            UsageError: there is no such account, or the last administrator would be gone.
        """
        person = self.people.person(login)
        if person is None:
            raise UsageError(f"没有账号 {login}")
        changed = replace(person, roles=_known(roles), city=city.strip()[:40], active=active)
        others = [each for each in self.people.all() if each.login != login and each.active and "admin" in each.roles]
        if not others and not (active and "admin" in changed.roles):
            raise UsageError("至少要保留一个可用的管理员账号")
        said = f"修改账号 {login}：{'、'.join(ROLES[each] for each in changed.roles)}；{changed.city or '全部地市'}"
        self.people.keep(changed, viewer.who, said + ("" if active else "；停用"))
        if login != viewer.person.login:
            self.people.end_sessions(login)

    def reset(self, viewer: Viewer, login: str) -> str:
        """A new one-time password for somebody.

        Raises:
            UsageError: there is no such account.
        """
        person = self.people.person(login)
        if person is None:
            raise UsageError(f"没有账号 {login}")
        password = one_time_password()
        fresh = replace(person, password=hash_password(password), must_change=True)
        self.people.keep(fresh, viewer.who, f"重置账号 {login} 的密码")
        self.people.end_sessions(login)
        return password


def _known(roles: tuple[str, ...]) -> tuple[str, ...]:
    if not roles or any(each not in ROLES for each in roles):
        raise UsageError("请至少选择一个角色")
    return tuple(role for role in ROLES if role in roles)
