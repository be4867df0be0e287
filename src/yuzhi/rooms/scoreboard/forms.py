"""What a city officer types to freeze a plan."""

from django import forms
from django.utils.translation import gettext_lazy as _


class FreezeForm(forms.Form):
    """That the figures were looked at, by which edition, and why where it is a correction."""

    edition = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    reason = forms.CharField(label=_("更正的理由"), max_length=500, required=False, strip=True)
    looked = forms.BooleanField(
        label=_("已核对上面的数和缺值原因"), error_messages={"required": _("请先核对上面的数，再勾选确认。")},
    )
