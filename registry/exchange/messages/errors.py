"""What `gis` stops at, by code: the whole file is not read, or not written."""

ERRORS = {
    # reading
    "file_missing": "找不到文件“{name}”。",
    "is_folder": "“{name}”是文件夹，请指明其中的文件。",
    "no_permission": "没有读取“{name}”的权限。",
    "suffix_missing": "“{name}”没有后缀，看不出格式，请改成 .shp、.zip、.gpkg、.dxf 这样的文件名。",
    "unsupported_format": "“{name}”：不能读取 {suffix} 格式。请在原软件里另存为 Shapefile、"
    "GeoPackage、GeoJSON、KML、DXF、FlatGeobuf、GeoParquet、FileGDB（压缩为 zip）、Excel 或 CSV。",
    "unsupported_archive": "“{name}”：不能读取 {suffix} 压缩包。请先解压，再把里面的文件压缩成"
    " .zip 导入；里面只有一个 Excel、DXF 这样的文件的，直接导入那个文件。",
    "wrong_content": "“{name}”的内容不是 {format} 格式，请检查文件是否改过后缀或下载不完整。",
    "empty_file": "“{name}”是空文件。",
    "no_rows": "“{name}”的图层“{layer}”里没有任何记录。",
    "damaged": "“{name}”已损坏，无法读取（{reason}）。请重新复制或下载，或用原软件打开后另存一份。",
    "truncated": "“{name}”不完整：{part} 在末尾之前就中断了，请重新复制或下载。",
    "part_missing": "“{name}”缺少配套文件 {part}，请把同名的几个文件放在一起。",
    "parts_disagree": "“{name}”有 {shapes} 个图形却有 {records} 条属性记录，两者不一致。",
    "index_disagrees": "“{name}”的索引 .shx 与图形不符（第 {record} 条），请删除 .shx 后重试。",
    "file_too_large": "“{name}”超过 {limit_mb} MB 的上限。",
    "no_layer": "“{name}”里没有可以导入的内容。请确认里面有图形或表格（.shp、.kml、.xlsx 等）。",
    "several_layers": "“{name}”中有多个图层（{layers}），请指明一个。",
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
    "query_refused": "“{name}”中的表“{table}”无法读取（{reason}），可能是视图："
    "请在原软件里把它另存为普通图层。",
    "dwg_not_read": "“{name}”是 DWG 图形，无法直接读取，请在 CAD 中另存为 DXF 后导入。",
    # papers and photos
    "two_natures": "“{name}”既是 {format} 又是 {other}，这样的文件可能藏有程序，不能上传。",
    "picture_too_large": "“{name}”有 {pixels} 个像素，超过 {limit} 的上限，请缩小后再传。",
    "password_protected": "“{name}”有密码保护，请解除密码后再传。",
    "script_inside": "“{name}”里带有会自动运行的脚本或程序，请打印成普通 PDF 后再传。",
    "macros_inside": "“{name}”里带有宏、程序对象或网上的模板，请另存为不含宏的文件或 PDF 后再传。",
    # tables
    "web_page": "“{name}”其实是网页或 XML，不是工作簿，请用 Excel 打开后另存为 xlsx。",
    "old_workbook": "“{name}”是 Excel 95 或更早的格式，请用 Excel 打开后另存为 xlsx。",
    "too_many_cells": "“{name}”的表格超过 {limit} 个单元格的上限，请拆分后导入。",
    "unknown_table_column": "“{name}”中没有“{column}”这一列，只有：{columns}。",
    "bad_table_option": "“{name}”的表格设置 {option} 不能是“{value}”。",
    # coordinate systems
    "crs_missing": "“{name}”没有说明坐标系，请选定坐标系。",
    "crs_unlocated": "“{name}”没有说明坐标系，还没有载入区划边界，只凭坐标不能确定，请选定坐标系。",
    "unknown_crs": "不认识坐标系“{crs}”，请写成 EPSG:4490、EPSG:4543、gcj02 的样子。",
    "bad_wkt": "看不懂坐标系“{crs}”的说明文字，请把 .prj 文件里的文字从头到尾原样粘贴，"
    "或改填 EPSG 代号（如 4543）。",
    "constants_need_metres": "坐标加常数只用于以米为单位的平面坐标系，{crs_words}不是，请另选坐标系"
    "或清空常数。",
    "datum_not_convertible": "坐标系 {crs}（{datum}）没有公开的转换参数，请先转换为 CGCS2000。",
    "datum_foreign": "坐标系 {crs}（{datum}）与国家 2000 基准不同，这里不转换，请先在原软件里转换为"
    " CGCS2000 再导入。",
    "parameters_missing": "坐标系 {crs} 没有名为“{name}”的自有转换参数，请由管理员先登记。",
    "mark_not_needed": "坐标系 {crs}（{datum}）不是北京54或西安80，不需要标注或自有参数。",
    "crs_input_only": "坐标系 {crs} 只能用于导入，不能用于导出。",
    # encodings
    "unknown_encoding": "不认识文字编码“{encoding}”，常用的有 gbk 和 utf-8。",
    "encoding_mismatch": "“{name}”{place}不是 {encoding} 编码，请另行指明。",
    "encoding_undetected": "“{name}”{place}认不出文字编码，请选定文字编码。",
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
