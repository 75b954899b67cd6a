"""What the database keeps true of papers and photos, whichever door they come through."""

import pytest
from django.contrib.gis.geos import Point
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import timezone

from registry.choices import AttachmentType
from registry.models import Attachment, AttachmentEvent
from tests.factories import AttachmentFactory

pytestmark = pytest.mark.django_db


def photo(**values):
    return AttachmentFactory(type="photo", format="jpg", file_name="工地.jpg", **values)


def test_a_gate_asks_for_papers_by_type_and_deleted_ones_do_not_count():
    paper = AttachmentFactory(type=AttachmentType.PERMIT)
    present = paper.project.attachments.present()
    assert present.filter(type=AttachmentType.PERMIT).exists()
    Attachment.objects.update(deleted_at=timezone.now())
    assert not present.filter(type=AttachmentType.PERMIT).exists()


def test_the_same_content_stands_once_in_a_project_unless_it_was_deleted():
    paper = AttachmentFactory(deleted_at=timezone.now())
    again = AttachmentFactory(project=paper.project, sha256=paper.sha256)
    twin = AttachmentFactory.build(project=paper.project, sha256=paper.sha256)
    with pytest.raises(ValidationError, match="内容完全相同"):
        twin.validate_constraints()
    assert AttachmentFactory(sha256=again.sha256).project != again.project


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"type": "poem"}, "attachment_type_known"),
        ({"moment": "before"}, "attachment_moment_of_photos"),
        ({"spot": "1 号井"}, "attachment_moment_of_photos"),
        ({"type": "photo"}, "attachment_photo_is_picture"),
        ({"dated_on": "2099-01-01"}, "attachment_dated_within_years"),
        ({"size": 0}, "attachment_file_whole"),
        ({"sha256": "../etc"}, "attachment_file_whole"),
        ({"scan": "perhaps"}, "attachment_file_whole"),
        ({"location": Point(101.7, 89, srid=4490), "placed_by": "hand"}, "attachment_placed"),
        ({"location": Point(101.7, 26, srid=4490)}, "attachment_placed"),
        ({"placed_by": "hand"}, "attachment_placed"),
    ],
)
def test_what_cannot_be_is_refused_by_the_database(values, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        AttachmentFactory(**values)


def test_a_photo_has_a_moment_a_spot_and_a_place():
    shown = photo(
        moment="after", spot="1 号井", location=Point(101.7, 26, srid=4490), placed_by="hand"
    )
    assert Attachment.objects.photos().mapped().get() == shown


def test_an_old_entry_is_kept_when_it_changes():
    paper = AttachmentFactory(document_number="示例〔2025〕1号")
    Attachment.objects.filter(pk=paper.pk).update(document_number="示例〔2025〕2号")
    paper.refresh_from_db()
    assert paper.version == 2
    assert AttachmentEvent.objects.get().document_number == "示例〔2025〕1号"
