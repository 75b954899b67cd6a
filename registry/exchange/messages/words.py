"""Single words for what a sentence names: shapes, faults, types, reasons."""

SHAPES = {
    "POINT": "点",
    "LINESTRING": "线",
    "POLYGON": "面",
    "MULTIPOINT": "多点",
    "MULTILINESTRING": "多线",
    "MULTIPOLYGON": "多面",
}

#: Faults of shapes, as they are offered to be mended or have been.
FAULTS = {
    "has_z": "带高程",
    "has_m": "带测量值",
    "mixed_shape": "点线面混合",
    "ring_line": "首尾相接的线",
    "unclosed": "面未闭合",
    "zero_length_parts": "含零长度的部分",
    "repeated_vertices": "重复顶点",
    "invalid": "图形无效",
    "self_crossing": "自相交的线",
    "zero_length": "零长度",
    "empty": "空图形",
    "not_finite": "坐标不是数字",
    "out_of_range": "坐标超出范围",
    "zone_differs": "横坐标的带号与坐标系不符（有的有带号、有的没有，或带号不同）",
    "multi_part": "多部件",
    "tiny": "小于 1 毫米",
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
    "HATCH": "填充",
    "MPOLYGON": "填充面",
    "DIMENSION": "尺寸标注",
    "ARC_DIMENSION": "尺寸标注",
    "LARGE_RADIAL_DIMENSION": "尺寸标注",
    "LEADER": "引线",
    "MULTILEADER": "多重引线",
    "MLEADER": "多重引线",
    "TOLERANCE": "公差标注",
    "ACAD_TABLE": "表格",
    "ATTDEF": "属性定义",
    "SOLID": "实心面",
    "TRACE": "宽线",
    "3DFACE": "三维面",
    "3DSOLID": "三维实体",
    "BODY": "三维实体",
    "SURFACE": "曲面",
    "REGION": "面域",
    "MESH": "网格",
    "POLYLINE": "网格",
    "POLYFACE": "网格",
    "MLINE": "多线",
    "XLINE": "构造线",
    "RAY": "射线",
    "SHAPE": "形",
    "IMAGE": "图像",
    "WIPEOUT": "遮盖",
    "OLE2FRAME": "嵌入对象",
    "VIEWPORT": "视口",
    "ACAD_PROXY_ENTITY": "其他软件的对象",
    "NetworkLink": "网络链接",
    "GroundOverlay": "地面叠加图片",
    "ScreenOverlay": "屏幕叠加图片",
    "PhotoOverlay": "照片叠加",
    "Tour": "游览路线",
    "SimpleArrayData": "轨迹附加数据",
    "Model": "三维模型",
}

#: How the rows of a table say where they are.
TABLE_SHAPES = {
    "points": "每行一个点",
    "lines": "每行一条线，或几行连成一条线",
    "wkt": "图形写成文字（WKT）",
    "geojson": "图形写成文字（GeoJSON）",
    "none": "没有图形，全部记为未上图",
}
#: What columns each of them takes.
TABLE_NEEDS = {
    "points": "请选出横坐标列和纵坐标列，或坐标在一格里的列。",
    "lines": "每行一条线的，起点、终点的横、纵坐标共四列都要选；坐标写在一格里的，选起点、终点"
    "两列，或选各折点在一格里的列。几行连成一条线的，要选管段编号列。",
    "wkt": "请选出 WKT 列。",
    "geojson": "请选出 GeoJSON 列。",
    "none": "",
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

#: The old datums, however EPSG and ArcGIS call them.
DATUMS = {"xian": "西安80", "new beijing": "新北京54", "beijing": "北京54"}
