"""Rights in the register, and a toolbox with the law of the country and a clock that tests set."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

from yuzhi.records.parties.models import Party
from yuzhi.records.rights.models import Holding, Right
from yuzhi.rooms.datahub.tests.city import small_city
from yuzhi.site import wiring

CITY = wiring.SHANGHAI


class Town:
    """A toolbox whose day moves when it is told to."""

    def __init__(self, folder, day=date(2026, 3, 2)):
        self.day = day
        whole = wiring.toolbox(folder)
        self.tools = replace(
            small_city(folder), law=whole.law, limits=whole.limits, keeping=whole.keeping, standing=whole.standing, workdays=whole.workdays,
            today=lambda: self.day, now=lambda: datetime.combine(self.day, time(9), CITY).astimezone(UTC),
        )


def company(key="uscc/1", name="神木煤化公司", county="610881", **more):
    """A holder."""
    return Party.objects.create(key=key, name=name, sort_key=name, county=county, code=key[5:], **more)


def patent(number="202110000001", holder=None, filed=date(2021, 4, 10), granted=date(2023, 5, 1), **more):
    """A patent in force, with its holder."""
    right = Right.objects.create(**{
        "key": f"cn/p/{number}", "kind": "patents", "subkind": "invention", "number": number, "title": f"催化剂{number[-1]}",
        "county": "610881", "begun_on": filed, "granted_on": granted, "ends_on": date(2041, 4, 10), "state": "valid",
        "state_on": date(2026, 3, 2), "holders": [holder.name] if holder else [], **more,
    })
    if holder:
        Holding.objects.create(right=right, party=holder, position=0)
    return right


def mark(number="1234567", expires=date(2026, 9, 20), holder=None, **more):
    """A mark in force."""
    right = Right.objects.create(**{
        "key": f"cn/t/{number}/30", "kind": "trademarks", "subkind": "ordinary", "number": number, "title": "榆",
        "county": "610881", "begun_on": date(2015, 3, 1), "granted_on": date(2016, 9, 21), "ends_on": expires,
        "state": "valid", "state_on": date(2026, 3, 2), **more,
    })
    if holder:
        Holding.objects.create(right=right, party=holder, position=0)
    return right
