"""What can go wrong with a file or a geometry, as codes that others turn into sentences.

Two things are told apart: an *error* stops the whole reading or writing and is raised;
a *remark* concerns one row (or, with row 0, the file) and is collected.
"""

import dataclasses

ERRORS = {
    # reading
    "file_missing": "{name} does not exist",
    "is_folder": "{name} is a folder",
    "no_permission": "{name} may not be read",
    "suffix_missing": "{name} has no suffix that tells its format",
    "unsupported_format": "{name}: files ending in {suffix!r} are not read",
    "wrong_content": "{name} is not a {format} file, whatever its name says",
    "empty_file": "{name} is empty",
    "no_rows": "{name} holds no rows in layer {layer}",
    "damaged": "{name} is damaged: {reason}",
    "truncated": "{name}: its part {part} breaks off before its end",
    "part_missing": "{name}: the file {part} that belongs to it is missing",
    "parts_disagree": "{name}: {shapes} shapes but {records} attribute records",
    "file_too_large": "{name} is larger than {limit_bytes} bytes",
    "no_layer": "{name} holds no layer that can be read",
    "several_layers": "{name} holds several layers ({layers}): say which one",
    "unknown_layer": "{name} has no layer {layer!r}, only {layers}",
    # archives
    "unsafe_member": "{name}: the member {member!r} would be unpacked outside its folder",
    "encrypted_archive": "{name} is protected by a password",
    "too_many_members": "{name} holds more than {limit} members",
    "archive_too_large": "{name} unpacks to more than {limit_bytes} bytes",
    # coordinate systems
    "crs_missing": "{name} does not say its coordinate system: give one",
    "unknown_crs": "unknown coordinate system {crs!r}",
    "datum_not_convertible": "{crs}: the datum {datum} has no public transformation",
    # encodings
    "unknown_encoding": "unknown text encoding {encoding!r}",
    # row 0: the name of the column, or without column the file as a whole
    "encoding_mismatch": "{name}: row {row}, column {column} is not text in {encoding}",
    "encoding_undetected": "{name}: row {row}, column {column} fits no known encoding",
    # writing
    "output_suffix_missing": "{name} has no suffix that tells its format",
    "format_mismatch": "{name} does not end like a file of format {format}",
    "unsupported_output": "files ending in {suffix!r} are not written",
    "crs_not_writable": "{format} cannot be written in {crs}",
    "encoding_not_writable": "{format} is not written in {encoding!r}",
    "encoding_fixed": "{format} takes no encoding, it is always UTF-8",
    "outside_projection": "row {row} lies outside the area of {crs}",
    "nothing_mapped": "none of the {rows} rows has a geometry",
    "mixed_shape": "row {row} mixes points, lines or polygons in one geometry",
    "too_many_fields": "{count} columns, but a shapefile holds at most {limit}",
    "number_not_finite": "column {column} holds a number that is not finite",
    "write_failed": "{name} could not be written: {reason}",
}

REMARKS = {
    # rejects: this row cannot be stored as it is
    "unreadable_geometry": "the shape cannot be decoded",
    "empty": "the shape has no coordinates",
    "not_finite": "a coordinate is not a number",
    "out_of_range": "a coordinate lies outside the world",
    "bad_value": "{value!r} is not a {type}",
    "zero_length": "the line has no length",
    "mixed_shape": "points, lines or polygons are mixed in one shape",
    "invalid": "the shape is invalid: {reason} near {lon}, {lat}",
    # warnings
    "z_dropped": "heights were left out in {count} rows",
    "text_cut": "the text breaks off within a character",
    "column_renamed": "the column {original!r} was renamed",
    "column_skipped": "the column holds {type} and was left out",
    "part_empty": "the file {part} is empty and was ignored",
    "shx_restored": "the index file .shx was missing and was rebuilt",
    "encoding_ignored": "{source} says {encoding}, but the text is not",
    "encoding_guessed": "the encoding is not declared; the text reads as {encoding}",
    "crs_overridden": "the file says {found}, but {given} was given",
    "driver_message": "{text}",
    # writing
    "text_truncated": "the text was cut to {limit_bytes} bytes",
    "characters_replaced": "{characters!r} cannot be written in {encoding}",
}


@dataclasses.dataclass(frozen=True)
class Remark:
    """One thing to say about one row of a file.

    Attributes
    ----------
    row : int
        1-based number of the row in the file; 0 stands for the file itself.
    field : str
        Name of the column, ``"geometry"`` for the shape, ``""`` for the row.
    code : str
        A key of `REMARKS`.
    params : dict of str to object
        What the text of that code needs.
    """

    row: int
    field: str
    code: str
    params: dict[str, object] = dataclasses.field(default_factory=dict)

    def __str__(self) -> str:
        """Say it in English."""
        return REMARKS[self.code].format(**self.params)


class GisError(Exception):
    """A file cannot be read or written at all.

    Parameters
    ----------
    code : str
        A key of `ERRORS`; stable, so that others may translate it.
    **params : object
        What the text of that code needs.

    Examples
    --------
    >>> error = UnknownCrs("unknown_crs", crs="EPSG:1")
    >>> error.code, error.params, str(error)
    ('unknown_crs', {'crs': 'EPSG:1'}, "unknown coordinate system 'EPSG:1'")
    """

    def __init__(self, code: str, **params: object) -> None:
        self.code = code
        self.params = params
        super().__init__(ERRORS[code].format(**params))


class UnreadableFile(GisError):
    """The file is missing, damaged, incomplete or of another kind."""


class UnsafeArchive(UnreadableFile):
    """The archive tries to write outside its folder or to fill the disk."""


class UnknownCrs(GisError):
    """The coordinate system is not stated, not known or not convertible."""


class UnknownEncoding(GisError):
    """The text cannot be decoded."""


class UnwritableData(GisError):
    """The rows do not fit into the wanted format."""
