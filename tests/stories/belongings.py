"""Real things for whoever walks the addresses: each twice, one's own and another's, with words that only some may read.

`own` is of the party for which the walking company, citizen, agency and bank act, in the county of the walking county
officer; `another's` is of another party, in another county, sent or put aside by somebody else.
"""

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

from yuzhi.engines.reading.mapping import told
from yuzhi.engines.sampling import write_city
from yuzhi.records.accounts.actions import create_account
from yuzhi.records.accounts.actors import Operator
from yuzhi.records.accounts.purposes import state_purpose
from yuzhi.records.accounts.remits import Remit
from yuzhi.records.accounts.roles import PARTIES, ROLES
from yuzhi.records.clocks.queries import open_clocks
from yuzhi.records.datasets.models import Quarantined
from yuzhi.records.evidence import exhibits as held
from yuzhi.records.evidence import log as evidence_log
from yuzhi.records.evidence.models import Deposit
from yuzhi.records.messages.models import Message
from yuzhi.records.observations.figures import figures
from yuzhi.records.parties.models import Party
from yuzhi.records.rights.models import CountyCorrection, Holding, Right
from yuzhi.rooms.datahub import actions as hub
from yuzhi.rooms.datahub import tasks
from yuzhi.rooms.datahub.actions.arriving import arrive
from yuzhi.rooms.dues import actions as dues
from yuzhi.rooms.dues import queries as dues_queries
from yuzhi.rooms.dues import tasks as dues_tasks
from yuzhi.rooms.dues.actions.answering import Said
from yuzhi.rooms.identity import actions as identity
from yuzhi.rooms.identity import queries as pairs
from yuzhi.rooms.lookup import actions as searching
from yuzhi.rooms.lookup.actions import correct_county
from yuzhi.rooms.scoreboard import actions as scoreboard
from yuzhi.site import wiring
from yuzhi.site.cli.proving import published

OWN, ANOTHERS = "own", "another's"
WHOSE = (OWN, ANOTHERS)
COUNTY = {OWN: "610802", ANOTHERS: "610822"}
COUNTY_ZH = {OWN: "榆阳区", ANOTHERS: "府谷县"}
ASKED = {
    "api/plans/frozen": "?plan=十四五", "api/plans/frozen/check": "?plan=十四五", "api/workdays": "?start=2026-01-05&count=3",
    "api/limits/<rule>": "?start=2026-01-05",
}
"""What an address must be asked, to be answered."""
RULE = "patent_law.reexamination_request"
PLAN, FIGURE, TARGET = "十四五", "pledge_amount", "T1"
WRITTEN, WALKED = date(2025, 12, 20), date(2026, 1, 20)
_WANTED = re.compile(r"常住人口|企业与单位|专利1\.xlsx|商标1\.xlsx")
_LAST = ("annual_fee_last", "renewal_last")
_BY = Operator("walk")
_PLEDGES = "*质押登记号,质押合同编号,*出质人,出质人统一社会信用代码,*担保债权金额（元）,*登记日,所在县（市、区）"
_MAPPED = {
    "zh": "某行的台账", "publisher": "某行", "licence": "部门间共享", "covers": "榆林市", "table": "pledges", "rank": 35,
    "columns": [
        {"title": "台账编号", "field": "number"}, {"title": "甲方", "field": "pledgor"}, {"title": "数额", "field": "amount"},
        {"title": "登记于", "field": "registered_on"},
    ],
    "delivery": {"deliverer": "某处", "contact": "某科长 0912-5550199", "rhythm": "month", "due_day": 10, "since": "2026-01-01"},
}

OFFICERS = ("county_officer", "city_officer")
ALLOWED = {OWN: (*PARTIES, *OFFICERS), ANOTHERS: ("city_officer",)}
"""Who may read what is personal, or a secret of trade, of a thing that is one's own and of one that is another's."""
SECRETS = {
    "telephone": ALLOWED, "contact": ALLOWED, "answer": ALLOWED,
    "amount": ALLOWED,
    "quarantined": {OWN: OFFICERS, ANOTHERS: ("city_officer",)},
    "sender": {ANOTHERS: (*OFFICERS, "audit_admin")},
    "search": {OWN: ("company",), ANOTHERS: ("bank",)},
    "exhibit": {OWN: ("company",), ANOTHERS: ("bank",)},
    "deliverer": {OWN: OFFICERS, ANOTHERS: OFFICERS},
}
"""Kind of words → whose → roles that may read them, by the seats: written by hand, not asked of the program."""


@dataclass(frozen=True, slots=True)
class Belongings:
    """What the walk puts into addresses: whose → how an address begins → part → value; and the words to look for."""

    fills: dict[str, dict[str, dict[str, object]]]
    words: dict[str, dict[str, str]]

    def value(self, whose, spelled, part):
        """The value of a part of an address: of the longest beginning that knows it; None where none does."""
        known = self.fills[whose]
        begun = [start for start in known if spelled.startswith(start) and part in known[start]]
        return known[max(begun, key=len)][part] if begun else None


def walked_city(folder: Path):
    """The toolbox of a small made-up city on a day after the plan's end, and what belongs to whom in it."""
    at = datetime(WALKED.year, WALKED.month, WALKED.day, 2, tzinfo=UTC)
    tools = replace(wiring.toolbox(folder / "home"), today=lambda: WALKED, now=lambda: at)
    office = write_city(folder / "city", wiring.CITY_PLAN(), scale=0.01, seed=5, today=WRITTEN).office
    for file in sorted(office.rglob("*")):
        if _WANTED.search(file.name):
            arrive(file, file.name, by="operator/first-sender", tools=tools)
    tasks.work(tools)
    dues_tasks.run_all(tools)
    parties = {whose: _owner(whose) for whose in WHOSE}
    users = {role: _account(role, parties[OWN].key, tools) for role in ROLES}
    for role in OFFICERS:
        for party in parties.values():      # what is sealed opens for whoever said why, where they may read it at all
            state_purpose(users[role], f"contacts/{party.key}", "contact", "", at=at)
    return tools, _belongings(parties, users, tools, folder)


def _owner(whose):
    """A company of that county that has a telephone, a payment ahead, and was told of it."""
    told_ = Message.objects.values("party_key")
    found = Party.objects.filter(person=False, county=COUNTY[whose], key__in=told_).exclude(code="").exclude(phone="")
    return found.order_by("-right_count", "key")[0]


def _account(role, party, tools):
    remit = Remit(role, (COUNTY[OWN],)) if role == "county_officer" else Remit(role, party_key=party if role in PARTIES else "")
    return create_account(
        f"walks-{role.replace('_', '-')}", role, "loess-jade-camel-7781", by=_BY, at=tools.now(), remit=remit, made_up=True,
    )


def _belongings(parties, users, tools, folder):
    fills = {whose: {"": {}} for whose in WHOSE}
    words = {word: {} for word in SECRETS}
    deliveries = {
        OWN: _deliver(OWN, parties[OWN], users["county_officer"].actor_key, "5130246.37", tools, folder),
        ANOTHERS: _deliver(ANOTHERS, parties[ANOTHERS], "operator/another-sender", "7260935.91", tools, folder),
    }
    tasks.work(tools)
    for whose, party in parties.items():
        load, digest = deliveries[whose]
        right = _right(party, COUNTY[whose])
        _of_owner(fills[whose], words, whose, party, right, tools)
        fills[whose]["dues/feed/"] = {"token": dues_queries.feed_token(users["company"])}
        _of_county(fills[whose], whose, load, tools)
        fills[whose][""] |= {"number": 1, "load": load.pk, "key": right.key, "ordinal": 1, "name": FIGURE, "indicator": FIGURE}
        fills[whose] |= {"data/files/": {"digest": digest}, "data/loads/": {"number": load.pk}, "api/loads/": {"id": load.pk}}
        words["amount"][whose] = {OWN: "5130246.37", ANOTHERS: "7260935.91"}[whose]
        words["quarantined"][whose] = f"HT-Q-{COUNTY[whose]}"
    words["sender"] = {ANOTHERS: "another-sender"}
    _of_the_city(fills, words, users, tools)
    return Belongings(fills, words)


def _right(party, county):
    """A right of this party, in its county, with a payment ahead."""
    held = Holding.objects.filter(party=party).values("right_id")
    ahead = open_clocks().filter(matter__in=_LAST, object_key__in=held).values("object_key")
    return Right.objects.filter(county=county, key__in=ahead).order_by("key")[0]


def _deliver(whose, party, by, amount, tools, folder):
    """A pledge of this party and a row that cannot be read, in a file from that sender."""
    number, zh = COUNTY[whose], COUNTY_ZH[whose]
    rows = (
        f"Y2025{number}0001,HT-{number},{party.name},{party.code},{amount},2025-06-30,{zh}",
        f"Y2025{number}0002,HT-Q-{number},{party.name},{party.code},1000000.00,去年冬天,{zh}",
    )
    name = f"质押-{number}.csv"
    path = folder / name
    path.write_bytes("\r\n".join((_PLEDGES, *rows)).encode("gb18030"))
    came = arrive(path, name, by=by, tools=tools)
    return came.load, came.load.files.get().digest


