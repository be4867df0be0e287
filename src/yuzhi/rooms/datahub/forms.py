"""What officers type in the data hub."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from yuzhi.engines.reading.sources import Source

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
        listed = sorted((source.name, source.zh) for source in sources)
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
