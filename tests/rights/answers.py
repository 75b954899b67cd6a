"""Everything that an answer says, whatever it is packed in."""

import io
import json
import zipfile
from html import unescape
from urllib.parse import unquote

import mapbox_vector_tile
import pypdfium2


def content_of(answer):
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def said_by(answer):
    """Body and headers as one text: packed tables and papers opened, escapes undone."""
    headers = "\n".join(f"{name}: {value}" for name, value in answer.items())
    cookies = answer.cookies.output()
    told = "\n".join((headers, cookies, words(answer, content_of(answer))))
    return unescape(unquote(told))


def words(answer, content):
    kind = answer.get("Content-Type", "").partition(";")[0]
    if not content or kind.startswith("image/webp"):
        return ""
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return "\n".join(
                packed.read(name).decode(errors="replace") for name in packed.namelist()
            )
    if content[:5] == b"%PDF-":
        return "".join(
            "".join(page.get_textpage().get_text_range().split())
            for page in pypdfium2.PdfDocument(content)
        )
    if kind.endswith("vector-tile"):
        return json.dumps(mapbox_vector_tile.decode(content), ensure_ascii=False)
    if kind.endswith("json"):
        return json.dumps(json.loads(content), ensure_ascii=False)
    return content.decode(errors="replace")
