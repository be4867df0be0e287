"""Who may do what to which things: one declared table, one question, one sentence for a refusal.

What the law or a gazette makes public (rights, parties, figures, sources) anyone may read without an account,
also while signed in as an administrator. Beyond that the three administrators see no business data.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

from yuzhi.kernel.errors import NotPermitted
from yuzhi.records.accounts.roles import EVERYONE, PARTIES, ROLES
from yuzhi.records.accounts.things import KINDS, Permissible

Scope = Literal["all", "own_county", "own_party", "own_account", "own", "none"]

VERBS: Mapping[str, str] = {
    "read": "查看",
    "read_personal": "查看个人信息原文",
    "search": "检索",
    "ingest": "导入文件",
    "repair": "修复隔离行",
    "repair_everywhere": "按同样内容修复来源的所有文件",
    "withdraw_repair": "撤回修复",
    "dismiss": "剔除隔离行",
    "ignore_column": "将列设为不读",
    "map_sheet": "对照表格、停用来源",
    "correct_county": "更正所属县（市、区）",
    "reverse_correction": "撤回县（市、区）更正",
    "freeze_plan": "冻结规划期的期末数",
    "review_identity": "查看待核的同一主体",
    "decide_identity": "判定是否同一主体",
    "read_quarantine": "查看隔离行",
    "read_loads": "查看导入记录",
    "manage_accounts": "管理账号与授权",
    "read_audit": "查看审计记录",
    "export": "导出",
    "answer": "答复缴费提醒",
    "keep_contact": "登记和删除联系方式",
    "close_task": "办理县（市、区）待办",
    "deposit": "存证",
    "publish_exhibit": "公开证物",
    "keep_search": "保存、查看、暂停和删除检索",
}
"""Verb → its name for people: a closed list."""


class Viewer(Protocol):
    """Whoever asks: a signed-in user or an anonymous visitor."""

    @property
    def is_authenticated(self) -> bool:
        """False for a visitor."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What the permission rules know of a viewer."""

    role: str
    counties: tuple[str, ...]
    party_key: str
    signed_in: bool
    account: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer to one question: allowed or not, why, and who can grant what is missing (both in Chinese)."""

    allowed: bool
    reason: str
    who_can_grant: str = ""

    @property
    def sentence(self) -> str:
        """What a page says: the reason, then who can grant."""
        return self.reason + self.who_can_grant


_PUBLIC: Mapping[str, Scope] = dict.fromkeys(EVERYONE, "all")
_OFFICERS: Mapping[str, Scope] = {"city_officer": "all", "county_officer": "own_county"}
_OWNERS: Mapping[str, Scope] = {**_OFFICERS, **dict.fromkeys(PARTIES, "own_party")}
_CITY: Mapping[str, Scope] = {"city_officer": "all"}
_GIVERS: Mapping[str, Scope] = dict.fromkeys((*PARTIES, "county_officer", "city_officer", "mediator"), "own")

RULES: Mapping[tuple[str, str], Mapping[str, Scope]] = {
    **{(verb, kind): _PUBLIC
       for verb in ("read", "search", "export") for kind in ("right", "party", "person", "figure")},
    **{("read_personal", kind): _OWNERS for kind in ("right", "party", "person", "deal")},
    **{(verb, "deal"): _OWNERS for verb in ("read", "search", "export")},
    **{(verb, kind): _OFFICERS
       for verb in ("correct_county", "reverse_correction") for kind in ("right", "party", "person", "deal")},
    ("freeze_plan", "figure"): _CITY,
    ("review_identity", "party"): _CITY,
    ("decide_identity", "party"): _CITY,
    ("read", "source"): _PUBLIC,
    ("map_sheet", "source"): _CITY,     # a mapping decides how files of every county are read
    ("read", "load"): _PUBLIC,          # every value opens to its load; who sent it is for officers (read_loads)
    ("ingest", "load"): _OFFICERS,
    ("read_loads", "load"): {"city_officer": "all", "county_officer": "all"},
    ("export", "load"): _CITY,          # a file holds rows of every county; whoever sent one may have it back
    ("ignore_column", "load"): _CITY,
    ("ignore_column", "quarantine"): _CITY,
    ("repair_everywhere", "quarantine"): _CITY,
    **{(verb, "quarantine"): _OFFICERS
       for verb in ("read_quarantine", "read_personal", "repair", "withdraw_repair", "dismiss", "export")},
    **{(verb, "due"): _OWNERS for verb in ("read", "answer", "export")},
    ("close_task", "due"): _OFFICERS,
    **{(verb, "contact"): _OWNERS for verb in ("read_personal", "keep_contact")},
    **{(verb, "exhibit"): _GIVERS for verb in ("read", "deposit", "publish_exhibit")},    # evidence of people is no business of the city's
    ("keep_search", "saved"): dict.fromkeys(EVERYONE, "own_account"),     # nobody's beside the owner's, whatever the office
    ("manage_accounts", "account"): {"system_admin": "all"},
    ("manage_accounts", "grant"): {"security_admin": "all"},
    ("read_audit", "audit"): {"audit_admin": "all"},
    ("export", "audit"): {"audit_admin": "all"},
}
"""(verb, kind) → role → scope. What is not written here is nobody's."""

