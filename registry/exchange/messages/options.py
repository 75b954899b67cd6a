"""What the commands say otherwise: they have options where the pages have fields."""

COMMAND = {
    "several_layers": "“{name}”中有多个图层（{layers}），请用 --layer 指明一个。",
    "crs_missing": "“{name}”没有说明坐标系，请用 --crs 指明。",
    "encoding_undetected": "“{name}”{place}认不出编码，请用 --encoding 指明。",
    "kind_needed": "请用 --kind 指明设施类别（文件中没有“设施类别”列），可选：{known}。",
    "crs_suggested": "按坐标推断，坐标系可能是 {crs}，核对后请用 --crs {crs} 指明。",
    "crs_may_be_marked": "也可以用 --crs '{crs}!unconverted' 不加转换地导入，"
    "每条记录会标注“坐标系未转换”。",
    "places_missing": "表里没有找到坐标列，{count} 行都会记为未上图。如果表里有坐标，"
    '请用 --table 指明所在的列，如 --table \'{{"x": "列名", "y": "列名"}}\'。',
    "places_dropped": "指定了坐标系或图形，表里却没有找到坐标列：{count} 行都会记为未上图。"
    '请用 --table 指明所在的列，如 --table \'{{"x": "列名", "y": "列名"}}\'。',
    "places_suggested": "“{x}”和“{y}”两列的数值很可能是坐标（{words}，落在本市范围内）："
    '请用 --table \'{{"x": "{x}", "y": "{y}"}}\' 指明。',
    "ends_suggested": "“{x}”“{y}”“{end_x}”“{end_y}”四列的数值很可能是线两端的坐标（{words}，"
    '落在本市范围内）：请用 --table \'{{"shape": "lines", "x": "{x}", "y": "{y}", '
    '"end_x": "{end_x}", "end_y": "{end_y}"}}\' 指明。',
    "line_for_area": "{kind}的图形应为{wanted}，此处是{found}；画的确是面的，"
    "请加 --mend {fault}（{fault_text}）修复成面。",
    "unit_doubtful": "表上方写着“单位：{words}”，看不出是否也指“{column}”列：这一列按{wanted}读取，"
    "不是的请用 --unit {name}=单位 指明。",
    "place_by_columns": "要以“{x}”“{y}”为准的，"
    '请用 --table \'{{"x": "{x}", "y": "{y}"}}\' --crs {crs} 指明。',
    "bad_constant": "--set {field}={value}：{text}。",
    "field_twice": "{field}（{name}）用 --map 或 --set 指定了不止一次，请只留一个。",
    "sector_needed": "请用 --sector 指明新项目的领域。",
    "lead_open": "领域“{sector}”没有固定的牵头单位，请用 --lead 指明新项目的牵头单位。",
}
