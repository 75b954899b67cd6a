"""What a file that is refused is told: for papers, where `exchange.messages` speaks of imports."""

from pathlib import PurePosixPath

from registry.exchange.messages import of_error

KINDS = "pdf、jpg、png、webp、docx、xlsx、ofd"

#: What to do instead, by the suffix that was sent.
INSTEAD = {
    (".heic", ".heif"): "请在手机“设置 › 相机 › 格式”中选“兼容性最佳”，或另存为 jpg 后再传",
    (".gif", ".bmp", ".tif", ".tiff"): "请另存为 jpg 或 png 后再传",
    (".doc", ".wps", ".rtf"): "请另存为 docx 或 PDF 后再传",
    (".xls", ".et"): "请另存为 xlsx 或 PDF 后再传",
    (".dwg", ".dxf"): "图纸请打印成 PDF 后再传；要落图请用“导入”",
    (".zip", ".rar", ".7z"): "请解压后逐个上传",
    (".svg", ".htm", ".html", ".xml"): "这类文件可能带有程序，请打印成 PDF 后再传",
}
TOO_LONG = "“{name}”太复杂，没能在规定时间内检查完，请缩小或拆分后再传。"
WORDS = {
    "wrong_content": "“{name}”的内容不是 {format} 格式，可能改过后缀或下载不完整，请核对原文件。",
    "truncated": "“{name}”不完整，在末尾之前就中断了，请重新复制或下载后再传。",
    "encrypted_archive": "“{name}”有密码保护，请解除密码后再传。",
    "reader_crashed": "“{name}”无法读取，可能已损坏，没有保存。",
    "reader_out_of_memory": TOO_LONG,
    "reader_timed_out": TOO_LONG,
}


def told(error, name):
    """The sentence for a `GisError` about a paper; `name` is what its sender calls it."""
    params = {**error.params, "name": name}
    if error.code == "unsupported_format":
        return f"“{name}”不能上传：{instead(name)}。"
    if error.code in WORDS:
        return WORDS[error.code].format(**params)
    return of_error(type(error)(error.code, **params))


def instead(name):
    suffix = PurePosixPath(name).suffix.lower()
    advice = (words for suffixes, words in INSTEAD.items() if suffix in suffixes)
    return next(advice, f"可以上传的格式是 {KINDS}")
