"""Closed lists: what is stored on the left, what people read and write on the right."""

EVENTS: dict[str, str] = {
    "granted": "授权",
    "fee_lapsed": "未缴年费终止",
    "expired": "期满终止",
    "abandoned": "放弃专利权",
    "invalidated": "宣告全部无效",
    "partly_invalidated": "宣告部分无效",
    "restored": "恢复权利",
    "withdrawn": "撤回申请",
    "deemed_withdrawn": "视为撤回",
    "refused": "驳回",
    "transferred": "权利转移",
    "licensed": "许可备案",
    "pledged": "质押登记",
    "pledge_released": "质押解除",
    "preserved": "保全",
    "preservation_released": "保全解除",
    "renamed": "权利人变更",
    "published": "公开",
    "other": "其他",
}
"""Legal events of patents in the project's words; the left side is stored, the right side is shown and written
in the platform's own spreadsheets. Source of the enumeration: 专利法实施细则 art. 106."""

CHOICES: dict[str, dict[str, str]] = {
    "right_kind": {"invention": "发明", "utility": "实用新型", "design": "外观设计"},
    "mark_kind": {"ordinary": "普通商标", "collective": "集体商标", "certification": "证明商标"},
    "registrant_kind": {"market": "市场主体", "person": "自然人", "other": "其他单位"},
    "owner_kind": {"market": "市场主体", "person": "自然人", "other": "其他单位"},
    "work_kind": {"work": "作品", "software": "计算机软件"},
    "system": {
        "certification_mark": "地理标志证明商标",
        "collective_mark": "地理标志集体商标",
        "protected_product": "地理标志保护产品",
        "agri_product": "农产品地理标志",
    },
    "rights_kind": {"patent": "专利", "trademark": "商标", "copyright": "著作权", "mixed": "混合"},
    "deal_kind": {
        "exclusive": "独占许可", "sole": "排他许可", "ordinary": "普通许可", "open": "开放许可", "transfer": "转让",
    },
    "basis": {"year_end": "年末常住人口", "census": "人口普查"},
    "level": {"national": "国家级", "province": "省级", "city": "市级"},
    "event": EVENTS,
}
"""Closed lists by field name: the left side is stored, the right side is what people read and write."""
