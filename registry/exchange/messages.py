"""What the files' codes say to a planner: one Chinese sentence for each.

`gis` speaks in codes; here is the only place where they become words. Row numbers are
not repeated in the text: they stand beside it in the report.
"""

ERRORS = {
    # reading
    "file_missing": "找不到文件“{name}”。",
    "is_folder": "“{name}”是文件夹，请指明其中的文件。",
    "no_permission": "没有读取“{name}”的权限。",
    "suffix_missing": "“{name}”没有后缀，看不出格式，请提供 shp、zip、gpkg 或 geojson。",
    "unsupported_format": "“{name}”：不能读取 {suffix} 格式，请提供 shp、zip、gpkg 或 geojson。",
    "wrong_content": "“{name}”的内容不是 {format} 格式，请检查文件是否改过后缀或下载不完整。",
    "empty_file": "“{name}”是空文件。",
    "no_rows": "“{name}”的图层“{layer}”里没有任何记录。",
    "damaged": "“{name}”已损坏，无法读取（{reason}）。",
    "truncated": "“{name}”不完整：{part} 在末尾之前就中断了，请重新复制或下载。",
    "part_missing": "“{name}”缺少配套文件 {part}，请把同名的几个文件放在一起。",
    "parts_disagree": "“{name}”有 {shapes} 个图形却有 {records} 条属性记录，两者不一致。",
    "file_too_large": "“{name}”超过 {limit_mb} MB 的上限。",
    "no_layer": "“{name}”中没有可以读取的图层。",
    "several_layers": "“{name}”中有多个图层（{layers}），请用 --layer 指明一个。",
    "unknown_layer": "“{name}”中没有图层“{layer}”，只有：{layers}。",
    # archives
    "unsafe_member": "“{name}”中的“{member}”会解压到别的文件夹，为安全起见不予读取。",
    "encrypted_archive": "“{name}”有密码保护，请解除密码后再导入。",
    "too_many_members": "“{name}”里的文件超过 {limit} 个。",
    "archive_too_large": "“{name}”解压后超过 {limit_mb} MB 的上限。",
    # coordinate systems
    "crs_missing": "“{name}”没有说明坐标系，请用 --crs 指明（如 EPSG:4543）。",
    "unknown_crs": "不认识坐标系“{crs}”，请写成 EPSG:4490、EPSG:4543、gcj02 的样子。",
    "datum_not_convertible": "坐标系 {crs}（{datum}）没有公开的转换参数，请先转换为 CGCS2000。",
    # encodings
    "unknown_encoding": "不认识文字编码“{encoding}”，常用的有 gbk 和 utf-8。",
    "encoding_mismatch": "“{name}”{place}不是 {encoding} 编码，请另行指明。",
    "encoding_undetected": "“{name}”{place}认不出编码，请用 --encoding 指明。",
    # writing
    "output_suffix_missing": "“{name}”没有后缀，请写成 .shp、.zip、.gpkg 或 .geojson 的文件名。",
    "format_mismatch": "“{name}”的后缀与 --format {format} 不一致，请改其中一个。",
    "unsupported_output": "不能写出 {suffix} 格式，可选 shp、gpkg、geojson。",
    "crs_not_writable": "{format} 不能使用坐标系 {crs}。",
    "encoding_not_writable": "{format} 不能用“{encoding}”编码写出，可选 gbk、utf-8。",
    "encoding_fixed": "{format} 不用指定编码（总是 utf-8），请去掉 --encoding。",
    "outside_projection": "第 {row} 行的位置超出 {crs} 的适用范围，请换一个坐标系。",
    "nothing_mapped": "选中的 {rows} 条记录都没有上图，没有图形可写。",
    "mixed_shape": "第 {row} 行的一个图形里混有点、线、面，无法写出。",
    "too_many_fields": "共有 {count} 列，而 shp 最多 {limit} 列，请改用 gpkg。",
    "number_not_finite": "“{column}”列中有无穷大的数，无法写出。",
    "write_failed": "“{name}”无法写出：{reason}。",
}

REMARKS = {
    # rejects
    "unreadable_geometry": "图形数据损坏，无法解读。",
    "empty": "图形没有坐标。",
    "not_finite": "坐标不是有效数字。",
    "out_of_range": "坐标超出范围，请检查坐标系是否正确、经纬度是否写反。",
    "bad_value": "“{field}”列的“{value}”不是{type}。",
    "zero_length": "线的长度为零。",
    "mixed_shape": "一个图形里混有点、线、面。",
    "invalid": "图形无效：{reason_text}{place}。",
    # warnings
    "z_dropped": "有 {count} 行带高程，导入时只保留平面位置。",
    "text_cut": "文字在末尾被截断，最后一个字不完整。",
    "column_renamed": "“{original}”列与别的列重名或没有名称，改称“{field}”。",
    "column_skipped": "“{field}”列是 {type} 类型，无法读取，已略去。",
    "part_empty": "配套文件 {part} 是空的，未予采用。",
    "shx_restored": "缺少索引文件 .shx，已在副本上重建。",
    "encoding_ignored": "{source} 标明编码为 {encoding}，但文字并非这种编码，未予采用。",
    "encoding_guessed": "文件没有标明编码，按 {encoding} 读取，请核对文字。",
    "crs_overridden": "文件写明坐标系为 {found}，按要求改用 {given}。",
    "driver_message": "读取时的提示：{text}",
    # writing
    "text_truncated": "文字超出格式的长度，只保留了前 {limit_bytes} 字节以内的字。",
    "characters_replaced": "“{characters}”不能用 {encoding} 编码写出，已用“〓”代替。",
}

