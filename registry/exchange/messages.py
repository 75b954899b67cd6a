"""What the files' codes say to a planner: one Chinese sentence for each.

`gis` speaks in codes; here is the only place where they become words. Row numbers are
not repeated in the text: they stand beside it in the report.
"""

from registry.systems import PREFIX, system_words

ERRORS = {
    # reading
    "file_missing": "找不到文件“{name}”。",
    "is_folder": "“{name}”是文件夹，请指明其中的文件。",
    "no_permission": "没有读取“{name}”的权限。",
    "suffix_missing": "“{name}”没有后缀，看不出格式，请改成 .shp、.zip、.gpkg、.dxf 这样的文件名。",
    "unsupported_format": "“{name}”：不能读取 {suffix} 格式，请看页面上“支持的格式”。",
    "wrong_content": "“{name}”的内容不是 {format} 格式，请检查文件是否改过后缀或下载不完整。",
    "empty_file": "“{name}”是空文件。",
    "no_rows": "“{name}”的图层“{layer}”里没有任何记录。",
    "damaged": "“{name}”已损坏，无法读取（{reason}）。",
    "truncated": "“{name}”不完整：{part} 在末尾之前就中断了，请重新复制或下载。",
    "part_missing": "“{name}”缺少配套文件 {part}，请把同名的几个文件放在一起。",
    "parts_disagree": "“{name}”有 {shapes} 个图形却有 {records} 条属性记录，两者不一致。",
    "index_disagrees": "“{name}”的索引 .shx 与图形不符（第 {record} 条），请删除 .shx 后重试。",
    "file_too_large": "“{name}”超过 {limit_mb} MB 的上限。",
    "no_layer": "“{name}”中没有可以读取的图层。",
    "several_layers": "“{name}”中有多个图层（{layers}），请用 --layer 指明一个。",
    "unknown_layer": "“{name}”中没有图层“{layer}”，只有：{layers}。",
    "too_many_rows": "“{name}”有 {rows} 条记录，超过 {limit} 条的上限，请拆分后导入。",
    # the process that reads
    "reader_crashed": "读取“{name}”时程序出错（{reason}），文件可能已损坏，没有导入任何内容。",
    "reader_out_of_memory": "读取“{name}”所需内存超过 {limit_mb} MB 的上限，请拆分后导入。",
    "reader_timed_out": "读取“{name}”超过 {seconds} 秒仍未完成，请检查文件或拆分后导入。",
    "reader_out_of_space": "读取“{name}”所需的磁盘空间不足或超过上限，请联系管理员。",
    # archives
    "unsafe_member": "“{name}”中的“{member}”会解压到别的文件夹，为安全起见不予读取。",
    "encrypted_archive": "“{name}”有密码保护，请解除密码后再导入。",
    "too_many_members": "“{name}”里的文件超过 {limit} 个。",
    "archive_too_large": "“{name}”解压后超过 {limit_mb} MB 的上限。",
    "twin_members": "“{name}”中的“{member}”重复，或与另一个文件只有大小写之差，请改名后重新压缩。",
    "overlapping_members": "“{name}”中的“{member}”与别的文件共用数据，为安全起见不予读取。",
    "compression_unknown": "“{name}”中的“{member}”用了不支持的压缩方法，请用普通 zip 重新压缩。",
    "nested_archive": "“{name}”里面还是压缩包（{member}），请先解压再导入。",
    # what could reach further than the file
    "entities_declared": "“{name}”中声明了实体或文档类型（DTD），为安全起见不予读取。",
    "unsafe_table": "“{name}”中的表“{table}”会运行附带的程序，为安全起见不予读取。",
    "query_refused": "“{name}”中的表“{table}”无法读取：{reason}。",
    "dwg_not_read": "“{name}”是 DWG 图形，无法直接读取，请在 CAD 中另存为 DXF 后导入。",
    # papers and photos
    "two_natures": "“{name}”既是 {format} 又是 {other}，这样的文件可能藏有程序，不能上传。",
    "picture_too_large": "“{name}”有 {pixels} 个像素，超过 {limit} 的上限，请缩小后再传。",
    "password_protected": "“{name}”有密码保护，请解除密码后再传。",
    "script_inside": "“{name}”里带有会自动运行的脚本，请打印成普通 PDF 后再传。",
    "macros_inside": "“{name}”里带有宏，请另存为不含宏的 docx、xlsx 或 PDF 后再传。",
    # tables
    "web_page": "“{name}”其实是网页或 XML，不是工作簿，请用 Excel 打开后另存为 xlsx。",
    "old_workbook": "“{name}”是 Excel 95 或更早的格式，请用 Excel 打开后另存为 xlsx。",
    "too_many_cells": "“{name}”的表格超过 {limit} 个单元格的上限，请拆分后导入。",
    "unknown_table_column": "“{name}”中没有“{column}”这一列，只有：{columns}。",
    "bad_table_option": "“{name}”的表格设置 {option} 不能是“{value}”。",
    # coordinate systems
    "crs_missing": "“{name}”没有说明坐标系，请用 --crs 指明（如 EPSG:4543）。",
    "unknown_crs": "不认识坐标系“{crs}”，请写成 EPSG:4490、EPSG:4543、gcj02 的样子。",
    "datum_not_convertible": "坐标系 {crs}（{datum}）没有公开的转换参数，请先转换为 CGCS2000。",
    "parameters_missing": "坐标系 {crs} 没有名为“{name}”的自有转换参数，请由管理员先登记。",
    "mark_not_needed": "坐标系 {crs}（{datum}）不是北京54或西安80，不需要标注或自有参数。",
    "crs_input_only": "坐标系 {crs} 只能用于导入，不能用于导出。",
    # encodings
    "unknown_encoding": "不认识文字编码“{encoding}”，常用的有 gbk 和 utf-8。",
    "encoding_mismatch": "“{name}”{place}不是 {encoding} 编码，请另行指明。",
    "encoding_undetected": "“{name}”{place}认不出编码，请用 --encoding 指明。",
    # writing
    "output_suffix_missing": "“{name}”没有后缀，请写成 .zip、.gpkg、.xlsx 等结尾的文件名。",
    "format_mismatch": "“{name}”的后缀与 --format {format} 不一致，请改其中一个。",
    "unsupported_output": (
        "不能写出 {suffix} 格式，可选 shp（zip）、gpkg、geojson、geojsonl、kml、dxf、fgb、"
        "parquet、xlsx、csv。"
    ),
    "crs_not_writable": "{format} 不能使用坐标系 {crs}。",
    "encoding_not_writable": "{format} 不能用“{encoding}”编码写出，可选 gbk、utf-8。",
    "encoding_fixed": "{format} 不用指定编码（总是 utf-8），请去掉 --encoding。",
    "outside_projection": "第 {row} 行的位置超出 {crs} 的适用范围，请换一个坐标系。",
    "nothing_mapped": "选中的 {rows} 条记录都没有上图，没有图形可写。",
    "mixed_shape": "第 {row} 行的一个图形里混有点、线、面，无法写出。",
    "too_many_fields": "共有 {count} 列，而 shp 最多 {limit} 列，请改用 gpkg。",
    "number_not_finite": "“{column}”列中有无穷大的数，无法写出。",
    "rows_beyond_format": "{format} 最多容纳 {limit} 行，请缩小查询范围或改用 csv、gpkg。",
    "write_failed": "“{name}”无法写出：{reason}。",
}

