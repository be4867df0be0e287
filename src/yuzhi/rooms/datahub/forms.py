"""What officers type in the data hub."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yuzhi.engines.reading.mapping.declared import delivery
from yuzhi.engines.reading.sources import Source
from yuzhi.kernel.errors import BadValue

REASON = {"required": _("请写明依据，以便日后核对。")}


class UploadForm(forms.Form):
    """One file of an office, or a filled template."""

    file = forms.FileField(
        label=_("文件"), help_text=_("xlsx、CSV、XML、JSONL 或压缩包。来源按内容识别，不看文件名；原件会永久保存。"),
        error_messages={
            "required": _("请选择一个文件。"), "empty": _("这个文件是空的，没有接收。"),
        },
    )
    source = forms.ChoiceField(
        label=_("来源"), required=False, help_text=_("一般不用选；平台认不出来，而您知道它来自哪里时，再在这里指明。"),
    )

    def __init__(self, *args: object, sources: Iterable[Source], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        listed = sorted((source.name, source.zh) for source in sources if not source.retired)
        self.fields["source"].choices = [("", _("按内容识别")), *listed]


class RepairForm(forms.Form):
    """The right text in place of one that could not be read, and on what grounds."""

    after = forms.CharField(
        label=_("应当是"), required=False, strip=False,
        help_text=_("原件不会改动；读取时用这里填的内容代替。"),
    )
    reason = forms.CharField(
        label=_("依据"), max_length=300, help_text=_("例如：经企业确认、见公告原文。"), error_messages=REASON
    )
    everywhere = forms.BooleanField(label=_("这个来源的所有文件里，这一列出现同样的内容都照此修复"), required=False)

    def __init__(self, *args: object, everywhere: bool, **kwargs: object) -> None:
        """`everywhere`: whether the text may hold for other rows, and this person may say so."""
        super().__init__(*args, **kwargs)
        if not everywhere:
            del self.fields["everywhere"]


class _Beside(forms.Form):
    """A form that shares its page with others: the ids of its fields begin with its own name."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, auto_id=f"{type(self).__name__.removesuffix('Form').lower()}_%s", **kwargs)


class WithdrawForm(_Beside):
    """Why a repair is taken back."""

    reason = forms.CharField(label=_("撤回理由"), max_length=300, error_messages=REASON)


class DismissForm(_Beside):
    """Why a row is set aside."""

    reason = forms.CharField(label=_("搁置理由"), max_length=300, error_messages=REASON)


class IgnoreForm(forms.Form):
    """Which column of which source need not be read, and why."""

    source = forms.CharField(label=_("来源"), widget=forms.HiddenInput)
    column = forms.ChoiceField(
        label=_("列名"), error_messages={
            "required": _("请选择一列。"), "invalid_choice": _("没有文件因这一列而停下，没有登记。请从停下的那一批的页面选择列名。"),
        },
    )
    reason = forms.CharField(label=_("为什么可以不读"), max_length=300, error_messages=REASON)

    def __init__(self, *args: object, titles: Iterable[str], **kwargs: object) -> None:
        """`titles`: the columns that stopped files of the source."""
        super().__init__(*args, **kwargs)
        self.fields["column"].choices = [(title, title) for title in titles]


class MapFileForm(forms.Form):
    """A spreadsheet that no source recognises, to be mapped."""

    file = forms.FileField(
        label=_("表格文件"), help_text=_("xlsx 或 CSV（编码和分隔符自动识别），至多 64 MB。旧版 xls 请先另存为 xlsx。"),
        error_messages={"required": _("请选择一个文件。"), "empty": _("这个文件是空的，没有接收。")},
    )


class RetireForm(forms.Form):
    """Why a source is retired."""

    reason = forms.CharField(label=_("停用理由"), max_length=300, error_messages=REASON)


_RANKS = (("25", _("登记机关的登记簿或月报")), ("35", _("其他单位的汇总表")), ("45", _("商业数据库的导出")))
_RHYTHMS = (("", _("没有约定")), ("week", _("每周")), ("month", _("每月")), ("quarter", _("每季度")), ("year", _("每年")))


