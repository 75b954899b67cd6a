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
    "unsupported_archive": "{name}: of archives only .zip is read, not {suffix!r}",
    "wrong_content": "{name} is not a {format} file, whatever its name says",
    "empty_file": "{name} is empty",
    "no_rows": "{name} holds no rows in layer {layer}",
    "damaged": "{name} is damaged: {reason}",
    "truncated": "{name}: its part {part} breaks off before its end",
    "part_missing": "{name}: the file {part} that belongs to it is missing",
    "parts_disagree": "{name}: {shapes} shapes but {records} attribute records",
    "index_disagrees": "{name}: its .shx points to no shape of its own in record {record}",
    "file_too_large": "{name} is larger than {limit_bytes} bytes",
    "no_layer": "{name} holds no layer that can be read",
    "several_layers": "{name} holds several layers ({layers}): say which one",
    "unknown_layer": "{name} has no layer {layer!r}, only {layers}",
    "too_many_rows": "{name} holds {rows} rows, more than {limit}",
    # the process that reads
    "reader_crashed": "{name} made its reader fail: {reason}",
    "reader_out_of_memory": "reading {name} takes more than {limit_bytes} bytes of memory",
    "reader_timed_out": "reading {name} takes more than {seconds} seconds",
    "reader_out_of_space": "reading {name} takes more disk space than there is or may be used",
    # archives
    "unsafe_member": "{name}: the member {member!r} would be unpacked outside its folder",
    "encrypted_archive": "{name} is protected by a password",
    "too_many_members": "{name} holds more than {limit} members",
    "archive_too_large": "{name} unpacks to more than {limit_bytes} bytes",
    "twin_members": "{name} holds {member!r} twice, or once more in other capitals",
    "overlapping_members": "{name}: the member {member!r} overlaps another one",
    "compression_unknown": "{name}: the member {member!r} is packed by an unknown method",
    "nested_archive": "{name} holds only another archive, {member!r}: unpack that first",
    # what could reach further than the file
    "entities_declared": "{name} declares entities or a document type, which is not allowed",
    "unsafe_table": "{name}: the table {table!r} would run a program of its own",
    "query_refused": "{name}: the table {table!r} cannot be read: {reason}",
    "dwg_not_read": "{name} is a DWG drawing, which is not read: save it as DXF",
    # papers and photos
    "two_natures": "{name} is a {format} file and a {other} file at once",
    "picture_too_large": "{name} has {pixels} pixels, more than {limit}",
    "password_protected": "{name} is protected by a password",
    "script_inside": "{name} holds a script or a program",
    "macros_inside": "{name} holds macros, objects of other programs or a template from elsewhere",
    # tables
    "web_page": "{name} is a web page or XML, not a workbook: save it as .xlsx",
    "old_workbook": "{name} is of Excel 95 or before: save it as .xlsx",
    "too_many_cells": "{name} holds a table of more than {limit} cells",
    "unknown_table_column": "{name} has no column {column!r}, only {columns}",
    "bad_table_option": "{name}: the option {option!r} of a table cannot be {value!r}",
    # coordinate systems
    "crs_missing": "{name} does not say its coordinate system: give one",
    "crs_unlocated": "{name} does not say its coordinate system, nor is a place known for it",
    "unknown_crs": "unknown coordinate system {crs!r}",
    "bad_wkt": "the definition of the coordinate system {crs!r} cannot be understood",
    "constants_need_metres": "{crs} is in degrees: constants are added to metres only",
    "datum_not_convertible": "{crs}: the datum {datum} has no public transformation",
    "datum_foreign": "{crs}: the datum {datum} is far from CGCS2000 and is not converted here",
    "parameters_missing": "{crs}: no parameters are known by the name {name!r}",
    "mark_not_needed": "{crs}: the datum {datum} is not secret, leave the mark out",
    "crs_input_only": "{crs} is only read, never written",
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
    "rows_beyond_format": "{format} holds at most {limit} rows",
    "write_failed": "{name} could not be written: {reason}",
}

