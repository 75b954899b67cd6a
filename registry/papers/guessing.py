"""Which type a paper is of, by its name; the person corrects it where it is wrong."""

from registry.choices import AttachmentType
from registry.models.attachments import PICTURES

#: The first that a name holds counts: 初设批复 is a design, 施工许可批复 a permit.
WORDS = (
    (AttachmentType.ACCEPTANCE, ("竣工验收", "验收报告", "验收")),
    (AttachmentType.COMPLETION, ("完工",)),
    (AttachmentType.START, ("开工",)),
    (AttachmentType.CONTRACT, ("合同",)),
    (AttachmentType.TENDER, ("招标", "中标", "投标")),
    (AttachmentType.APPLICATION, ("资金申请",)),
    (AttachmentType.FUNDING, ("资金下达", "下达资金", "投资计划", "资金")),
    (AttachmentType.PERMIT, ("施工许可", "许可证")),
    (AttachmentType.ENERGY, ("能评", "节能审查", "节能")),
    (AttachmentType.ENVIRONMENT, ("环评", "环境影响")),
    (AttachmentType.PLANNING, ("用地", "规划", "选址")),
    (AttachmentType.DESIGN, ("初步设计", "初设", "概算", "施工图")),
    (AttachmentType.FEASIBILITY, ("可研", "可行性")),
    (AttachmentType.ASSESSMENT, ("安全评估", "评估")),
    (AttachmentType.CONSENT, ("表决", "业主", "签字表")),
    (AttachmentType.APPROVAL, ("批复", "核准", "备案", "立项", "审批")),
)


def guessed_type(name, format):
    """Pictures are photos unless their name says what paper was scanned."""
    named = (type for type, words in WORDS if any(word in name for word in words))
    otherwise = AttachmentType.PHOTO if format in PICTURES else AttachmentType.OTHER
    return next(named, otherwise)