REMARKS = {
    # rejects
    "unreadable_geometry": "图形数据损坏，无法解读。",
    "shape_not_read": "不能读取 {type} 类型的图形。",
    "too_many_points": "曲线折线化后超过 {limit} 个点，请在原软件中改画。",
    "bad_line": "这一行不是 GeoJSON 要素（{reason}）。",
    "empty": "图形没有坐标。",
    "not_finite": "坐标不是有效数字。",
    "out_of_range": "坐标超出范围，请检查坐标系是否正确、经纬度是否写反。",
    "bad_value": "“{field}”列的“{value}”不是{type}。",
    "zero_length": "线的长度为零。",
    "mixed_shape": "一个图形里混有点、线、面。",
    "invalid": "图形无效：{reason_text}{place}。",
    # rejects of tables
    "cell_error": "单元格 {cell} 是错误值 {value}。",
    "cell_uncalculated": "单元格 {cell} 的公式没有算出的结果，请在 Excel 中重新计算并保存。",
    "bad_coordinate": "“{value}”不是坐标，单元格 {cell}。",
    "half_coordinate": "单元格 {cell} 是空的，坐标不全。",
    "bad_shape_text": "单元格 {cell} 的“{value}”不是 {format}，无法解读。",
    "srid_differs": "单元格 {cell} 标明坐标系 EPSG:{found}，与多数行的 EPSG:{usual} 不同。",
    "group_missing": "单元格 {cell} 没有写明这个点属于哪一管段。",
    "vertex_alone": "管段“{value}”（单元格 {cell}）只有一个点，连不成线。",
    "point_missing": "单元格 {cell} 没有写点号。",
    "point_unknown": "点号“{value}”（单元格 {cell}）在“{layer}”中找不到。",
    "point_twice": "点号“{value}”（单元格 {cell}）在“{layer}”中有不止一个位置。",
    # warnings
    "z_dropped": "有 {count} 行带高程，导入时只保留平面位置。",
    "text_cut": "文字在末尾被截断，最后一个字不完整。",
    "column_renamed": "“{original}”列与别的列重名或没有名称，改称“{field}”。",
    "column_skipped": "“{field}”列是 {type} 类型，无法读取，已略去。",
    "column_as_text": "“{field}”列有 {count} 个值不是{type}，整列按文字读取。",
    "more_alike": "“{field}”列还有 {count} 行有同样的情况。",
    "part_is_page": "配套文件 {part} 的内容是网页，已忽略。",
    "part_empty": "配套文件 {part} 是空的，未予采用。",
    "shx_restored": "缺少索引文件 .shx，已在副本上重建。",
    "encoding_ignored": "{source} 标明编码为 {encoding}，但文字并非这种编码，未予采用。",
    "encoding_doubtful": "文字可按 {encoding} 读出，但更像是 {other} 编码，请核对样例文字。",
    "encoding_guessed": "文件没有标明编码，按 {encoding} 读取，请核对文字。",
    "crs_overridden": "文件写明坐标系为 {found}，按要求改用 {given}。",
    "left_out": "有 {count} 个 {type} 未读取。",
    "ring_closed": "面的边界首尾不相接，已自动闭合。",
    "curves_flattened": "有 {count} 条曲线改为折线，偏差不超过 {tolerance} 个图形单位。",
    "arcs_stepped": "有 {count} 个带圆弧的图形改为折线（每 {degrees}° 一点）。",
    "blocks_as_points": (
        "有 {count} 个图块按插入点读取，图块内部的图形未读取；需要时请先在 CAD 中分解。"
    ),
    "labels_used": "按属性域“{domain}”把代码换成了对应的文字。",
    "archive_ignored": "压缩包里的压缩包“{member}”未读取。",
    "member_ignored": "压缩包里还有“{member}”，未读取；需要时请指明它或单独导入。",
    "driver_message": "读取时的提示：{text}",
    # what the numbers say about their coordinate system
    "crs_fits_area": "抽查的 {count} 个点有 {percent}% 落在本市范围内。",
    "crs_fits_china": "抽查的 {count} 个点有 {percent}% 落在我国范围内。",
    "crs_outside_area": "抽查的 {count} 个点只有 {percent}% 落在本市范围内，大多在别处。",
    "crs_axes_swapped": "两列坐标的次序相反（先纵后横，或先纬度后经度）。",
    "crs_packed_degrees": "度、分、秒连写成一个数（如 1014306.6）。",
    "crs_scaled_units": "坐标以 {unit} 为单位，不是米。",
    "crs_alike": "只凭数字分不清 {crs} 与 {others}，两者约差 {metres} 米，请向提供单位核实。",
    "crs_rivals": "这些数字按 {others} 理解也说得通，请在地图上核对。",
    "crs_only_with_prj": "没有 .prj 文件说明时，不会采用 {crs}，请核实后自行选定。",
    "crs_zone_edge": "{crs}：本市跨东经 {meridian}° 的六度带分界线，一般不用六度带。",
    "offset_near_registered": "坐标疑为 {offset}：按此纠正后，{count} 个点到已登记设施的距离中位数"
    "由 {before} 米降为 {after} 米。",
    "offset_at_border": "坐标疑为 {offset}：{count} 个点中落在本市范围外的由 {before} 个减为"
    " {after} 个。",
    # warnings of tables
    "content_differs": "文件的内容其实是 {format} 格式，与后缀不符，已按内容读取。",
    "header_missing": "没有找到表头行，各列以列号为名。",
    "column_unnamed": "{column} 列没有表头，以列号为名。",
    "row_left_out": "此行是{why_text}，未导入：{text}",
    "rows_blank": "有 {count} 个空行，已略去。",
    "rows_hidden": "有 {count} 个隐藏行，也读取了。",
    "sheet_hidden": "这个工作表是隐藏的。",
    "sheets_hidden": "另有隐藏的工作表未读取：{layers}。",
    "merged_filled": "“{field}”列有 {count} 处合并单元格（如 {range}），已填到其中每一行。",
    "merged_number": "“{field}”列有 {count} 处合并单元格是数字（如 {range}），已填到其中每一行，"
    "若是几行合计，请先分摊。",
    "days_from_1904": "工作簿采用 1904 日期系统，没有设日期格式的日期会相差四年，请核对。",
    "vertex_order": "有 {count} 条线（{names}）的点序号缺失或重复，按文件中的先后连线，请核对。",
    "group_scattered": "有 {count} 条线（{names}）的点在表中不相连，请核对编号是否重复。",
    "group_differs": "“{field}”列在 {count} 条线（{names}）的各行中不一致，只取第一行的值。",
    # writing
    "shape_left_out": "图形写成文字超过 {limit} 个字符，单元格放不下，只保留了经纬度。",
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
    "paper space": "图纸空间实体",
    "MINSERT": "图块阵列副本",
}

