"""A form that was opened before a colleague saved."""


def tell_overtaken(form, field, version, now):
    """Show what stands `now`, opened as it is (`version`): to save again is a decision."""
    form.data = form.data.copy()
    form.data[field] = version
    form.add_error(
        None,
        f"您打开后别人改过，现在是：{now}。下面是您填的内容，核对后再按“保存”，将以您的为准。",
    )
