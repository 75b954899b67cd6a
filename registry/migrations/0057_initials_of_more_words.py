"""Pinyin initials of more words in which a character has another reading than its commonest.

The column is made anew, for what was stored by the former function would stay: an update would be a
change of every project, which nobody made.
"""

from importlib import import_module

from django.db import migrations

former = import_module("registry.migrations.0011_pinyin_initials")

#: Words that keep the commonest reading where they meet one of the others: 空调出风口, 起重设备.
KEPT = {
    **{"空调": "空条", "学校": "学效", "高校": "高效", "院校": "院效", "技校": "技效"},
    **{"娱乐": "娱勒", "游乐": "游勒", "建成": "建城"},
    **{"起重": "起众", "载重": "载众", "承重": "承众", "超重": "超众", "严重": "严众"},
    **{"长江": "常江", "长期": "常期", "长效": "常效", "长寿": "常寿", "长度": "常度"},
    **{"长廊": "常廊", "长远": "常远"},
}
OTHERS = {
    **{"市分行": "市分航", "支行": "支航", "农商行": "农商航", "财会": "财快"},
    **{"供给": "供几", "补给": "补几", "自给": "自几", "配给": "配几", "给水": "几水"},
    **{"给排水": "几排水", "给予": "几予", "给付": "几付", "给料": "几料"},
    **{"重启": "虫启", "重铺": "虫铺", "重修": "虫修", "重做": "虫做", "重叠": "虫叠"},
    **{"重置": "虫置", "重组": "虫组", "重塑": "虫塑", "重阳": "虫阳"},
    **{"双重": "双虫", "多重": "多虫"},
    **{"校验": "叫验", "校准": "叫准", "校正": "叫正", "校核": "叫核", "校对": "叫对"},
    **{"乐器": "月器", "西藏": "西葬", "藏族": "葬族", "率先": "帅先", "畜牧": "序牧"},
    **{"弹簧": "谈簧", "弹性": "谈性", "泊位": "伯位", "停泊": "停伯"},
    **{"粘土": "年土", "铣刨": "铣抱"},
    **{"增长": "增张", "成长": "成张", "生长": "生张", "家长": "家张", "校长": "校张"},
    **{"长者": "张者"},
    **{"调度": "吊度", "调查": "吊查", "调研": "吊研", "调水": "吊水", "调运": "吊运"},
    **{"调动": "吊动", "调拨": "吊拨", "调配": "吊配", "调出": "吊出", "调入": "吊入"},
    **{"调取": "吊取", "调用": "吊用", "抽调": "抽吊", "强调": "强吊"},
    # Whose commonest reading the collation does not have, or not the one that names use.
    **{"长": "常", "调": "条", "曝": "抱", "轧": "闸", "幢": "壮", "窨": "印", "茄": "切"},
}


def spelt(text="lower(name)"):
    for word, homophone in {**KEPT, **former.HOMOPHONES, **OTHERS}.items():
        text = f"replace({text}, '{word}', '{homophone}')"
    return text


FORMER = former.INITIALS.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
INITIALS = FORMER.replace(former.spelt(), spelt())


class Migration(migrations.Migration):
    dependencies = [("registry", "0056_views_keep_all_of_the_map")]

    # The function changes between the two, on the way back as well.
    operations = [
        migrations.RemoveField("project", "initials"),
        migrations.RemoveField("organisation", "initials"),
        migrations.RunSQL(INITIALS, FORMER),
        migrations.AddField("project", "initials", former.initials("name", "place")),
        migrations.AddField("organisation", "initials", former.initials("name")),
    ]
