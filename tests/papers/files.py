"""Papers and photos with real bytes, sound and hostile."""

import io
import struct
import zipfile
import zlib

import pypdfium2
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

#: 东区: 26°34′56.28″ N, 101°43′06.6″ E.
LATITUDE, LONGITUDE = (26.0, 34.0, 56.28), (101.0, 43.0, 6.6)


def sent(name, content):
    return SimpleUploadedFile(name, content)


def picture(format="JPEG", *, size=(640, 480), color="brown", placed=False, taken="", turned=1):
    """The bytes of a picture; `placed` as a telephone notes it."""
    exif = Image.Exif()
    if turned != 1:
        exif[0x0112] = turned
    if placed:
        exif[0x8825] = {1: "N", 2: LATITUDE, 3: "E", 4: LONGITUDE}
    if taken:
        exif[0x8769] = {36867: taken}
    exif[0x010E] = "SECRET-OF-THE-CAMERA"
    file = io.BytesIO()
    Image.new("RGB", size, color).save(file, format, exif=exif)
    return file.getvalue()


def pdf(pages=1):
    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(200, 300)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def laid_out(*more, catalog="", page=""):
    """A PDF of one page; `more` are objects from number 4 on, bytes or text."""
    objects = [
        f"<</Type/Catalog/Pages 2 0 R{catalog}>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]{page}>>",
        *more,
    ]
    body, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        text = content if isinstance(content, bytes) else content.encode()
        body += b"%d 0 obj" % number + text + b" endobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(places) + 1
    return (
        body
        + (
            f"xref\n0 {size}\n0000000000 65535 f \n{table}"
            f"trailer<</Size {size}/Root 1 0 R>>\nstartxref\n{len(body)}\n%%EOF"
        ).encode()
    )


def packed_pdf(action):
    """One whose catalog and action lie in a compressed object stream, as most programs write."""
    objects = ("<</Type/Catalog/Pages 2 0 R/OpenAction 5 0 R>>", "<</Count 1/Kids[3 0 R]>>")
    objects += ("<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]>>", action)
    starts = [sum(len(each) + 1 for each in objects[:n]) for n in range(4)]
    numbers = (1, 2, 3, 5)
    index = " ".join(f"{n} {at}" for n, at in zip(numbers, starts, strict=True)) + " "
    inside = zlib.compress((index + " ".join(objects)).encode())
    head = b"%PDF-1.7\n"
    holder = (
        f"4 0 obj<</Type/ObjStm/N 4/First {len(index)}/Filter/FlateDecode/Length {len(inside)}>>"
        "stream\n"
    ).encode()
    body = head + holder + inside + b"\nendstream endobj\n"
    packed = {number: (2, 4, place) for place, number in enumerate(numbers)}
    rows = {0: (0, 0, 65535), **packed, 4: (1, len(head), 0), 6: (1, len(body), 0)}
    table = b"".join(struct.pack(">BIH", *rows[number]) for number in range(7))
    return (
        body
        + (f"6 0 obj<</Type/XRef/Size 7/W[1 4 2]/Root 1 0 R/Length {len(table)}>>stream\n").encode()
        + table
        + f"\nendstream endobj\nstartxref\n{len(body)}\n%%EOF".encode()
    )


def docx(types=b"<Types/>", **more):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", types)
        archive.writestr("word/document.xml", b"<document/>")
        for name, content in more.items():
            archive.writestr(name.replace("__", "/"), content)
    return file.getvalue()


def bomb_png(width=60_000, height=60_000):
    """A PNG of a few bytes that says it is 3.6 gigapixels wide and high."""

    def chunk(kind, content):
        crc = zlib.crc32(kind + content)
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", crc)

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * 1000)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )
