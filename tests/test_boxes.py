"""Boxes of choices are what Django's own widget draws, for any values."""

from itertools import groupby

from django import forms
from django.test import SimpleTestCase
from django.utils.html import escape
from hypothesis import given
from hypothesis import strategies as st

from registry.templatetags.boxes import boxes, boxes_by_group

TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=8)


class Boxes(SimpleTestCase):
    @given(st.lists(TEXTS, min_size=1, max_size=4, unique=True), st.data())
    def test_boxes_are_as_the_widget_draws_them(self, values, data):
        chosen = data.draw(st.sets(st.sampled_from(values)))
        widget = data.draw(
            st.sampled_from(
                (forms.CheckboxSelectMultiple(), forms.RadioSelect(attrs={"form": "f"}))
            )
        )
        field = forms.MultipleChoiceField(choices=[(v, v) for v in values], widget=widget)
        if not widget.allow_multiple_selected:
            chosen = sorted(chosen)[:1]
        form = type("Any", (forms.Form,), {"field": field})({"field": list(chosen)})
        drawn = [
            f"<label>{box.tag()}<span>{escape(box.choice_label)}</span></label>"
            for box in form["field"]
        ]
        self.assertHTMLEqual(boxes(form["field"]), "".join(drawn))
        grouped = list(boxes_by_group(form["field"]))
        self.assertHTMLEqual("".join(each for _, each in grouped), "".join(drawn))
        initials = [key for key, _ in groupby(values, key=lambda value: value[0])]
        assert [letter for letter, _ in grouped] == initials