#: What a column may hold, by the readers' words or dBASE's letters.
TYPES = {
    "text": "文字",
    "number": "数字",
    "date": "日期",
    "truth value": "是否",
    "M": "备注",
    "B": "二进制",
    "G": "对象",
    "P": "图片",
    "BLOB": "二进制",
}

#: What the operating system says.
SYSTEM_REASONS = {
    "No such file or directory": "文件夹不存在",
    "Not a directory": "上级不是文件夹",
    "File name too long": "文件名太长",
    "File exists": "上级不是文件夹",
    "Is a directory": "同名的文件夹已存在",
    "Permission denied": "没有写入权限",
    "Read-only file system": "磁盘只读",
    "No space left on device": "磁盘已满",
}

#: Why GEOS calls a shape invalid.
REASONS = {
    "self-intersection": "自相交",
    "ring-self-intersection": "边界自相接",
    "hole-lies-outside-shell": "孔洞在外边界之外",
    "holes-are-nested": "孔洞互相嵌套",
    "nested-shells": "各部分互相嵌套",
    "duplicate-rings": "边界重复",
    "interior-is-disconnected": "内部不连通",
    "too-few-points-in-geometry-component": "点数太少",
    "invalid-coordinate": "坐标无效",
}

#: What this package itself refuses or asks to confirm.
OWN = {
    "bad_value": "“{column}”列：{text}。",
    "unstorable_text": "“{column}”列的文字含有无法保存的字符。",
    "unstorable_name": "列名“{column}”含有无法保存的字符，请改名。",
    "unknown_kind": "没有“{kind}”这种设施类别，可选：{known}。",
    "kind_missing": "没有写设施类别。",
    "kind_needed": "请用 --kind 指明设施类别（文件中没有“设施类别”列），可选：{known}。",
    "wrong_shape": "{kind}的图形应为{wanted}，此处是{found}。",
    "number_twice": "编号“{number}”在文件中同一项目下出现了不止一次。",
    "number_taken": "项目 {project} 中已有编号“{number}”。",
    "camera_sector": "摄像机只能登记在视频监控领域的项目中，{project} 不是。",
    "project_missing": "“{column}”列没有写项目编号。",
    "project_unknown": "没有编号为“{number}”的项目。",
    "outside_city": "位置不在本市范围内，或有一部分在外，请核对坐标系。",
    "outside_district": "位置不在申报地区“{district}”范围内，或有一部分在外。",
    "length_differs": "计量长度 {declared} 米与图上长度 {mapped} 米相差超过 5%。",
    "not_allowed": "{reason}。",
    "refused_by_database": "写入时未被接受，整个文件没有导入：{reason}",
    # instructions that cannot be followed
    "unknown_field": "{kind}没有“{field}”这个字段，可选：{known}。",
    "unknown_column": "文件中没有“{column}”这一列，只有：{known}。",
    "bad_constant": "--set {field}={value}：{text}。",
    "field_twice": "{field}（{name}）用 --map 或 --set 指定了不止一次，请只留一个。",
    "unknown_sector": "没有领域“{sector}”，可选：{known}。",
    "unknown_district": "没有地区“{district}”，可选：{known}。",
    "sector_needed": "请用 --sector 指明新项目的领域。",
    "bad_project_name": "新项目的名称不合要求：{text}",
}

SHAPES = {
    "POINT": "点",
    "LINESTRING": "线",
    "POLYGON": "面",
    "MULTIPOINT": "多点",
    "MULTILINESTRING": "多线",
    "MULTIPOLYGON": "多面",
}


def of_error(error):
    """The sentence for a `GisError`."""
    return ERRORS[error.code].format(**_readable(error.params))


def of_remark(remark):
    """The sentence for a `Remark`."""
    return REMARKS[remark.code].format(**{"field": remark.field, **_readable(remark.params)})


def own(code, **params):
    """The sentence for one of this package's own codes."""
    return OWN[code].format(**_readable(params))


def _readable(params):
    readable = {name: _listed(value) for name, value in params.items()}
    if "limit_bytes" in params:
        readable["limit_mb"] = params["limit_bytes"] // 2**20
    if "type" in params:
        readable["type"] = TYPES.get(params["type"], params["type"])
    if "column" in params and "row" in params:
        readable["place"] = _cell(params["row"], params["column"])
    if "lon" in params:
        readable["reason_text"] = REASONS.get(params["reason"], params["reason"])
        readable["place"] = f"，位置约 {params['lon']}, {params['lat']}" if params["lon"] else ""
    elif "reason" in params:
        readable["reason"] = SYSTEM_REASONS.get(params["reason"], params["reason"])
    return readable


def _cell(row, column):
    """Row 0 is the name of the column, or without a column the file as a whole."""
    if row:
        return f"第 {row} 行“{column}”列"
    return "的列名" if column else ""


def _listed(value):
    return "、".join(map(str, value)) if isinstance(value, list | tuple) else value
