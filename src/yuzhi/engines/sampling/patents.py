"""Made-up patents: applications with owners, texts, and the days of their lives."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from yuzhi.engines.sampling import lives, numbers, places, texts, words
from yuzhi.engines.sampling.chance import Chance, Weights
from yuzhi.engines.sampling.companies import Companies
from yuzhi.engines.sampling.items import Company, Patent, Place
from yuzhi.engines.sampling.months import Gazettes, term_ends
from yuzhi.engines.sampling.plan import CityPlan, Topic

NEW_XML, OLD_XML, CNIPR, SHEETS = "new_xml", "old_xml", "cnipr", "sheets"


@dataclass(frozen=True, slots=True)
class _Channel:
    """What a channel delivers: kinds by weight, filing days, and the gazettes it follows (XML only)."""

    name: str
    kinds: Weights[str]
    filed: tuple[date, date]
    shown: tuple[date, date]
    issues: Gazettes | None = None


def patents(plan: CityPlan, bodies: Companies, seed: int, scale: float, today: date) -> tuple[Patent, ...]:
    """The city's patents at that scale, channel by channel, with some from outside among them."""
    author = _Author(plan, bodies, Chance(seed, "patents"), today)
    found: list[Patent] = []
    for channel in _channels(plan, scale, today):
        for _ in range(plan.size(f"patents_{channel.name}", scale, 8)):
            patent = author.write(channel)
            found.append(patent)
            found.extend(author.twin(patent))
    return tuple(found)


def _channels(plan: CityPlan, scale: float, today: date) -> Iterator[_Channel]:
    xml = Weights([("invention", 66.0), ("utility", 34.0)])
    new, old = (date(2019, 1, 1), today), (date(2010, 5, 4), date(2018, 12, 31))
    yield _Channel(
        NEW_XML, xml, (date(2016, 6, 1), today), new, Gazettes.for_many(plan.size("patents_new_xml", scale, 8), *new)
    )
    yield _Channel(
        OLD_XML,
        xml,
        (date(2008, 6, 1), date(2018, 6, 30)),
        old,
        Gazettes.for_many(plan.size("patents_old_xml", scale, 8), *old),
    )
    yield _Channel(
        CNIPR,
        Weights([("invention", 30.0), ("utility", 60.0), ("design", 10.0)]),
        (date(2008, 1, 1), today),
        (date(2008, 1, 1), today),
    )
    yield _Channel(
        SHEETS,
        Weights([("invention", 24.0), ("utility", 55.0), ("design", 21.0)]),
        (date(1999, 1, 1), today),
        (date(1999, 1, 1), today),
    )


class _Author:
    """Writes patents one after another, each number once."""

    def __init__(self, plan: CityPlan, bodies: Companies, chance: Chance, today: date) -> None:
        self._plan, self._bodies, self._chance, self._today = plan, bodies, chance, today
        self._topics = {topic.name: topic for topic in plan.topics}
        self._any_topic = Weights([(topic, topic.weight) for topic in plan.topics])
        self._counties = places.county_weights(plan)
        self._serials: dict[tuple[int, str], int] = {}
        self._stems = {True: 0, False: 0}

    def write(self, channel: _Channel) -> Patent:
        """A patent as that channel would deliver it."""
        chance = self._chance
        kind = chance.weighted(channel.kinds)
        life = None
        while life is None:
            filed = chance.day(*channel.filed, 0.6)
            life = lives.begin(chance, kind, filed, channel.shown, channel.issues)
        owner, topic = self._owner()
        it = texts.idea(chance, topic, kind)
        return self._finish(channel.name, it, owner, life)

    def twin(self, patent: Patent) -> Iterator[Patent]:
        """The utility model that some owners file on the same day, given up when the invention is granted."""
        if patent.right_kind != "invention" or not patent.granted_on or not self._chance.happens(0.05):
            return
        granted = lives.utility_grant(self._chance, patent.filed_on)
        if granted >= patent.granted_on:
            return
        number = self._number("utility", patent.filed_on)
        yield replace(
            patent,
            number=number,
            right_kind="utility",
            abstract=patent.abstract.replace("本发明", "本实用新型"),
            description=(),
            stem=self._stem("utility", granted),
            published_on=granted,
            granted_on=granted,
            expires_on=term_ends("utility", patent.filed_on),
            ended_on=patent.granted_on,
            channel=SHEETS,
            events=lives.given_up(number, granted, patent.granted_on),
        )

    def _owner(self) -> tuple[Company | None, Topic]:
        dice = self._chance.number(1, 100)
        if dice <= 5:
            return None, self._chance.weighted(self._any_topic)
        pool = self._bodies.outsiders if dice <= 9 else self._bodies.institutes if dice <= 17 else self._bodies.firms
        owner = self._chance.early(pool)
        return owner, self._topics[owner.topic]

    def _finish(self, channel: str, it: texts.Idea, owner: Company | None, life: lives.Life) -> Patent:
        chance = self._chance
        number = self._number(it.kind, life.filed_on)
        inventors = words.people(chance, 1, 5)
        applicants, codes, place = self._applicants(owner, inventors)
        agency, code = chance.pick(self._plan.patent_agencies) if chance.happens(0.72) else ("", "")
        claims = texts.claims(chance, it)
        ended_on, events = lives.end(chance, number, life, self._today)
        design = it.kind == "design"
        ipc = [] if design else list(dict.fromkeys([it.main_class, *self._more_classes(it)]))
        return Patent(
            number=number,
            right_kind=it.kind,
            title=it.title,
            abstract=texts.abstract(chance, it),
            first_claim=claims[0][2:] if claims else "",
            claims=claims,
            description=texts.description(chance, it) if channel in (NEW_XML, OLD_XML) else (),
            owner=owner,
            applicants=applicants,
            applicant_codes=codes,
            address=place.address,
            inventors=inventors,
            agency=agency,
            agency_code=code,
            agents=words.people(chance, 1, 2) if agency else [],
            filed_on=life.filed_on,
            stem=self._stem(it.kind, life.published_on),
            published_on=life.published_on,
            granted_on=life.granted_on,
            expires_on=term_ends(it.kind, life.filed_on),
            ended_on=ended_on,
            main_ipc="" if design else it.main_class,
            ipc=ipc,
            locarno=[it.main_class] if design else [],
            channel=channel,
            place=place,
            events=events,
        )

    def _applicants(self, owner: Company | None, inventors: list[str]) -> tuple[list[str], list[str], Place]:
        """Names, codes and the first one's place; persons have no code."""
        if owner is None:
            return [inventors[0]], [""], places.inside(self._plan, self._chance, self._counties)
        names, codes = [owner.name], [owner.code]
        if self._chance.happens(0.08):
            other = self._chance.pick(self._bodies.outsiders if self._chance.happens(0.3) else self._bodies.firms)
            if other is not owner:
                names.append(other.name)
                codes.append(other.code)
        return names, codes, owner.place

    def _more_classes(self, it: texts.Idea) -> list[str]:
        return [ipc for _, ipc in self._chance.some(it.topic.objects, 0, 2)]

    def _stem(self, kind: str, first_on: date) -> str:
        """The next publication number; early numbers are short and counted apart."""
        early = first_on < numbers.NEW_PUBLICATIONS
        self._stems[early] += 1
        return numbers.publication(kind, self._stems[early], first_on)

    def _number(self, kind: str, filed_on: date) -> str:
        serial = self._serials.get((filed_on.year, kind), 0)
        self._serials[filed_on.year, kind] = serial + 1
        return numbers.application(kind, filed_on, serial)
