"""The export job: a question becomes a file of its own, and the record says what was in it."""

import shutil
import zipfile

from gis import formats
from registry.exports import NO_LONGER, QUERYING, bare_name, clear, ready, zipped_name
from registry.files import publish, require_room
from registry.models import ExportRecord
from registry.refusals import Refusal

#: Places of each sort that are told one by one; all are counted.
LISTED = 200


def run_export(job, progress):
    record = job.export
    if record.status != ExportRecord.Status.PREPARING:
        return
    user = record.exported_by
    if user is None or not user.is_active:
        raise Refusal(NO_LONGER)
    require_room()
    progress(0, 0, QUERYING)
    folder = clear(record)  # a worker that was killed may have left something in it
    draft = folder / "making"
    draft.mkdir(mode=0o700, parents=True)
    folder.chmod(0o700)
    written = write(record, draft, progress)
    path = folder / record.file_name
    publish(gather(written, draft / f"{record.pk}.bundle"), path)
    shutil.rmtree(draft)
    finish(record, path, written)


def write(record, folder, progress):
    # pyogrio and pandas take a second to load: not for the pages to wait for.
    from registry.exchange.exporting import ExportOrder, export_file

    suffix = formats.FORMATS[record.format].suffixes[0]
    order = ExportOrder(
        path=folder / f"{bare_name(record.file_name, record.format)}{suffix}",
        format=record.format,
        crs=record.crs,
        encoding=record.encoding,
        query=record.query,
        user=record.exported_by,
    )
    return export_file(order, progress=progress)


def gather(written, bundle):
    """What was written as one file: a zip where the format alone cannot hold everything."""
    if len(written.files) == 1:
        return written.files[0]
    with zipfile.ZipFile(bundle, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in written.files:
            archive.write(file, file.name)
    return bundle


def finish(record, path, written):
    record.classifications = written.classifications
    record.is_restricted, record.left_out = written.is_restricted, written.left_out
    record.places = written.places
    record.rows, record.unmapped = written.rows, written.unmapped
    if len(written.files) > 1:
        record.file_name = zipped_name(record.file_name, record.format)
    record.remarks = remarks_on(written)
    ready(record, path)


def remarks_on(written):
    """What had to be changed for the format: the numbers, and the first places one by one."""
    from registry.exchange.messages import of_remark

    return {
        "renamed": written.renamed,
        "truncated": written.truncated_count,
        "replaced": written.replaced_count,
        "places": [
            {"row": remark.row, "field": remark.field, "text": of_remark(remark)}
            for remarks in (written.truncated, written.replaced)
            for remark in remarks[:LISTED]
        ],
    }


def drop_export(job, status):
    record = ExportRecord.objects.filter(job=job, status=ExportRecord.Status.PREPARING).first()
    if record:
        clear(record)
        record.status = status
        record.save(update_fields=["status"])
