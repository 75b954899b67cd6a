"""An address as a QR code that a telephone reads from paper or from the screen."""

from io import BytesIO

import segno
from django.utils.safestring import mark_safe

from registry.question import BadQuestion

#: Beyond this the squares become too small to be read from paper.
LONGEST_ADDRESS = 1200


def fits(address):
    return len(address.encode()) <= LONGEST_ADDRESS


def printed_code(address):
    """Markup for a sheet; None where the address is too long: the sheet is worth having without."""
    return mark_safe(qr_svg(address)) if fits(address) else None  # noqa: S308 (squares alone)


def qr_svg(address):
    """The code as SVG text, without inline styles, as large as its frame."""
    if not fits(address):
        raise BadQuestion("地址太长，做不成二维码：请减少筛选条件，或直接复制链接。")
    file = BytesIO()
    segno.make(address, error="m", micro=False).save(
        file, kind="svg", xmldecl=False, svgclass=None, lineclass=None, omitsize=True, border=2
    )
    return file.getvalue().decode()


def qr_image(address):
    """The code as the address of an image: what it says stands in no other address."""
    return segno.make(address, error="m", micro=False).svg_data_uri(border=2)
