"""The roles of the platform, as a closed list with their names for people."""

from collections.abc import Mapping

ROLES: Mapping[str, Mapping[str, str]] = {
    "citizen": {"zh": "社会公众", "en": "citizen"},
    "company": {"zh": "企业", "en": "company"},
    "agency": {"zh": "代理机构", "en": "IP agency"},
    "bank": {"zh": "银行", "en": "bank"},
    "county_officer": {"zh": "县（市、区）工作人员", "en": "county officer"},
    "city_officer": {"zh": "市级工作人员", "en": "city officer"},
    "mediator": {"zh": "调解员", "en": "mediator"},
    "system_admin": {"zh": "系统管理员", "en": "system administrator"},
    "security_admin": {"zh": "安全管理员", "en": "security administrator"},
    "audit_admin": {"zh": "审计管理员", "en": "audit administrator"},
}
"""Role → its names. Whoever has not signed in stands as a citizen without an own party."""

EVERYONE: tuple[str, ...] = tuple(ROLES)
ADMINS: tuple[str, ...] = ("system_admin", "security_admin", "audit_admin")
"""Three separate administrators: their roles are given on the server, never by one another."""

PARTIES: tuple[str, ...] = ("citizen", "company", "agency", "bank")
"""Roles of people who act for a party of their own."""

STAFF: tuple[str, ...] = ("county_officer", "city_officer", "mediator", *ADMINS)
"""Roles of people who work for the city; a second factor will be asked of these."""
