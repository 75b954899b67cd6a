"""What answers weigh on their way, and that they arrive whole."""

import gzip

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from registry.views.compressing import CompressionMiddleware, compressed

TEXT = "管网更新 ".encode() * 400


def answered(response, accepts="gzip, br"):
    request = RequestFactory().get("/", headers={"accept-encoding": accepts})
    return CompressionMiddleware(lambda _: response)(request)


def test_a_whole_answer_arrives_as_it_was():
    response = answered(HttpResponse(TEXT, headers={"ETag": '"abc"'}))
    assert gzip.decompress(response.content) == TEXT
    assert len(response.content) < len(TEXT) / 10
    assert response["Content-Length"] == str(len(response.content))
    assert response["Content-Encoding"] == "gzip"
    assert response["Vary"] == "Accept-Encoding"
    # Compressed it is another text of the same sense.
    assert response["ETag"] == 'W/"abc"'


def test_a_weak_etag_stays_as_it_is():
    assert answered(HttpResponse(TEXT, headers={"ETag": 'W/"abc"'}))["ETag"] == 'W/"abc"'


@pytest.mark.parametrize("accepts", ["", "br", "identity"])
def test_who_cannot_unpack_gets_it_plain(accepts):
    response = answered(HttpResponse(TEXT), accepts)
    assert response.content == TEXT
    assert "Content-Encoding" not in response
    assert response["Vary"] == "Accept-Encoding"


def test_what_is_short_compressed_already_or_no_shorter_stays_as_it_is():
    assert answered(HttpResponse(b"{}")).content == b"{}"
    packed = HttpResponse(TEXT, headers={"Content-Encoding": "br"})
    assert answered(packed).content == TEXT
    random = bytes(range(256))
    assert answered(HttpResponse(random)).content == random


def test_a_stream_arrives_as_it_was():
    response = answered(StreamingHttpResponse(iter([TEXT, TEXT])))
    assert gzip.decompress(b"".join(response)) == TEXT * 2


def test_the_length_of_an_answer_does_not_tell_what_is_in_it():
    """Else a page that repeats what was sent would tell a secret beside it, letter by letter."""
    assert len({len(answered(HttpResponse(TEXT)).content) for _ in range(50)}) > 1


def test_the_same_content_weighs_the_same():
    assert compressed(TEXT) == compressed(TEXT)
