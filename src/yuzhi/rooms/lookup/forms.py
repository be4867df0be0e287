"""What an officer types in this room."""

from django import forms
from django.utils.translation import gettext_lazy as _

from yuzhi.kernel.areas import AreaBook


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


class SavedForm(forms.Form):
    """What its owner does with a saved search."""

    deed = forms.ChoiceField(
        choices=[(name, name) for name in ("pause", "resume", "seen", "delete")],
        error_messages={"required": _("没有说明要做什么，没有改动。"), "invalid_choice": _("不认识这个操作，没有改动。")},
    )


class ClearForm(forms.Form):
    """That everything which was saved is to go."""

    sure = forms.BooleanField(
        label=_("删除我保存的全部检索，不能恢复"), error_messages={"required": _("没有勾选，没有删除。")},
    )
