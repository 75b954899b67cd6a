"""What the commands for files ask alike, and how they end."""

from django.core.management import CommandError

from registry.models import User

REFUSED, UNUSABLE = 1, 2


def add_reading_arguments(parser):
    """What a file that comes in does not say itself, or says wrongly."""
    parser.add_argument("--layer", help="图层名（文件中有多个图层时）")
    add_coding_arguments(
        parser,
        crs="坐标系（EPSG:n、gcj02 或 bd09），代替文件自己的说明；X 为北、Y 为东时前加 swap:，"
        "度分秒连写时前加 dms:，北京54、西安80 后加 !unconverted 则不转换而加标注",
        encoding="文字编码，代替文件自己的说明",
    )
    parser.add_argument(
        "--keep-codes",
        action="store_true",
        help="保留代码，不按文件自带的代码表（GeoPackage、FileGDB 的属性域）换成名称",
    )


def add_coding_arguments(parser, *, crs, encoding):
    parser.add_argument("--crs", metavar="EPSG:n", help=crs)
    parser.add_argument("--encoding", help=encoding)


def add_user_argument(parser):
    parser.add_argument("--user", metavar="U", help="以该用户的权限执行；不写则以系统身份执行")


def person(username):
    """The user of that name; None where no name is given."""
    if username is None:
        return None
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        raise CommandError(f"没有用户“{username}”。", returncode=UNUSABLE)
    return user
