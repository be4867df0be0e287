"""The days of a made-up patent's life: publication, grant, lapse, restoration, invalidation, expiry."""

from dataclasses import dataclass
from datetime import date, timedelta

from yuzhi.engines.sampling.chance import Chance
from yuzhi.engines.sampling.items import Event
from yuzhi.engines.sampling.months import Gazettes, plus_months, term_ends

_LAPSES = {"invention": 0.24, "utility": 0.5, "design": 0.55}


@dataclass(frozen=True, slots=True)
class Life:
    """The days that are known when a patent is first written down."""

    kind: str
    filed_on: date
    published_on: date
    granted_on: date | None


def begin(chance: Chance, kind: str, filed_on: date, shown: tuple[date, date], issues: Gazettes | None) -> Life | None:
    """A life that begins on that day, or None where the channel could not show it."""
    first = _first_publication(chance, kind, filed_on)
    published = issues.next(first) if issues else first
    if published is None or not shown[0] <= published <= shown[1]:
        return None
    if kind != "invention":
        return Life(kind, filed_on, published, published)
    granted = None
    if chance.happens(0.62):
        late = plus_months(published, chance.number(4, 30)) + timedelta(days=chance.number(0, 27))
        granted = issues.next(late) if issues else late
    return Life(kind, filed_on, published, granted if granted and granted <= shown[1] else None)


def utility_grant(chance: Chance, filed_on: date) -> date:
    """The day on which a utility model filed then is granted."""
    return plus_months(filed_on, chance.number(4, 9)) + timedelta(days=chance.number(0, 27))


def end(chance: Chance, number: str, life: Life, today: date) -> tuple[date | None, tuple[Event, ...]]:
    """The day on which the right ended before its term (None where it did not), and the events until today."""
    if life.granted_on is None:
        return None, _without_grant(chance, number, life, today)
    granted = [Event(number, "granted", life.granted_on, life.granted_on, "PG01")]
    if chance.happens(0.005):
        on = plus_months(life.granted_on, chance.number(10, 60))
        if on < min(today, term_ends(life.kind, life.filed_on)):
            return on, (*granted, Event(number, "invalidated", on, on, "PI01", "无效宣告决定：全部无效（示例）"))
    if chance.happens(0.004):
        on = plus_months(life.granted_on, 14)
        if on < today:
            granted.append(Event(number, "partly_invalidated", on, on, "PI02", "部分无效，其余维持有效（示例）"))
    if chance.happens(_LAPSES[life.kind]) and (lapse := _lapse(chance, number, life, today)):
        return _perhaps_restored(chance, lapse, granted, life, today)
    return None, (*granted, *_expiry(chance, number, life, today))


def given_up(number: str, granted_on: date, on: date) -> tuple[Event, ...]:
    """The events of a utility model that made room for the invention of the same day."""
    return (
        Event(number, "granted", granted_on, granted_on, "PG01"),
        Event(number, "abandoned", on, on, "PA01", "同日申请的发明授权，放弃实用新型专利权（示例）"),
    )


def _first_publication(chance: Chance, kind: str, filed_on: date) -> date:
    if kind == "invention":
        months = chance.number(5, 12) if chance.happens(0.45) else 18
        return plus_months(filed_on, months) + timedelta(days=chance.number(1, 14))
    if kind == "utility":
        return utility_grant(chance, filed_on)
    return plus_months(filed_on, chance.number(3, 7)) + timedelta(days=chance.number(0, 27))


def _without_grant(chance: Chance, number: str, life: Life, today: date) -> tuple[Event, ...]:
    on = plus_months(life.published_on, chance.number(8, 40))
    if on > today or not chance.happens(0.7):
        return ()
    event = chance.pick(("refused", "deemed_withdrawn", "deemed_withdrawn", "withdrawn"))
    return (Event(number, event, on, plus_months(on, 1) if plus_months(on, 1) <= today else on, "PR01"),)


def _lapse(chance: Chance, number: str, life: Life, today: date) -> Event | None:
    """An unpaid annual fee: the right ends on the anniversary and the gazette says so eight months or more later."""
    assert life.granted_on is not None
    first = 1
    while plus_months(life.filed_on, 12 * first) <= life.granted_on:
        first += 1
    on = plus_months(life.filed_on, 12 * (first + chance.number(0, 5)))
    announced = plus_months(on, chance.number(8, 10))
    if announced > today or on >= term_ends(life.kind, life.filed_on):
        return None
    return Event(number, "fee_lapsed", on, announced, "PC01", "未缴年费（示例）")


def _perhaps_restored(
    chance: Chance, lapse: Event, before: list[Event], life: Life, today: date
) -> tuple[date | None, tuple[Event, ...]]:
    """A right that is restored has not ended, not even on the days between its lapse and its restoration."""
    on = plus_months(lapse.effective_on, 7) + timedelta(days=chance.number(0, 20))
    if on > today or not chance.happens(0.1):
        return lapse.effective_on, (*before, lapse)
    told = Event(lapse.patent, "restored", on, on, "PE01", "恢复权利（示例）")
    early = Event(lapse.patent, "fee_lapsed", lapse.effective_on, on, "PC01", lapse.detail)
    return None, (*before, early, told, *_expiry(chance, lapse.patent, life, today))


def _expiry(chance: Chance, number: str, life: Life, today: date) -> tuple[Event, ...]:
    """The announcement that the term ended; offices do not send it for every patent."""
    on = term_ends(life.kind, life.filed_on)
    announced = plus_months(on, 2)
    if announced > today or not chance.happens(0.6):
        return ()
    return (Event(number, "expired", on, announced, "PX01", "专利权有效期届满"),)