REMARKS = {
    # rejects: this row cannot be stored as it is
    "unreadable_geometry": "the shape cannot be decoded",
    "shape_not_read": "a shape of type {type} is not read",
    "too_many_points": "the curve would take more than {limit} points",
    "bad_line": "the line is not a GeoJSON feature: {reason}",
    "empty": "the shape has no coordinates",
    "not_finite": "a coordinate is not a number",
    "out_of_range": "a coordinate lies outside the world",
    "zone_unwanted": "the easting bears the zone number {zone}, the system has none",
    "zone_missing": "the easting bears no zone number, the system wants {wanted}",
    "zone_differs": "the easting bears the zone number {zone}, the system wants {wanted}",
    "bad_value": "{value!r} is not a {type}",
    "zero_length": "the line has no length",
    "mixed_shape": "points, lines or polygons are mixed in one shape",
    "invalid": "the shape is invalid: {reason} near {lon}, {lat}",
    # rejects of tables: always with the cell
    "cell_error": "cell {cell} holds the error {value}",
    "cell_uncalculated": "the formula in cell {cell} has no stored result",
    "bad_coordinate": "{value!r} in cell {cell} is not a coordinate",
    "half_coordinate": "cell {cell} is blank, its counterpart is not",
    "bad_shape_text": "cell {cell} is not {format}: {value!r}",
    "srid_differs": "cell {cell} is in EPSG:{found}, most others in EPSG:{usual}",
    "group_missing": "cell {cell} does not say to which line the point belongs",
    "line_unread": "the line {value!r} cannot be made: row {rows} cannot be read",
    "vertex_alone": "the line {value!r} (cell {cell}) has only one point",
    "point_missing": "cell {cell} names no point",
    "point_unknown": "the point {value!r} (cell {cell}) is not in {layer}",
    "point_twice": "{layer} places the point {value!r} (cell {cell}) in several positions",
    # warnings
    "heights_relative": "{count} shapes have heights that are not above the sea, left out",
    "z_dropped": "heights were left out in {count} rows",
    "m_dropped": "measures along the lines (M) were left out",
    "number_overflowed": "{count} cells hold asterisks only and count as blank: the column's width,"
    " {width}, seems to have had no room for the number",
    "text_cut": "the text breaks off within a character",
    "column_renamed": "the column {original!r} was renamed",
    "alias_used": "the column {original!r} is called by its alias",
    "column_skipped": "the column holds {type} and was left out",
    "shape_text_unread": "{original!r} holds shapes as text, which this format has no need of",
    "column_as_text": "{count} values are no {type}: the column was read as text",
    "more_alike": "{what} in {count} more rows",
    "part_is_page": "the file {part} holds a web page and was ignored",
    "part_empty": "the file {part} is empty and was ignored",
    "shx_restored": "the index file .shx was missing and was rebuilt",
    "encoding_ignored": "{source} says {encoding}, but the text is not",
    "encoding_doubtful": "the text can be read as {encoding}, but reads better as {other}",
    "encoding_guessed": "nothing that holds says the encoding; the text reads as {encoding}",
    "crs_overridden": "the file says {found}, but {given} was given",
    "left_out": "{count} × {type} were left out",
    "ring_closed": "the ring did not end where it began and was closed",
    "layers_hidden": "the layers {layers} are frozen or off and were left out",
    "curves_flattened": "{count} curves became lines, at most {tolerance} drawing units off",
    "arcs_stepped": "{count} shapes with arcs became straight lines in steps of {degrees}°",
    "blocks_as_points": "{count} block references are points; what the blocks hold is not read",
    "layers_joined": "the layers {layers} were read as one, their rows numbered in this order",
    # coded-value domains
    "codes_named": "{count} codes were read by their names in the domain {domain}",
    "codes_unnamed": "{count} codes in {rows} rows, first in row {first}, have no name in the"
    " domain {domain}: {codes}",
    "codes_kept": "the domain {domain} has names for the codes, which were left as they are",
    "codes_too_many": "the domain {domain} has more than {limit} codes and was not used",
    "archive_ignored": "the archive {member!r} inside this one was left out",
    "member_ignored": "the file {member!r} beside it was left out",
    "driver_message": "{text}",
    # what the numbers say about their coordinate system
    "crs_fits_area": "{percent} % of {count} points lie within the area",
    "crs_fits_china": "{percent} % of {count} points lie within China",
    "crs_outside_area": "{percent} % of {count} points lie within the area: most are elsewhere",
    "crs_axes_swapped": "y stands before x",
    "crs_packed_degrees": "degrees, minutes and seconds are packed into one number",
    "crs_scaled_units": "the numbers are in {unit}",
    "crs_constant_added": "{crs}: a round constant may have been taken off, which leads there",
    "crs_mixed_zones": "{numbered} eastings bear a zone number, {bare} do not",
    "crs_other_zone": "the zone number is {zone}, the area lies in {wanted}, about {meridians}",
    "crs_alike": "numbers alone cannot tell {crs} from {others}, about {metres} m apart",
    "crs_rivals": "the numbers would fit {others} too",
    "crs_only_with_prj": "{crs} is never assumed without a .prj that says so",
    "crs_zone_edge": "{crs}: the area lies on both sides of {meridian}°, the edge of two zones",
    "offset_near_registered": "taken back from {offset}, the median distance to what is registered"
    " falls from {before} m to {after} m ({count} points)",
    "offset_at_border": "taken back from {offset}, {after} instead of {before} of {count} points"
    " lie outside the area",
    # warnings of tables
    "content_differs": "the content is {format}, whatever the name says",
    "header_missing": "there is no row with the names of columns: they are called by letters",
    "column_unnamed": "column {column} has no name",
    "row_left_out": "left out as {why}: {text!r}",
    "rows_blank": "{count} blank rows were left out",
    "rows_hidden": "{count} rows are hidden, they were read as well",
    "sheet_hidden": "the sheet is hidden",
    "sheets_hidden": "there are hidden sheets too: {layers}",
    "merged_filled": "{count} merged cells (first {range}) count for each of their rows",
    "merged_number": "{count} merged cells with numbers (first {range}) count for each row",
    "code_shown": "{count} numbers were taken as their format shows them: {number} in cell {cell}"
    " is {shown!r}",
    "group_carried": "{count} blank cells (first {cell}) took the number above, {value!r}: it"
    " stands only in the first row of each line",
    "days_from_1904": "the workbook counts days from 1904: days without a format are read wrongly",
    "shape_not_made": "{shape_asked} were chosen, but the columns make {shape_made}",
    "places_elsewhere": "{count} rows have no place in {read}, but something in {columns}, which"
    " were not read",
    "places_unread": "{count} rows of a table without places have something in {columns}",
    "places_kept": "{count} rows without a place have something in {columns}, which are attributes"
    " of rows in this export",
    "vertex_order": "the points of {count} lines ({names}) are in the file's order: their numbers"
    " are missing or repeated",
    "group_scattered": "the points of {count} lines ({names}) do not stand together",
    "group_differs": "within {count} lines ({names}) it differs: the first row's value was taken",
    # writing
    "shape_left_out": "the shape takes more than {limit} characters as text and was left out",
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
