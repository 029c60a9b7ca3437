"""Invented people, companies, codes and numbers, well formed and the same for the same seed."""

from __future__ import annotations

from random import Random

from stdnum.cn import uscc

from flows.maker.prose import sentences
from flows.maker.vocabulary import words

_BASE31 = "0123456789ABCDEFGHJKLMNPQRTUWXY"


class Inventor:
    """Draws from the vocabulary; one seed, one world."""

    def __init__(self, seed: int, province: str) -> None:
        self.rng = Random(seed)  # noqa: S311 - invented data, not secrets
        self.province = province
        self.city = self.rng.choice(list(words()["cities"][province]))
        self.region, self.dialling = words()["cities"][province][self.city]

    def pick(self, kind: str) -> str:
        """One word of a kind."""
        return str(self.rng.choice(words()[kind]))

    def person(self) -> str:
        """A name."""
        return self.pick("surnames") + self.pick("given")

    def company(self, kind: str = "bodies") -> str:
        """A company of the applicant's city, or a customer of any."""
        return str(self.city).removesuffix("市") + self.pick("heads") + self.pick(kind) + self.pick("tails")

    def code(self) -> str:
        """A unified social credit code with its right check character."""
        body = f"91{self.region}" + "".join(self.rng.choice(_BASE31) for _ in range(9))
        return body + str(uscc.calc_check_digit(body))

    def mobile(self) -> str:
        """A mobile number."""
        return f"1{self.rng.choice('3589')}{self.rng.randrange(10**9):09d}"

    def landline(self) -> str:
        """A telephone number with its area code."""
        return f"{self.dialling}-{self.rng.randrange(20_000_000, 89_999_999)}"

    def email(self) -> str:
        """An address."""
        letters = "".join(self.rng.choice("abcdefghkmnprstuvwxyz") for _ in range(6))
        return f"{letters}{self.rng.randrange(10, 99)}@example-{letters[::-1]}.com.cn"

    def amount(self, low: float, high: float) -> str:
        """An amount with two decimals, with or without separators."""
        value = round(self.rng.uniform(low, high), 2)
        return self.rng.choice((f"{value:.2f}", f"{value:,.2f}"))

    def prose(self, count: int = 3) -> str:
        """Sentences that claim no number."""
        return "".join(sentences(self.rng, count, str(self.city)))
