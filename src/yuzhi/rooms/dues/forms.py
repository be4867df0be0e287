"""What owners and officers type in this room."""

from django import forms
from django.utils.translation import gettext_lazy as _

from yuzhi.records.messages.models import CHANNELS
from yuzhi.rooms.dues.models import Task
from yuzhi.rooms.dues.rules import ANSWERS, is_paper

LARGEST = 10 * 1024 * 1024
"""Units: bytes of a voucher."""


class AnswerForm(forms.Form):
    """What became of a payment, with a voucher or a word."""

    kind = forms.ChoiceField(
        label=_("情况"), choices=list(ANSWERS.items()), widget=forms.RadioSelect,
        error_messages={"required": _("请选择一种情况。")},
    )
    note = forms.CharField(
        label=_("说明"), max_length=300, required=False,
        help_text=_("已缴费的写票据号；已转让的写受让人；由代理机构办理的写机构名称。"),
    )
    voucher = forms.FileField(
        label=_("缴费凭证"), required=False, allow_empty_file=False,
        help_text=_("图片或 PDF，不超过 10 MB。已缴费的，凭证和票据号任选一样。"),
        error_messages={"empty": _("这个文件是空的，没有接收。")},
    )

    def clean_voucher(self) -> object:
        """The file, where it is not too large."""
        sent = self.cleaned_data["voucher"]
        if sent is not None and sent.size > LARGEST:
            raise forms.ValidationError(_("凭证超过 10 MB，没有接收。请压缩或拍小一些再传。"))
        if sent is not None and not is_paper(sent.read(16)):
            raise forms.ValidationError(_("这个文件不是图片也不是 PDF，没有接收。请传缴费凭证的照片或 PDF，或改写票据号。"))
        if sent is not None:
            sent.seek(0)
        return sent


class ContactForm(forms.Form):
    """One way to reach a holder."""

    channel = forms.ChoiceField(label=_("渠道"), choices=[(name, word) for name, word in CHANNELS.items() if name != "app"])
    address = forms.CharField(
        label=_("地址或号码"), max_length=300, help_text=_("邮箱、手机号、公众号 openid、通信地址或电话。"),
        error_messages={"required": _("请填写地址或号码。")},
    )
    consent = forms.BooleanField(
        label=_("权利人同意用它接收期限提醒；随时可以删除"), error_messages={"required": _("没有同意，不能用它发送提醒。")},
    )


class CloseForm(forms.Form):
    """What was done about tasks of a desk."""

    outcome = forms.ChoiceField(
        label=_("结果"), choices=[(name, Task.OUTCOMES[name]) for name in ("called", "letter", "visited", "unreachable")],
        error_messages={"required": _("请选择结果。")},
    )
    note = forms.CharField(
        label=_("记录"), max_length=300, required=False, help_text=_("例如：14:20 打给财务王某，说本周缴。电话告知的请写明时间和接听人。"),
    )
    task = forms.TypedMultipleChoiceField(coerce=int, error_messages={
        "required": _("没有勾选任何一件，没有办结。"), "invalid_choice": _("其中有的已经办结或不归您办，都没有办结。请刷新页面后再试。"),
    })

    def __init__(self, *args: object, tasks: list[int], **kwargs: object) -> None:
        """`tasks` are those that this officer may close."""
        super().__init__(*args, **kwargs)
        self.fields["task"].choices = [(one, str(one)) for one in tasks]
