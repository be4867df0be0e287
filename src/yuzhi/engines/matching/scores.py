"""Two names compared: named features, the objections and supports that they raise, a score and its band."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pypinyin import Style, lazy_pinyin
from rapidfuzz.distance import Levenshtein

from yuzhi.engines.matching.chinese import ChineseName
from yuzhi.engines.matching.declared import Band, Weights, words

FEW = 2
SHORT_CORE, SHORT_NAME = 4, 4
LOST = "一"
_LIMITED = {"limited", "company"}


@dataclass(frozen=True, slots=True)
class Score:
    """How alike two names are: a lead with its reasons, not a verdict.

    Units: `score` and `features` lie between 0 and 1. `objections` capped the score, `supports` raised it; `relation`
    says what else the pair may be: `unit` (a body and its branch or department), `group` (parent and member), "".
    """

    score: float
    band: Band
    features: Mapping[str, float] = field(default_factory=dict)
    objections: tuple[str, ...] = ()
    supports: tuple[str, ...] = ()
    relation: str = ""


def compare_chinese(left: ChineseName, right: ChineseName, said: Weights, lifted: frozenset[str] = frozenset()) -> Score:
    """The score of two Chinese names; `lifted` objections are not raised, because something else answers them.

    >>> from yuzhi.engines.matching.chinese import read_chinese
    >>> from yuzhi.engines.matching.declared import weights
    >>> two = read_chinese("陕西省榆林市惠泽化工有限公司"), read_chinese("榆林惠泽化工有限责任公司")
    >>> compare_chinese(*two, weights()).band
    'same'
    """
    if left.person or right.person:
        return _people(left, right, said, lifted)
    features = {
        "name": _name(left, right), "place": _place(left, right), "form": _form(left, right),
        "group": float(left.group == right.group), "unit": float(left.unit == right.unit),
    }
    objections = tuple(one for one in _objections(left, right) if one not in lifted)
    return settled(features, objections, said, relation=_relation(left, right))


def settled(
    features: Mapping[str, float], objections: tuple[str, ...], said: Weights, *, supports: tuple[str, ...] = (),
    relation: str = "",
) -> Score:
    """The weighted mean of the features under the lowest cap; a support with a score of its own overrules both."""
    total = sum(said.features[name].number for name in features)
    mean = sum(said.features[name].number * value for name, value in features.items()) / total if total else 0.0
    capped = min([mean, *(said.objections[name].number for name in objections)])
    raised = max([capped, *(said.supports[name].number for name in supports)])
    score = round(raised, 4)
    return Score(score, said.band(score), features, objections, supports, relation)


class _Sounds(dict[int, str]):
    """How each character is read aloud by itself, without tones, learnt as characters are met."""

    def __missing__(self, code: int) -> str:
        self[code] = told = " ".join(lazy_pinyin(chr(code), style=Style.NORMAL)) + " "
        return told


SOUNDS = _Sounds()


def _people(left: ChineseName, right: ChineseName, said: Weights, lifted: frozenset[str]) -> Score:
    features = {"name": float(left.core == right.core)}
    if left.person != right.person:
        return settled(features, ("person_and_body",), said)
    raised = "same_person_name" if features["name"] else "names_differ"
    return settled(features, (raised,) if raised not in lifted else (), said)


def _name(left: ChineseName, right: ChineseName) -> float:
    if left.joined == right.joined:
        return 1.0
    return float(round(Levenshtein.normalized_similarity(left.core, right.core), 4))


def _place(left: ChineseName, right: ChineseName) -> float:
    if left.joined == right.joined or left.finest == right.finest:
        return 1.0
    return 0.5 if not left.finest or not right.finest or _nested(left, right) else 0.0


def _form(left: ChineseName, right: ChineseName) -> float:
    if left.form == right.form:
        return 1.0
    if {left.form, right.form} <= _LIMITED:
        return 0.9
    if {left.form, right.form} <= {*_LIMITED, "shares"}:
        return 0.8
    return 0.5 if not left.form or not right.form else 0.0


def _objections(left: ChineseName, right: ChineseName) -> list[str]:
    raised = [_of_units(left, right)]
    if left.joined == right.joined:
        raised += ["place_conflict" if _conflicting(left, right) else ""]
    elif left.core == right.core:
        raised += [_of_places(left, right)]
    else:
        raised += [_of_cores(left, right)]
    raised += [_of_forms(left, right)]
    return [one for one in raised if one]


def _of_units(left: ChineseName, right: ChineseName) -> str:
    if left.unit == right.unit:
        return ""
    return "unit_and_whole" if not left.unit or not right.unit else "units_differ"


def _of_places(left: ChineseName, right: ChineseName) -> str:
    if not left.form and left.core.endswith(words().named_by_place):
        return "place_is_name"
    if not left.finest or not right.finest:
        return "place_missing"
    return "place_depth" if _nested(left, right) else "place_conflict"


def _of_cores(left: ChineseName, right: ChineseName) -> str:
    one, two = left.joined, right.joined
    if sorted(one) == sorted(two):
        return "other_order"
    if one.replace(LOST, "") == two.replace(LOST, ""):
        return "lost_stroke"
    if Levenshtein.distance(one, two, score_cutoff=FEW) > FEW:
        return "names_differ"
    return "sounds_alike" if len(one) == len(two) and one.translate(SOUNDS) == two.translate(SOUNDS) else "one_apart"


def _of_forms(left: ChineseName, right: ChineseName) -> str:
    forms = {left.form, right.form}
    if left.group != right.group:
        return "shares_of_group" if "shares" in forms else "group_and_member"
    if len(forms) == 1:
        return ""
    if "" in forms:
        return "form_missing" if len(left.joined) < SHORT_NAME else ""
    return _of_two_forms(left, right, forms)


def _of_two_forms(left: ChineseName, right: ChineseName, forms: set[str]) -> str:
    """A company is often refounded in another form; without a place in the name it may as well be another one."""
    if not forms <= {*_LIMITED, "shares"}:
        return "forms_differ"
    if left.group:
        return "shares_of_group" if "shares" in forms else ""
    loose = len(left.core) <= SHORT_CORE or any(word in left.core for word in words().groups)
    return "form_decides" if loose and not (left.province or right.province) else ""


def _conflicting(left: ChineseName, right: ChineseName) -> bool:
    """Whether both say a place of one level and the two are not the same."""
    levels = ((left.province, right.province), (left.city, right.city), (left.county, right.county))
    return any(one and two and one != two for one, two in levels)


def _nested(left: ChineseName, right: ChineseName) -> bool:
    """Whether one place lies inside the other, as far as the names say."""
    levels = ((left.province, right.province), (left.city, right.city), (left.county, right.county))
    return not _conflicting(left, right) and any(one and one == two for one, two in levels)


def _relation(left: ChineseName, right: ChineseName) -> str:
    if bool(left.unit) != bool(right.unit) and left.joined == right.joined:
        return "unit"
    if left.unit and right.unit and left.joined == right.joined and left.unit != right.unit:
        return "unit"
    for parent, member in ((left, right), (right, left)):
        if parent.group and not (member.group and member.joined == parent.joined) and member.joined.startswith(parent.joined):
            return "group"
        if parent.group and member.core.startswith(parent.core) and len(parent.core) >= FEW and parent.core != member.core:
            return "group"
    return ""
