"""What `gis` keeps out or merely notices, by code: a row, a value, a coordinate system."""

REMARKS = {
    # rejects
    "unreadable_geometry": "图形数据损坏，无法解读。",
    "shape_not_read": "不能读取{type}类型的图形。",
    "too_many_points": "曲线折线化后超过 {limit} 个点，请在原软件中改画。",
    "bad_line": "这一行不是 GeoJSON 要素（{reason}）。",
    "empty": "图形没有坐标。",
    "not_finite": "坐标不是有效数字。",
    "out_of_range": "坐标超出范围，请检查坐标系是否正确、经纬度是否写反。",
    "zone_unwanted": "横坐标前有带号 {zone}，而所选坐标系不带带号，请改成一样，或另选坐标系。",
    "zone_missing": "横坐标前没有带号，而所选坐标系要求带号 {wanted}，请改成一样，或另选坐标系。",
    "zone_differs": "横坐标前的带号是 {zone}，而所选坐标系是 {wanted} 带，请核对，或另选坐标系。",
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
    "line_unread": "管段“{value}”有读不出来的点（第 {rows} 行），整条线的各行都不能写入。",
    "vertex_alone": "管段“{value}”（单元格 {cell}）只有一个点，连不成线。",
    "point_missing": "单元格 {cell} 没有写点号。",
    "point_unknown": "点号“{value}”（单元格 {cell}）在“{layer}”中找不到。",
    "point_twice": "点号“{value}”（单元格 {cell}）在“{layer}”中有不止一个位置。",
    # warnings
    "z_dropped": "有 {count} 行带高程，导入时只保留平面位置。",
    "m_dropped": "图形带有 M 值（沿线的里程等），登记册不保留，平面位置和高程照常读取。",
    "heights_relative": "有 {count} 个图形的高程不是绝对高程（贴地，或从地面、水底算起），未采用。",
    "number_overflowed": "“{field}”列从这一行起有 {count} 格只写了星号，按空白读取。这一列只有"
    " {width} 位，写文件的软件多半放不下原来的数，数已丢失，请向提供单位索要；"
    "也可能本来就是空值。",
    "text_cut": "文字在末尾被截断，最后一个字不完整。",
    "column_renamed": "“{original}”列与别的列重名或没有名称，改称“{field}”。",
    "alias_used": "“{original}”列按文件里的别名称为“{field}”。",
    "column_skipped": "“{field}”列是 {type} 类型，无法读取，已略去。",
    "column_as_text": "“{field}”列有 {count} 个值不是{type}，整列按文字读取。",
    "more_alike": "“{field}”列还有 {count} 行有同样的情况。",
    "part_is_page": "配套文件 {part} 的内容是网页，已忽略。",
    "part_empty": "配套文件 {part} 是空的，未予采用。",
    "shx_restored": "缺少索引文件 .shx，已在副本上重建。",
    "encoding_ignored": "{source} 标明编码为 {encoding}，但文字并非这种编码，未予采用。",
    "encoding_doubtful": "文字可按 {encoding} 读出，但更像是 {other} 编码，请核对样例文字。",
    "encoding_guessed": "从文字看是 {encoding} 编码，已按它读取，请核对样例文字。",
    "crs_overridden": "文件写明坐标系为 {found}，按要求改用 {given}。",
    "left_out": "有 {count} 个{type}未读取。",
    "ring_closed": "面的边界首尾不相接，已自动闭合。",
    "layers_hidden": "图层 {layers} 在图中已冻结或关闭，没有读取；需要的请在图层中勾选。",
    "curves_flattened": "有 {count} 条曲线改为折线，偏差不超过 {tolerance} 个图形单位。",
    "arcs_stepped": "有 {count} 个带圆弧的图形改为折线（每 {degrees}° 一点）。",
    "blocks_as_points": (
        "有 {count} 个图块按插入点读取，图块内部的图形未读取；需要时请先在 CAD 中分解。"
    ),
    "layers_joined": "图层 {layers} 是按点、线、面分开的同一张表，已合在一起读取，行号依次连续。",
    "codes_named": "“{field}”列的 {count} 种代码，已按文件自带的代码表（属性域“{domain}”）换成"
    "名称。",
    "codes_unnamed": "“{field}”列有 {rows} 行的代码（共 {count} 种，如 {codes}）在代码表“{domain}”"
    "里没有名称，照原样读取；最先在第 {first} 行。",
    "codes_kept": "文件自带“{field}”列的代码表（属性域“{domain}”），已按要求保留代码。",
    "codes_too_many": "“{field}”列的代码表（属性域“{domain}”）超过 {limit} 项，未采用，代码照原样"
    "读取。",
    "shape_text_unread": "“{original}”列写的像是图形（WKT），这种格式不从文字里读图形；请另存为"
    " Excel 或 CSV 导入，或让导出的程序写成带图形的 GeoParquet。",
    "archive_ignored": "压缩包里的压缩包“{member}”未读取。",
    "member_ignored": "压缩包里还有“{member}”，未读取；需要时请在“图层”里改选它，或单独导入。",
    "driver_message": "读取时的提示：{text}",
    # what the numbers say about their coordinate system
    "crs_fits_area": "抽查的 {count} 个点有 {percent}% 落在本市范围内。",
    "crs_fits_china": "抽查的 {count} 个点有 {percent}% 落在我国范围内。",
    "crs_outside_area": "抽查的 {count} 个点只有 {percent}% 落在本市范围内，大多在别处。",
    "crs_axes_swapped": "两列坐标的次序相反（先纵后横，或先纬度后经度）。",
    "crs_packed_degrees": "度、分、秒连写成一个数（如 1014306.6）。",
    "crs_scaled_units": "坐标以 {unit} 为单位，不是米。",
    "crs_constant_added": "坐标像是去掉了大数：{added}以后落在本市范围内。去掉的是不是这些数，"
    "请向提供单位核实；不是的，在“坐标加常数”里另填。",
    "crs_mixed_zones": "有的横坐标前有带号，有的没有（抽查的点中 {numbered} 个有、{bare} 个没有）："
    "选定哪一种，另一种的行都读不出来，请先改成一样。",
    "crs_other_zone": "横坐标前的带号 {zone} 多半写错了：本市在三度带 {wanted} 带（中央子午线 "
    "{meridians} 度）。请向提供单位核实并改正带号。",
    "crs_alike": "只凭数字分不清 {crs} 与 {others}，两者约差 {metres} 米，请向提供单位核实。",
    "crs_rivals": "这些数字按 {others} 理解也说得通，请在地图上核对。",
    "crs_only_with_prj": "没有 .prj 文件说明时，不会采用 {crs}，请核实后自行选定。",
    "crs_zone_edge": "{crs}：本市跨东经 {meridian}° 的六度带分界线，一般不用六度带。",
    "offset_near_registered": "坐标疑为{offset_words}：按此纠正后，{count} 个点到已登记设施的"
    "距离中位数由 {before} 米降为 {after} 米。",
    "offset_at_border": "坐标疑为{offset_words}：{count} 个点中落在本市范围外的由 {before} 个减为"
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
    "code_shown": "“{field}”列有 {count} 格按 Excel 里显示的样子读取：如单元格 {cell} 存的数是"
    " {number}，显示为“{shown}”。",
    "group_carried": "“{field}”列每条线只在第一行写了编号，下面的 {count} 个空格已按上面的编号填写"
    "（如 {cell} 填“{value}”），请核对。",
    "days_from_1904": "工作簿采用 1904 日期系统，没有设日期格式的日期会相差四年，请核对。",
    "shape_not_made": "选的是“{asked_text}”，可选定的列做不成，现按“{made_text}”读取。"
    "{asked_needs}",
    "places_elsewhere": "有 {count} 行没有写坐标（{read}），却写着“{columns}”：一张表只按一种写法"
    "读位置，这些行的位置没有读取。请在原表里统一写在同样的列里，或按写法分成几份文件分别导入；"
    "那几列写的不是位置的，确认后写入。",
    "places_unread": "有 {count} 行没有位置，“{columns}”像是坐标：这张表是本系统导出的未上图设施，"
    "这几列按原始属性读取。补填了位置的，请在“表格的读法”里选定这几列；不是位置的，确认后写入。",
    "places_kept": "有 {count} 行没有位置，“{columns}”像是坐标：本系统导出的表只从“WKT”列读位置，"
    "这几列未采用。要按它们定位的，请在“表格的读法”里选定。",
    "vertex_order": "有 {count} 条线（{names}）的点序号缺失或重复，按文件中的先后连线，请核对。",
    "group_scattered": "有 {count} 条线（{names}）的点在表中不相连，请核对编号是否重复。",
    "group_differs": "“{field}”列在 {count} 条线（{names}）的各行中不一致，只取第一行的值。",
    # writing
    "shape_left_out": "图形写成文字超过 {limit} 个字符，单元格放不下，只保留了经纬度。",
    "text_truncated": "文字超出格式的长度，只保留了前 {limit_bytes} 字节以内的字。",
    "characters_replaced": "“{characters}”不能用 {encoding} 编码写出，已用“〓”代替。",
}
