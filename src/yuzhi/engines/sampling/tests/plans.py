"""A small made-up plan of three counties, enough to show every kind of row."""

from datetime import date

from yuzhi.engines.sampling.plan import CityPlan, Elsewhere, Park, PlanArea, PlanIndication, Topic

TODAY = date(2026, 6, 30)

_FARM = Topic(
    name="养羊", weight=2, industry="畜牧业", favours=("990102",), suffixes=("牧业有限公司", "养羊专业合作社"), field="养殖",
    objects=(("羊舍", "A01K 1/00"), ("饲喂槽", "A01K 5/01"), ("羔羊代乳料", "A23K 50/60")),
    parts=("地板", "水碗", "挡板", "刮板", "风窗"), features=("保温", "易清理"), scenes=("舍饲", "规模化羊场"),
    techs=("发酵床", "分群饲喂"), effects=("提高了成活率", "降低了浪费", "改善了肉质"), products=(("羊肉包装盒", "09-03"),),
    goods=((29, "羊肉；肉制品"), (31, "活羊；饲料")),
)  # fmt: skip
_COAL = Topic(
    name="煤化工", weight=3, industry="化学原料和化学制品制造业", favours=("990101",), suffixes=("煤化工有限公司",), field="煤化工",
    objects=(("气化炉", "C10J 3/46"), ("热解装置", "C10B 53/04"), ("能耗监测方法", "G06Q 10/06")),
    parts=("进料口", "换热管", "衬里", "排渣阀", "喷嘴"), features=("高效", "低能耗"), scenes=("煤分质利用", "园区"),
    techs=("流化床", "固定床"), effects=("提高了收率", "降低了能耗", "减少了粉尘"), products=(("炉喷嘴", "23-01"),),
    goods=((1, "工业用化学品"), (4, "煤；焦炭")),
)  # fmt: skip


def small_plan() -> CityPlan:
    """A city of three counties with everything in it."""
    return CityPlan(
        code="990100", zh="示例市", province="示例省", postcode="990000", province_word="示",
        areas=(
            PlanArea("990101", "东山区", 5, 300000, 0.01, ("东山县",), "990001", ("山前镇",), ("山路",)),
            PlanArea("990102", "西河县", 3, 200000, -0.01, (), "990002", ("河口镇",), ("河街",)),
            PlanArea("990103", "北原县", 1, 90000, 0.0, (), "990003", ("原上镇",), ("原路",)),
        ),
        parks=(Park("990101", "东山工业园区一路", alone=True),), city_only=("示例省示例市", "示例市人民路"),
        elsewhere=(Elsewhere("外市", "外省外市示例路", "880000"),), topics=(_COAL, _FARM),
        indications=(
            *(
                PlanIndication(system, f"{name}{system[:2]}", county, "畜产品", 29)
                for system in ("certification_mark", "protected_product", "collective_mark", "agri_product")
                for name, county in (("东山羊肉", "990101"), ("西河枣", "990102"), ("示例粉", "")) * 4
            ),
            PlanIndication("protected_product", "西河枣ag", "990102", "果品", 29),
        ),
        banks=("示例银行",), patent_agencies=(("榆林示例专利事务所", "61901"), ("外市示例代理公司", "61902")),
        sizes={
            "patents_new_xml": 300, "patents_old_xml": 150, "patents_cnipr": 400, "patents_sheets": 1200, "marks": 2500,
            "works": 500, "software": 400, "companies": 240, "user_firms": 40, "contracts": 120, "deals": 60, "agencies": 6,
            "talents": 20, "varieties": 6, "awards": 6, "abroad": 12,
        },
        truth_dates=(date(2023, 12, 31), date(2024, 12, 31), date(2025, 12, 31)), pledge_baseline=date(2021, 1, 1),
        pledge_total_yuan=300_000_000, large_loan_wan=(1000, 1600), high_value_yuan=10_000_000,
        strategic=frozenset({"C10J 3/46", "A01K 1/00"}), converted_on=date(2025, 4, 15), populations=(2019, 2024),
        unpublished=frozenset({"990103"}),
    )  # fmt: skip
