"""What people type in this room."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yuzhi.engines.search.vocabulary import FARTHEST, USUAL
from yuzhi.kernel.areas import AreaBook

_WORDS: dict[str, Any] = {
    "max_length": 120, "required": False, "error_messages": {"max_length": _("一格最多写 120 个字。")},
}
_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class CountyForm(forms.Form):
    """The county that a right belongs to, and on what grounds."""

    county = forms.ChoiceField(label=_("应属县（市、区）"))
    reason = forms.CharField(
        label=_("更正理由"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("会随这件权利公开显示。写明依据，例如：营业执照住所在靖边县。"),
        error_messages={"required": _("请写明更正理由。")},
    )

    def __init__(self, *args: object, areas: AreaBook, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["county"].choices = [(area.code, area.zh) for area in areas.counties]


class ReverseForm(forms.Form):
    """Why a correction is taken back."""

    reason = forms.CharField(
        label=_("撤销理由"), max_length=300, error_messages={"required": _("请写明撤销理由。")},
    )


class TextForm(forms.Form):
    """A text that like patents are looked for."""

    text = forms.CharField(
        label=_("摘要、权利要求或技术方案"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("中文、英文、日文、韩文、德文都可以；越具体越好，最多两万字。"),
        error_messages={
            "required": _("没有给出文字，没有比较。请粘贴摘要、权利要求或技术方案。"),
            "max_length": _("文字超过两万字，没有比较。请只留摘要或权利要求。"),
        },
    )


class SaveForm(forms.Form):
    """A search that its owner keeps."""

    query = forms.CharField(max_length=4000, widget=forms.HiddenInput)
    name = forms.CharField(
        label=_("名称"), max_length=60, required=False, help_text=_("可以不填，不填就用检索式。"),
        error_messages={"max_length": _("名称超过 60 个字，没有保存。请写短一些。")},
    )
    watched = forms.BooleanField(label=_("数据更新后替我再查一遍，结果或内容有变化时提醒我"), required=False)
    mail = forms.EmailField(
        label=_("邮箱"), required=False, max_length=200, help_text=_("可以不填，不填就只在本站提示。邮件不写检索的内容。"),
        error_messages={"invalid": _("这不是邮箱地址，没有保存。请写成 name@example.com，或不填。")},
    )


class SavedForm(forms.Form):
    """What its owner does with a saved search."""

    deed = forms.ChoiceField(
        choices=[(name, name) for name in ("pause", "resume", "seen", "mail", "delete")],
        error_messages={"required": _("没有说明要做什么，没有改动。"), "invalid_choice": _("不认识这个操作，没有改动。")},
    )
    mail = forms.EmailField(
        label=_("邮箱"), required=False, max_length=200,
        error_messages={"invalid": _("这不是邮箱地址，没有改动。请写成 name@example.com，或不填。")},
    )


class ClearForm(forms.Form):
    """That everything which was saved is to go."""

    sure = forms.BooleanField(
        label=_("删除我保存的全部检索，不能恢复"), error_messages={"required": _("没有勾选，没有删除。")},
    )


class WishForm(forms.Form):
    """What somebody looks for, asked one by one."""

    every = forms.CharField(label=_("都要有的词"), help_text=_("几个词用空格分开，下同。"), **_WORDS)
    some = forms.CharField(label=_("有一个就行的词"), **_WORDS)
    exact = forms.CharField(label=_("原样的一句话"), **_WORDS)
    without = forms.CharField(label=_("不要有的词"), **_WORDS)
    left = forms.CharField(label=_("这个词"), **_WORDS)
    right = forms.CharField(label=_("离那个词"), **_WORDS)
    far = forms.IntegerField(
        label=_("最多隔几个字"), min_value=0, max_value=FARTHEST, initial=USUAL, required=False,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), _("请填 0 到 30 的整数。")),
    )
    ordered = forms.BooleanField(label=_("先后也要对"), required=False)
    title = forms.CharField(label=_("名称里的词"), **_WORDS)
    abstract = forms.CharField(label=_("摘要里的词"), **_WORDS)
    claims = forms.CharField(label=_("第一项权利要求里的词"), **_WORDS)
    name = forms.CharField(label=_("申请人或权利人"), **_WORDS)
    inventor = forms.CharField(label=_("发明人或设计人"), **_WORDS)
    number = forms.CharField(label=_("号码"), help_text=_("怎么写都行。"), **_WORDS)
    classes = forms.CharField(label=_("分类号"), help_text=_("如 B60L 7/10；几个用逗号分开，有一个就行。"), **_WORDS)
    kind = forms.ChoiceField(label=_("种类"), required=False)
    state = forms.ChoiceField(label=_("状态"), required=False)
    county = forms.ChoiceField(label=_("县（市、区）"), required=False)
    day = forms.ChoiceField(
        label=_("哪一个日期"), required=False, choices=[("filed", _("申请日")), ("published", _("公开日")), ("granted", _("授权日"))],
    )
    since = forms.DateField(label=_("从"), required=False, widget=_DAY, error_messages={"invalid": _("请写成 2024-01-31。")})
    until = forms.DateField(label=_("到"), required=False, widget=_DAY, error_messages={"invalid": _("请写成 2024-01-31。")})

    def __init__(self, *args: object, choices: Mapping[str, Sequence[tuple[str, str]]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for name, offered in choices.items():
            self.fields[name].choices = [("", _("不限")), *offered]
        for name, field in self.fields.items():
            if not isinstance(field, forms.BooleanField):
                field.widget.attrs["autocomplete"] = "off"
            if field.help_text:
                field.widget.attrs["aria-describedby"] = f"id_{name}_hint"
