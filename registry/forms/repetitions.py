"""The question whether a project is registered twice; people may know better and go on."""

from django import forms

from registry.models import Project

MOST_NAMED = 5


class RepetitionQuestion(forms.Form):
    """A confirmation counts for the projects that were named, not for later ones.

    So a second click on a confirmed form finds the first click's project and asks again.
    """

    repetitions_named = forms.CharField(required=False, widget=forms.HiddenInput)
    repetition_confirmed = forms.BooleanField(
        label="已核对，不是重复登记，继续保存", required=False
    )

    def ask_about_repetition(self, user, values, own_pk=None):
        """Look for other visible projects of the same code, or of the same name and district."""
        found = (
            Project.objects.visible_to(user)
            .resembling(values["platform_code"], values["name"], values["district"])
            .exclude(pk=own_pk)[:MOST_NAMED]
        )
        numbers = [project.number for project in found]
        confirmed = self.cleaned_data.get("repetition_confirmed")
        if confirmed and set(numbers) <= set(self.cleaned_data["repetitions_named"].split()):
            return
        if numbers:
            self.data = self.data.copy()
            self.data["repetitions_named"] = " ".join(numbers)
            named = "、".join(f"{project.number}《{project.name}》" for project in found)
            self.add_error(
                "repetition_confirmed",
                f"项目代码相同，或同一地区同名的项目已有：{named}。"
                "分期、分片建设可以共用代码，请核对后勾选再保存。",
            )