_REACHES: Mapping[Scope, Callable[[Standing, Permissible], bool]] = {
    "all": lambda who, thing: True,
    "own_county": lambda who, thing: thing.county != "" and thing.county in who.counties,
    "own_party": lambda who, thing: who.party_key != "" and who.party_key in thing.party_keys,
    "own_account": lambda who, thing: who.account != "" and who.account == thing.owner,
    "own": lambda who, thing: any(_REACHES[scope](who, thing) for scope in ("own_account", "own_party")),
    "none": lambda who, thing: False,
}
_LIMITED: Mapping[Scope, str] = {
    "all": "",
    "own_county": "（限所服务的县、市、区）",
    "own_party": "（限本人或本单位的）",
    "own": "（限本人或本单位的）",
    "own_account": "（限本人的）",
    "none": "",
}


def may(user: Viewer | None, verb: str, thing: Permissible) -> Decision:
    """Whether this person may do this to this thing, with the reason.

    Raises: KeyError for a verb or a kind that nobody declared: that is a mistake in the program.
    """
    verb_zh, kind_zh = VERBS[verb], KINDS[thing.kind]
    who = standing(user)
    scope = _scope(who, verb, thing.kind)
    if _REACHES[scope](who, thing):
        return Decision(True, f"{ROLES[who.role]['zh']}可以{verb_zh}{_LIMITED[scope]}。")
    grants = RULES.get((verb, thing.kind), {})
    roles = "、".join(f"{ROLES[role]['zh']}{_LIMITED[reach]}" for role, reach in grants.items())
    stands = f"您以“{ROLES[who.role]['zh']}”身份登录" if who.signed_in else "您尚未登录"
    able = f"可以办理的是：{roles}。" if roles else "目前没有任何角色可以办理。"
    return Decision(False, f"不能{verb_zh}（{kind_zh}）：{stands}，{_why(scope)}。{able}", _who_grants(who, roles))


def require(user: Viewer | None, verb: str, thing: Permissible) -> Decision:
    """The decision, when it allows.

    Raises: NotPermitted with the sentence that says why not and who can grant it.
    """
    decision = may(user, verb, thing)
    if not decision.allowed:
        raise NotPermitted(decision.sentence)
    return decision


def scope_of(user: Viewer | None, verb: str, kind: str) -> Scope:
    """How far this verb reaches for this person: lists filter by it before they count.

    Whoever has no county or no party of the own gets `none`, so that a filter never compares with nothing.
    """
    who = standing(user)
    scope = _scope(who, verb, kind)
    has_own = {
        "own_county": bool(who.counties), "own_party": bool(who.party_key), "own_account": bool(who.account),
        "own": bool(who.account or who.party_key),
    }
    return scope if has_own.get(scope, True) else "none"


def standing(user: Viewer | None) -> Standing:
    """What the rules know of a person; a visitor, or a closed account, stands as a citizen with nothing of his own."""
    if user is None or not user.is_authenticated or not getattr(user, "is_active", False):
        return Standing("citizen", (), "", signed_in=False)
    return Standing(
        getattr(user, "role"), tuple(getattr(user, "counties")), getattr(user, "party_key"), signed_in=True,  # noqa: B009
        account=str(getattr(user, "key", "")),
    )


def _scope(who: Standing, verb: str, kind: str) -> Scope:
    if verb not in VERBS or kind not in KINDS:
        raise KeyError(f"{verb} × {kind} is not declared in VERBS and KINDS")
    return RULES.get((verb, kind), {}).get(who.role, "none")


def _why(scope: Scope) -> str:
    if scope == "own_county":
        return "该对象不属于您所服务的县（市、区）"
    if scope in ("own_party", "own"):
        return "该对象不属于您本人或本单位"
    if scope == "own_account":
        return "这是别人自己的，只有本人可以"
    return "这一身份没有此项权限"


def _who_grants(who: Standing, roles: str) -> str:
    if not roles:
        return "如确有需要，请向市知识产权局提出。"
    first = "" if who.signed_in else "请先登录；"
    return f"{first}没有权限的，请向安全管理员申请授权。"
