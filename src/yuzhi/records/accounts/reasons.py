"""For what people of the city may open sealed fields, as a closed list."""

from collections.abc import Mapping

PURPOSES: Mapping[str, str] = {
    "case": "办理案件或事项",
    "check": "核对登记信息",
    "contact": "联系权利人",
    "asked": "权利人本人要求",
    "other": "其他（请写明）",
}
"""Purpose → its name for people: a closed list, so that the audit can count by it."""
