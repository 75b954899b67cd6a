"""What the commands for files ask alike, and how they end."""

from django.core.management import CommandError

from registry.models import User

REFUSED, UNUSABLE = 1, 2


def add_file_arguments(parser, *, crs, encoding):
    parser.add_argument("--crs", metavar="EPSG:n", help=crs)
    parser.add_argument("--encoding", help=encoding)
    parser.add_argument("--user", metavar="U", help="以该用户的权限执行；不写则以系统身份执行")


def person(username):
    """The user of that name; None where no name is given."""
    if username is None:
        return None
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        raise CommandError(f"没有用户“{username}”。", returncode=UNUSABLE)
    return user
