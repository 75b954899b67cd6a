from pathlib import Path

from gis.readers.reading import READERS, suffix_of
from registry.exchange.accepted import ACCEPTED, REFUSED


def test_every_reader_is_named_and_every_name_has_a_reader():
    named = [suffix for suffixes in ACCEPTED.values() for suffix in suffixes] + [*REFUSED]
    assert {suffix_of(Path(f"a{suffix}")) for suffix in named} == set(READERS)
    assert len(named) == len(set(named))
