"""Who acts: a person with rights, or the system where a command names nobody."""

from registry.access import Rights


class System:
    """May do everything; recorded as no person."""

    rights = Rights(is_superuser=True)


SYSTEM = System()