def _of_owner(fills, words, whose, party, right, tools):
    """Contact and answer with voucher of an owner, under their addresses."""
    contact = dues.add_contact(party.key, "email", f"{COUNTY[whose]}-walk@example.com", source="owner", by=_BY.actor_key, tools=tools)
    clock = open_clocks().filter(matter__in=_LAST, object_key=right.key).order_by("ordinal")[0]
    matter = clock.matter.removesuffix("_last")
    voucher, _size = tools.archive.put_stream(BytesIO(f"voucher of {whose}".encode()))
    said = Said("paid", f"票据 PJ-{COUNTY[whose]}", voucher, "凭证.pdf")
    answer = dues.answer(right.key, matter, clock.ordinal, said, by=_BY.actor_key, tools=tools)
    fills |= {
        "party/": {"key": party.key}, "api/parties/": {"key": party.key}, "dues/contacts/": {"key": party.key},
        "dues/contact/": {"number": contact.pk}, "dues/answers/": {"number": answer.pk},
        "dues/notices/": {"number": Message.objects.filter(party_key=party.key).order_by("-pk")[0].pk},
        "dues/item/": {"key": right.key, "matter": matter, "ordinal": clock.ordinal},
    }
    words["telephone"][whose], words["contact"][whose], words["answer"][whose] = party.phone, contact.address, said.note


def _of_county(fills, whose, load, tools):
    """Rows in quarantine, one with a repair, and a correction of a county that stands no more in another's."""
    row = Quarantined.objects.get(load=load)
    moved = CountyCorrection.objects.values("right")
    other = Right.objects.filter(kind="trademarks").exclude(county__in=COUNTY.values()).exclude(key__in=moved).order_by("key")[0]
    made = correct_county(other, COUNTY[whose], "经核实", by=_BY.actor_key, tools=tools)
    fills |= {
        "data/quarantine/": {"number": row.pk}, "county-correction/": {"number": made.pk},
    }


def _of_the_city(fills, words, users, tools):
    """Repairs, a mapped source, a sheet put aside, a decision about two names, a frozen plan, and the log."""
    mapping = hub.map_sheet(told(_MAPPED), by=_BY.actor_key, tools=tools)
    sheet = tools.home / "sheet.csv"
    sheet.write_text("台账编号,甲方,数额,登记于\r\nT1,某公司,1,2025-01-01\r\n", encoding="utf-8")
    bodies = sorted(pairs.bodies(tools))
    apart = identity.keep_apart(pairs.lead(bodies[0], bodies[1], tools), "两家", by=_BY.actor_key, tools=tools)
    plan = figures(tools, _BY).runner.declared.plan(PLAN)
    scoreboard.freeze(plan, "", by=_BY, tools=tools)
    for whose in WHOSE:
        row = Quarantined.objects.get(pk=fills[whose]["data/quarantine/"]["number"])
        again = hub.repair_row(row, "2025-12-01", "经核实", by=_BY.actor_key, tools=tools)
        by = users["city_officer"].actor_key if whose == OWN else "operator/another-officer"
        draft = hub.draft(sheet, "台账.csv", by=by, tools=tools)
        row.refresh_from_db()
        fills[whose] |= {
            "data/sources/": {"name": mapping.source.name}, "data/map/": {"token": draft.token}, "data/templates/": {"name": "patents", "form": "xlsx"},
            "data/repairs/": {"number": row.repair_id}, "identity/take-back/": {"number": apart.pk}, "log/leaf/": {"name": "1"},
            "api/log/leaves/": {"leaf": "1"}, "api/limits/": {"rule": RULE}, "targets/plans/": {"name": PLAN}, "targets/<": {"id": TARGET},
        }
        assert again.pk
    first = searching.save(users["bank"], "q=", "不再要的", watched=False, tools=tools)
    for whose, who in ((OWN, "company"), (ANOTHERS, "bank")):
        words["search"][whose] = f"{who} 想找的"
        saved = searching.save(users[who], "q=煤", words["search"][whose], watched=False, tools=tools)
        fills[whose]["searches/"] = {"number": saved}
    searching.delete(users["bank"], first, tools)      # each person's own are numbered from one
    for whose, who in ((OWN, "company"), (ANOTHERS, "bank")):
        words["exhibit"][whose] = f"{who} 存的证"
        giver = held.Giver(users[who].actor_key)
        held.receive(tools, [held.Held("a.txt", who.encode())], held.Told(words["exhibit"][whose]), by=giver, made_up=True)
        fills[whose]["evidence/"] = fills[whose]["api/evidence/"] = {"exhibit": Deposit.objects.order_by("-pk")[0].digest}
    words["deliverer"] = dict.fromkeys(WHOSE, "0912-5550199")
    published(tools)
    evidence_log.integrate(tools)
    evidence_log.ask_witnesses(tools)
    evidence_log.stamp(tools, made_up=True)
    for whose in WHOSE:
        fills[whose]["log/^"] = {"path": tuple(
            str(file.relative_to(tools.log.folder)) for file in sorted(tools.log.folder.rglob("*")) if file.is_file()
        )}
