"""Chinese as Taiwan and Hong Kong write it, brought to the characters of our own words."""

# Those of the words that columns, units, materials and the like are known by, and no others:
# a name that people chose stays as they wrote it.
TRADITIONAL = (
    "來係個備傢傳億儲內冊別剋務區厠單噸嚮國圍圖報場壓夾審寬專對層屬廁廠彆徑復應戶揀揚"
    "換摺據攝數斷昇時暫曏東枴柺査桿條棟業構槍樑樓標橋機橫檢檯權氣氫汙沖測準溝漿無熱環"
    "產産畝疊監碼磚種稱積箇節築紋紙級終結給統經綫網線編緯縫縱總繪繫繼續纍聯脩臉臺與萬"
    "蓋藝處號衛衝衞裏補裝裡製複襯覈規計記設註証評話詳說説調論證識護變負責資質車載輛輸"
    "轉辦迴運釐鋅鋼錶鍍鏇鐵鑄長門開間閤陞階雙電韆頁頂頃項順預領頻額類颱麵點"
)
SIMPLIFIED = (
    "来系个备家传亿储内册别克务区厕单吨向国围图报场压夹审宽专对层属厕厂别径复应户拣扬"
    "换折据摄数断升时暂向东拐拐查杆条栋业构枪梁楼标桥机横检台权气氢污冲测准沟浆无热环"
    "产产亩叠监码砖种称积个节筑纹纸级终结给统经线网线编纬缝纵总绘系继续累联修脸台与万"
    "盖艺处号卫冲卫里补装里制复衬核规计记设注证评话详说说调论证识护变负责资质车载辆输"
    "转办回运厘锌钢表镀旋铁铸长门开间合升阶双电千页顶顷项顺预领频额类台面点"
)
TABLE = str.maketrans(TRADITIONAL, SIMPLIFIED)


def simplified(text: str) -> str:
    """Give a text in simplified characters, to be compared with the words we know.

    Parameters
    ----------
    text : str

    Returns
    -------
    str
        Of the same length. Characters that occur in none of our words stay.

    Examples
    --------
    >>> simplified("球墨鑄鐵"), simplified("管線編號"), simplified("钢管")
    ('球墨铸铁', '管线编号', '钢管')
    """
    return text.translate(TABLE)
