"""What people type when they deposit files or check a package."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yuzhi.engines.exhibits.exhibit import LARGEST, MOST_FILES

KINDS = {
    "file": _("文件：照片、合同、聊天记录等"), "draft": _("作品过程稿：一稿一稿地存"), "knowledge": _("传统知识：只公开编号和日期"),
    "notice": _("通知：发出或收到的函件"),
}
AI = {"": _("不说明"), "none": _("没有使用人工智能"), "helped": _("人工智能辅助，人作主要创作"), "made": _("主要由人工智能生成")}
PACKAGE = 64 * 2**20
"""Units: bytes of a package that is checked on the page; larger ones are checked by the page inside them."""


class Files(forms.FileField):
    """One file or several."""

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """The files, each of them not empty."""
        given = data if isinstance(data, list | tuple) else [data]
        return [super(Files, self).clean(one, initial) for one in given]


class Chosen(forms.ClearableFileInput):
    """A field in which several files can be chosen at once."""

    allow_multiple_selected = True


class DepositForm(forms.Form):
    """Files to be deposited, and what is said of them."""

    files = Files(
        label=_("文件"), widget=Chosen,
        error_messages={"required": _("请选择文件。"), "empty": _("有一个文件是空的，都没有接收。")},
    )
    title = forms.CharField(
        label=_("名称"), max_length=200, help_text=_("自己以后认得出来的名称，例如：横山羊肉包装设计第二稿。"),
        error_messages={"required": _("请写一个名称。")},
    )
    kind = forms.ChoiceField(label=_("种类"), choices=list(KINDS.items()), initial="file")
    steps = forms.CharField(
        label=_("怎样得来的"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("一步一行，例如：9 月 3 日在店里用手机拍照；当晚从手机传到电脑。法庭会问存下以前的事，当时写下最有用。"),
    )
    keeper = forms.CharField(label=_("谁保存的"), required=False, max_length=200, help_text=_("从形成到现在由谁保管。写的内容会进证据包。"))
    ai = forms.ChoiceField(label=_("人工智能的使用"), required=False, choices=list(AI.items()), help_text=_("作品过程稿可以说明。"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["files"].help_text = gettext("可以一次选多个，共不超过 %(size)s MB、%(count)s 个。收到时就计算每个文件的哈希，原件永久保存。") % {
            "size": LARGEST // 2**20, "count": MOST_FILES,
        }

    def clean_files(self) -> list[Any]:
        """The files, where they are not too many or too large together."""
        given = self.cleaned_data["files"]
        if sum(one.size for one in given) > LARGEST:
            raise forms.ValidationError(_("文件共超过 %(size)s MB，没有接收。请分成几件。") % {"size": LARGEST // 2**20})
        if len(given) > MOST_FILES:
            raise forms.ValidationError(_("文件超过 %(count)s 个，没有接收。请分成几件，或先压缩成一个。") % {"count": MOST_FILES})
        return list(given)

    def said(self) -> tuple[str, ...]:
        """The steps as the record holds them."""
        lines = (line.strip() for line in self.cleaned_data["steps"].splitlines())
        ai = self.cleaned_data["ai"]
        return (*(line for line in lines if line), *((str(AI[ai]),) if ai else ()))


class CheckForm(forms.Form):
    """A package, and keys from elsewhere where there are any."""

    package = forms.FileField(
        label=_("证据包"),
        error_messages={"required": _("请选择证据包文件。"), "empty": _("这个文件是空的，没有核对。")},
    )
    policy = forms.FileField(
        label=_("另外拿到的信任文件（可以不选）"), required=False, allow_empty_file=False,
        help_text=_("见证方给您的公钥文件。不选就用本平台公布的公钥；别的城市的证据包用包里的。"),
        error_messages={"empty": _("信任文件是空的，没有核对。")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = gettext("把 ZIP 文件拖到这里，或点开选择；不超过 %(size)s MB。核对完就丢掉，不保存。") % {"size": PACKAGE // 2**20}
        self.fields["package"].help_text = told

    def clean_package(self) -> Any:
        """The package, where it is not too large."""
        given = self.cleaned_data["package"]
        if given.size > PACKAGE:
            raise forms.ValidationError(_("证据包超过 %(size)s MB，没有核对。请打开包里的 verify.html，在您自己的电脑上核对。") % {"size": PACKAGE // 2**20})
        return given

    def clean_policy(self) -> Any:
        """The keys, where the file may be one of keys."""
        given = self.cleaned_data["policy"]
        if given and given.size > 64 * 1024:
            raise forms.ValidationError(_("信任文件过大，不是公钥文件，没有核对。"))
        return given