#: Why a row of a table is no data.
WHY = {
    "total": "合计行",
    "part": "分类标题",
    "header": "重复的表头",
    "foot": "表尾说明",
    "title": "标题",
    "unit": "单位行",
    "numbering": "栏次行",
    "blank": "空行",
    "chosen": "指定略去的行",
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
    "outside_city": "位置不在本市范围内，或有一部分在外，请核对坐标系以及 X、Y 的次序。",
    "outside_district": "位置不在申报地区“{district}”范围内，或有一部分在外。",
    "repeated_vertices": "图形中有重复的顶点。",
    "self_crossing": "线与自身相交或重合。",
    "tiny": "图形小于 1 毫米。",
    "mended": "图形已按要求修复：{fault_text}。",
    "written_before": "同一个文件已于 {at} 导入过，再次导入会重复登记。",
    "duplicate_in_file": "与第 {other} 行的图形和类别相同。",
    "duplicate_registered": "图形和类别与项目 {project} 已登记的“{asset}”相同。",
    "duplicate_skipped": "与{what}重复，按要求略过。",
    "code_twice": "{label}“{text}”在文件中不止一次。",
    "code_registered": "{label}“{text}”已在项目 {project} 登记。",
    "key_needed": "更新时需要“{columns}”列，文件中没有。",
    "mode_needs_project": "更新只能用于已有的项目，不能同时新建项目。",
    "unknown_mode": "没有“{mode}”这种导入方式，可选：append、update。",
    "unknown_mend": "没有“{mend}”这种修复，可选：{known}。",
    "key_twice": "“{key}”在文件中出现了不止一次，不知以哪一行为准。",
    "key_unknown": "登记册中没有与“{key}”对应的设施，将作为新设施登记。",
    "key_missing": "没有写用来对应的{label}。",
    "asset_elsewhere": "“{key}”对应的设施登记在别的项目，不能在这里更新。",
    "kind_differs": "登记的类别是{registered}，文件中是{given}，不能更改类别。",
    "version_missing": "有 {count} 行没有版本，无法得知登记册是否在导出后改过，请核对后确认。",
    "changed_since": "登记册在导出后已改动（第 {given} 版 → 第 {now} 版），未覆盖：{fields}。",
    "changed_meanwhile": "检查之后有 {count} 条设施被别人改动，整个文件没有导入，请重新检查。",
    "left_alone": "没有图形，原有位置保持不变。",
    "columns_left": "更新不改动源文件的其他列，以下各列未采用：{columns}。",
    "unit_unknown": "{field}：{text}。",
    "crs_suggested": "按坐标推断，坐标系可能是 {crs}，核对后请用 --crs {crs} 指明。",
    "crs_may_be_marked": "也可以用 --crs '{crs}!unconverted' 不加转换地导入，"
    "每条记录会标注“坐标系未转换”。",
    "unconverted": "坐标系 {crs} 未转换，位置可能相差几十米，每条记录都标注“坐标系未转换”。",
    "length_unit": "{count} 行的计量长度约为图上长度的{share}，列中的单位可能是{unit}，"
    "请核对并指明单位。",
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

#: Remarks whose systems are told in words: a person, not the next command, is to judge.
ABOUT_SYSTEMS = {"crs_alike", "crs_rivals", "crs_only_with_prj", "crs_zone_edge"}
#: The old datums, however EPSG and ArcGIS call them.
DATUMS = {"xian": "西安80", "new beijing": "新北京54", "beijing": "北京54"}

#: Faults of shapes, as they are offered to be mended or have been.
FAULTS = {
    "has_z": "带高程",
    "has_m": "带测量值",
    "mixed_shape": "点线面混合",
    "unclosed": "面未闭合",
    "zero_length_parts": "含零长度的部分",
    "repeated_vertices": "重复顶点",
    "invalid": "图形无效",
    "self_crossing": "自相交的线",
    "zero_length": "零长度",
    "empty": "空图形",
    "not_finite": "坐标不是数字",
    "out_of_range": "坐标超出范围",
    "multi_part": "多部件",
    "tiny": "小于 1 毫米",
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
    params = _readable(remark.params)
    if remark.code in ABOUT_SYSTEMS:
        params |= {
            name: _named(remark.params[name]) for name in ("crs", "others") if name in params
        }
    return REMARKS[remark.code].format(**{"field": remark.field, **params})


def own(code, **params):
    """The sentence for one of this package's own codes."""
    return OWN[code].format(**_readable(params))


def _readable(params):
    readable = {name: _listed(value) for name, value in params.items()}
    if "limit_bytes" in params:
        readable["limit_mb"] = params["limit_bytes"] // 2**20
    for name, told_as, told in TRANSLATED:
        if name in params:
            readable[told_as] = told(params[name])
    if "column" in params and "row" in params:
        readable["place"] = _cell(params["row"], params["column"])
    if "lon" in params:
        readable["reason_text"] = REASONS.get(params["reason"], params["reason"])
        readable["place"] = f"，位置约 {params['lon']}, {params['lat']}" if params["lon"] else ""
    elif "reason" in params:
        readable["reason"] = SYSTEM_REASONS.get(params["reason"], params["reason"])
    return readable


def _datum(name):
    plain = str(name).casefold().replace("_", " ")
    return next((words for part, words in DATUMS.items() if part in plain), name)


#: Parameter, the placeholder that its translation stands for, and who translates it.
TRANSLATED = (
    ("type", "type", lambda name: TYPES.get(name, name)),
    ("fault", "fault_text", lambda code: FAULTS.get(code, code)),
    ("why", "why_text", lambda code: WHY.get(code, code)),
    ("datum", "datum", _datum),
)


def _named(systems):
    """Systems as people call them; how their numbers are packed is said in a line of its own."""
    texts = systems if isinstance(systems, list | tuple) else [systems]
    return "、".join(system_words(PREFIX.sub("", text)) for text in texts)


def _cell(row, column):
    """Row 0 is the name of the column, or without a column the file as a whole."""
    if row:
        return f"第 {row} 行“{column}”列" if column else f"第 {row} 行"
    return "的列名" if column else ""


def _listed(value):
    return "、".join(map(str, value)) if isinstance(value, list | tuple) else value
