"""What the money of a question covers, where the question could be read otherwise."""

SENTENCES = {
    "funding": "资金来源筛选的是用到该来源的项目：金额是这些项目全部来源的合计，不只是该来源的。",
    "year": (
        "工期年份筛选的是工期（计划或实际）跨到该年的项目："
        "金额是这些项目各年度的合计，不只是该年的。"
    ),
}


def covers(question):
    """Sentences for whoever takes money of the projects found for money of what was asked."""
    return [sentence for name, sentence in SENTENCES.items() if question.filter.values[name]]
