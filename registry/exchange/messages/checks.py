"""What the checks of an import refuse or ask to confirm, by code."""

#: What this package itself refuses or asks to confirm.
OWN = {
    "bad_value": "“{column}”列：{text}。",
    "cell_error_kept": "单元格 {cell} 是错误值 {value}，这一列不作字段，不影响这一行。",
    "cell_uncalculated_kept": "单元格 {cell} 的公式没有算出的结果，这一列不作字段，不影响这一行。",
    "unstorable_text": "“{column}”列的文字含有无法保存的字符。",
    "unstorable_name": "列名“{column}”含有无法保存的字符，请改名。",
    "unknown_kind": "没有“{kind}”这种设施类别，可选：{known}。",
    "kind_missing": "没有写设施类别：请在文件里写上，或者选定全部行是哪一类。",
    "kind_needed": "文件中没有“设施类别”列，请选定设施类别。",
    "line_for_area": "{kind}的图形应为{wanted}，此处是{found}；画的确是面的，"
    "请在“诊断、去向与设置”的“图形”里勾选“{fault_text}”，再重新检查。",
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
    "boxes_crowded": "有 {count} 个图形，范围与很多（{limit} 个以上）其他图形相同或相近："
    "每个只和其中一部分比较过是否重复，请核对这些图形。",
    "duplicate_skipped": "与{what}重复，按要求略过。",
    "double_of_refused": "与第 {other} 行重复，而第 {other} 行不能写入，两行都不写入。",
    "code_twice": "{label}“{text}”在文件中不止一次。",
    "code_registered": "{label}“{text}”已在项目 {project} 登记。",
    "key_needed": "更新时需要“{columns}”列，文件中没有。",
    "mode_needs_project": "更新只能用于已有的项目，不能同时新建项目。",
    "unknown_mode": "没有“{mode}”这种导入方式，可选：append、update。",
    "unknown_mend": "没有“{mend}”这种修复，可选：{known}。",
    "key_twice": "“{key}”在文件中出现了不止一次，不知以哪一行为准。"
    "复制、拆分出来的新设施，请清空那一行的资产标识、版本和编号，会作为新增登记。",
    "key_unknown": "登记册中没有与“{key}”对应的设施，将作为新设施登记。",
    "key_missing": "没有写{label}，或写得不对，对不上已登记的设施，将作为新设施登记。",
    "asset_elsewhere": "“{key}”对应的设施登记在别的项目，不能在这里更新。",
    "kind_differs": "登记的类别是{registered}，文件中是{given}，不能更改类别。",
    "version_missing": "有 {count} 行没有版本，无法得知登记册是否在导出后改过，请核对后确认。",
    "changed_since": "登记册在导出后已改动（第 {given} 版 → 第 {now} 版），未覆盖：{fields}。",
    "conflict_adopted": "登记册在导出后已改到第 {now} 版，按您的选择改为文件中的值。",
    "conflict_kept": "登记册在导出后已改到第 {now} 版，按您的选择保留现在的值。",
    "conflict_merged": "登记册在导出后已改到第 {now} 版，按您的选择逐项取两边的值。",
    "conflict_overwritten": "登记册在导出后已改到第 {now} 版，按您的选择逐项取两边的值，"
    "其中两边都改过的改为文件中的值：{fields}。",
    "only_registered": "文件里这一行没有改过，登记册在导出后已改到第 {now} 版，保留现在的值。",
    "only_in_file": "登记册在导出后已改到第 {now} 版，但文件改的几项还是导出时的值，按文件写入。",
    "not_in_file": "所涉项目里另有 {count} 项同类设施不在文件里{examples}，保持不变："
    "导入不删除设施，要删除请到项目页或绘制页。",
    "changed_meanwhile": "检查之后有 {count} 条设施被别人改动（{names}），什么也没有写入，"
    "请重新检查。",
    "elevation_kept": "有 {count} 行带高程：第一点的高程存为管顶高程，图形只保留平面位置。",
    "elevation_of_new": "有 {count} 行带高程：新增的行，第一点的高程存为管顶高程；"
    "更新的行，管顶高程不变。图形只保留平面位置。",
    "place_differs": "经度、纬度与 WKT 不一致，相距约 {metres} 米：图形按 WKT，经度、纬度不采用。",
    "place_not_taken": "写了经度、纬度而没有写 WKT：图形按 WKT，经度、纬度不采用，{kept}。",
    "place_by_columns": "要以“{x}”“{y}”为准的，请在“表格的读法”里把“图形写在哪里”选为“每行一个点”，"
    "横坐标列选“{x}”，纵坐标列选“{y}”，坐标系选 {crs_words}，再重新检查。",
    "place_by_wkt": "文件里有线或面，要改位置的请改 WKT 列。",
    "left_alone": "没有图形，原有位置保持不变。",
    "told_differs": "“{column}”不由文件改，{advice}：有 {count} 行与登记的不同（{where}）。",
    "columns_left": "这些列不作字段：{columns}。更新的行不采用，登记的原始属性不变；"
    "新增的行照原样保留。",
    "unit_unknown": "{field}：{text}。",
    "outlines_missing": "还没有装入地区边界，推断不出坐标系属于哪个带：请运行服务器的人先用"
    " load_districts 装入本市的边界，或向提供文件的单位问明坐标系。",
    "crs_suggested": "按坐标推断，坐标系可能是{crs_words}，请核对后选定。",
    "places_missing": "表里没有找到坐标列，{count} 行都会记为未上图。如果表里有坐标，"
    "请在“表格的读法”里选出坐标所在的列。",
    "places_dropped": "选定了坐标系或图形，表里却没有找到坐标列：{count} 行都会记为未上图。"
    "请在“表格的读法”里选出坐标所在的列。",
    "places_suggested": "“{x}”和“{y}”两列的数值很可能是坐标（{words}，落在本市范围内）："
    "请在“表格的读法”里把它们选作横坐标列和纵坐标列。不选而写入的，各行都没有位置。",
    "ends_suggested": "“{x}”“{y}”“{end_x}”“{end_y}”四列的数值很可能是线两端的坐标（{words}，"
    "落在本市范围内）：请在“表格的读法”里把“图形写在哪里”选为“每行一条线，或几行连成一条线”，"
    "起点的横坐标列选“{x}”、纵坐标列选“{y}”，终点的选“{end_x}”和“{end_y}”。"
    "不选而写入的，各行都没有位置。",
    "placeholders": "“{column}”列有 {count} 格写的是“{text}”，按空白处理。",
    "unit_noted": "“{column}”列没有写单位，按表上方的“单位：{words}”读取，{unit}换算为{wanted}。",
    "unit_doubtful": "表上方写着“单位：{words}”，看不出是否也指“{column}”列：这一列按{wanted}读取，"
    "请核对，不是的在“各列”里选定单位，再重新检查。",
    "meanings_proposed": "“{column}”列有 {count} 个词语按推测的意思读取，请核对，"
    "不对的在“各列”里改：{meanings}。",
    "values_missing": "{count} 行缺{fields}，导入后仍可补填。",
    "offset_suspected": "{why_text}仍按 {crs_words} 读取的，会登记在偏开的位置。",
    "crs_may_be_marked": "也可以选“不转换，原样导入”，每条记录会标注“坐标系未转换”。",
    "unconverted": "{crs_words}：位置可能相差几十米，每条记录都标注“坐标系未转换”。",
    "length_unit": "{count} 行的计量长度约为图上长度的{share}，列中的单位可能是{unit}，"
    "请核对并指明单位。",
    "far_too_long": "图上长 {mapped:,} 米，计量长度却是 {declared:g} 米，相差一百倍以上："
    "某个顶点的坐标（或长度）多半写错了，请核对后改正。",
    "reaches_too_far": "一部分在本市，另一部分伸到市外约 {km:,} 公里处：某个顶点的坐标多半写错了，"
    "请核对后改正。",
    "length_differs": "计量长度 {declared} 米与图上长度 {mapped} 米相差超过 5%。",
    "not_allowed": "{reason}。",
    "rejects_split": "不能写入的行一张工作表放不下，“未写入的行”文件分成 {sheets} 张"
    "（退回、退回_2……），一行都没有少；改好后一次选一张来导入。",
    "refused_by_database": "写入时未被接受，整个文件没有导入：{reason}",
    # instructions that cannot be followed
    "unknown_field": "{kind}没有“{field}”这个字段，可选：{known}。",
    "unknown_column": "文件中没有“{column}”这一列，只有：{known}。",
    "bad_constant": "全部行的{label}不能是“{value}”：{text}。",
    "field_twice": "{field}指定了不止一次，请只留一个。",
    "unknown_sector": "没有领域“{sector}”，可选：{known}。",
    "unknown_district": "没有地区“{district}”，可选：{known}。",
    "sector_needed": "文件没有写明介质或做法，定不了新项目的领域，请选定领域或全部行的介质。",
    "unknown_lead": "没有牵头单位“{lead}”，可选：{known}。",
    "lead_open": "领域“{sector}”没有固定的牵头单位，请在“去向与设置”里选定新项目的牵头单位。",
    "bad_project_name": "新项目的名称不合要求：{text}",
}