class MappedSourceForm(forms.Form):
    """The words of a mapped source: what it is called, who publishes it, and by which day its files come."""

    zh = forms.CharField(label=_("来源的名称"), max_length=80, help_text=_("例如：省知识产权局专利质押月报。"),
                         error_messages={"required": _("请给来源起个名称。")})
    publisher = forms.CharField(label=_("发布单位"), max_length=120, error_messages={"required": _("请填写谁发布这张表。")})
    licence = forms.CharField(label=_("使用条件"), max_length=300, help_text=_("例如：部门间共享，不对外提供原表。"),
                              error_messages={"required": _("请填写使用条件。")})
    covers = forms.CharField(label=_("收录范围"), max_length=300, help_text=_("例如：榆林市的专利质押登记，自 2024 年起。"),
                             error_messages={"required": _("请填写收录范围。")})
    rank = forms.ChoiceField(label=_("性质"), choices=_RANKS, required=False, initial="35",
                             help_text=_("几个来源说法不同时，登记机关的为准。存下后不能改。"))
    deliverer = forms.CharField(label=_("由谁送来"), max_length=200, required=False, help_text=_("有约定的才填这一项和下面四项，填了就进送交日历。"))
    contact = forms.CharField(label=_("没按时送来时找谁"), max_length=200, required=False, help_text=_("姓名和电话。"))
    rhythm = forms.ChoiceField(label=_("多久送一次"), choices=_RHYTHMS, required=False)
    due_day = forms.IntegerField(label=_("期间结束后第几日应送到"), min_value=1, max_value=31, required=False, initial=10,
                                 error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), _("应送日应为 1 至 31 的整数。")),
                                 help_text=_("按周的填星期几（1 至 7）。遇节假日顺延到下一个工作日。"))
    since = forms.DateField(label=_("从哪一期开始"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
                            error_messages={"invalid": _("起始日应是真实的日期，例如 2026-10-01。")},
                            help_text=_("这一天所在的月、季或年为第一期。"))
    marker = forms.CharField(label=_("识别词"), max_length=60, required=False,
                             help_text=_("只在几个单位用同一种表样时才填：文件名、工作表名或表头上方必须有这个词。"))
    one_sheet = forms.BooleanField(label=_("只读这一张工作表（每月名称相同）；不勾选时，凡有这个表头的工作表都读"), required=False)
    made_up = forms.BooleanField(label=_("这是示例数据，不是真实登记"), required=False)
    reason = forms.CharField(label=_("为什么存新版本"), max_length=300, error_messages=REASON)

    def __init__(self, data: Any, *, saving: bool, version: bool) -> None:
        """`saving`: whether the words are meant to be final; `version`: whether there is an earlier version."""
        super().__init__(data if saving else None, initial=None if saving else data)
        if not version:
            del self.fields["reason"]
        else:
            del self.fields["rank"]

    def clean(self) -> dict[str, Any]:
        """Also that what was agreed can be kept."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        given.setdefault("reason", "")
        try:
            self._agreed(given)
        except BadValue as bad:
            self.add_error("due_day", bad.sentence)
        return given

    def words(self) -> dict[str, Any]:
        """What the form says of the source, by the names of a mapping."""
        given = self.cleaned_data
        texts = {name: given[name] for name in ("zh", "publisher", "licence", "covers", "marker")}
        return {
            **texts, "rank": int(given.get("rank") or 35), "made_up": given["made_up"], "sheet": "1" if given["one_sheet"] else "",
            "delivery": self._agreed(given),
        }

    def _agreed(self, given: dict[str, Any]) -> Any:
        words = {name: given.get(name) or "" for name in ("deliverer", "contact", "rhythm")}
        if not any(words.values()):
            return None
        return delivery({**words, "due_day": given.get("due_day") or 10, "since": given.get("since")})
