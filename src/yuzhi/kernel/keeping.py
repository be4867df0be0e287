"""What it takes to keep a right: the payments that lie ahead, each with its days and the articles behind it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from yuzhi.kernel.cite import Cite
from yuzhi.kernel.money import Money


@dataclass(frozen=True, slots=True)
class Payment:
    """One payment that keeps a right, as it stands on a day.

    `due_on` and `grace_until` are nominal days. `surcharge` and `total` are those of a payment on the day asked for;
    `amount` is the full one, before the reduction in percent. `year` is the patent year, None where the right knows no such years.
    """

    year: int | None
    opens_on: date | None
    due_on: date
    grace_until: date
    amount: Money
    reduced_percent: Decimal
    surcharge: Money
    total: Money
    cites: tuple[Cite, ...]


@dataclass(frozen=True, slots=True)
class Keeping:
    """The payments of a right from a day on; `ends_on` is the first day without the right however much is paid.

    Whether something was paid is not known here: a payment whose due day has passed is listed while its grace runs.
    """

    patent_year: int | None
    ends_on: date | None
    payments: tuple[Payment, ...]
    notes: tuple[str, ...]
