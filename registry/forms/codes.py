"""A one-time code, and the proof by which its owner replaces or gives up his device."""

from django import forms

from registry.accounts import codes, locks


def tidy(code):
    return "".join(code.split()).lower()


def code_field(help_text):
    attrs = {"autocomplete": "one-time-code", "inputmode": "text", "autofocus": True}
    return forms.CharField(
        label="动态口令",
        max_length=16,
        help_text=help_text,
        widget=forms.TextInput(attrs=attrs),
    )


class CodeForm(forms.Form):
    code = code_field("手机验证器上的 6 位数字，或一个备用口令")

    def clean_code(self):
        return tidy(self.cleaned_data["code"])


class FirstCodeForm(CodeForm):
    """Of a device that is being set up."""

    code = code_field("手机验证器上的 6 位数字")


class ProofForm(forms.Form):
    """What a browser that its owner has left open does not have: the password, or a code.

    A code is asked of who comes without a password of this site: by single sign-on.
    """

    def __init__(self, data=None, *, request, by_code):
        super().__init__(data)
        self.request, self.by_code = request, by_code
        self.fields["proof"] = forms.CharField(
            label="原来的动态口令或备用口令" if by_code else "密码",
            strip=False,
            widget=(forms.TextInput if by_code else forms.PasswordInput)(
                {"autocomplete": "one-time-code" if by_code else "current-password"}
            ),
        )

    def clean_proof(self):
        proof = self.cleaned_data["proof"]
        if reason := self._refusal(proof):
            raise forms.ValidationError(reason)
        return proof

    def _refusal(self, proof):
        if not self.by_code:
            return locks.refusal(self.request.user, proof, request=self.request)
        is_right = codes.matches(self.request.user, tidy(proof))
        return "" if is_right else "口令不对或已用过，请等下一个再试。"


class ProvenCodeForm(ProofForm, FirstCodeForm):
    """The new device's first code, beside the proof that it is the owner who takes it."""
