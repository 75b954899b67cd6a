"""Boxes of choices are what Django's own widget draws, for any values."""

from django import forms
from django.test import SimpleTestCase
from hypothesis import given
from hypothesis import strategies as st

from registry.templatetags.boxes import tick

TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=8)


class Boxes(SimpleTestCase):
    @given(st.lists(TEXTS, min_size=1, max_size=4, unique=True), st.data())
    def test_a_box_is_as_the_widget_draws_it(self, values, data):
        chosen = data.draw(st.sets(st.sampled_from(values)))
        widget = data.draw(
            st.sampled_from(
                (forms.CheckboxSelectMultiple(), forms.RadioSelect(attrs={"form": "f"}))
            )
        )
        field = forms.MultipleChoiceField(choices=[(v, v) for v in values], widget=widget)
        form = type("Any", (forms.Form,), {"field": field})({"field": list(chosen)})
        for box in form["field"]:
            self.assertHTMLEqual(tick(box), box.tag())
