"""Who may do what, said a second time from the words of the manuals and of the page “权限”.

Nothing here comes from `registry.access`: where the two disagree, one of them is wrong.
"""

#: What the people of an organisation work on (+), what they merely look at (o). The sectors: A03
#: is led by housing, A06 by urban-management, each co-operates in the other's, and development-
#: reform in all three; A11 is closed but to its lead. `water` and `gas` own what lies in `east`
#: and `west`; what is filmed belongs to `water` too, and is closed to it all the same.
ORGANISATIONS = {
    row.split()[0]: dict(zip(("east", "west", "cams"), row.split()[1:], strict=True))
    for row in """
    dongqu               + . .
    xiqu                 . + .
    housing              + o .
    urban-management     o + .
    development-reform   o o .
    transport            . . .
    public-security      . . +
    water                + . .
    gas                  . + .
    taskforce            + + .
    """.strip().splitlines()
}
DEPARTMENTS = frozenset(
    ("housing", "urban-management", "development-reform", "transport", "public-security")
)
TERRITORIES, CITY = frozenset(("dongqu", "xiqu")), frozenset(("taskforce",))
UNITS = frozenset(("water", "gas"))


def kind_of(organisation):
    return next(kind for kind in (DEPARTMENTS, TERRITORIES, CITY, UNITS) if organisation in kind)


#: Leaders read everything, but a closed sector only those of its lead and of the city.
LEADERS_OF_THE_CLOSED = frozenset(("public-security", "taskforce"))

#: What a role does with what its organisation works on.
DOES = {
    "reporter": {"create", "edit", "delete", "import", "submit", "suspend", "report", "export"}
    | {"bin"},
    "reviewer": {"first", "second", "third", "suspend", "withdraw", "close", "export", "bin"},
    "analyst": {"export"},
    "leader": set(),
}
#: Three reviews, each of one sort of organisation; only bodies of the city take out of the reserve.
ONLY_IN = {
    "first": TERRITORIES,
    "second": DEPARTMENTS,
    "third": CITY,
    "withdraw": DEPARTMENTS | CITY,
    "close": DEPARTMENTS | CITY,
}
#: What only the superuser does to a project while it is judged.
HELD = frozenset(("edit", "delete", "import"))
ADMINISTRATORS = ("sysadmin", "secadmin", "auditor")
ROLES = (*DOES, *ADMINISTRATORS)

#: What is done about no project: by which roles, and in which organisations.
POWERS = {
    "people": ({"sysadmin", "secadmin"}, None),
    "accounts": ({"sysadmin"}, None),
    "grants": ({"secadmin"}, None),
    "log": ({"auditor"}, None),
    "layers": ({"sysadmin"}, None),
    "rules": ({"reviewer"}, DEPARTMENTS | CITY),
    "rounds": ({"reviewer"}, DEPARTMENTS | CITY),
    "view": (set(DOES), None),
    "export": ({"reporter", "reviewer", "analyst"}, None),
    "import": ({"reporter"}, None),
    "create": ({"reporter"}, None),
    "bin": ({"reporter", "reviewer"}, None),
}


def may(person, action, lies):
    """Whether the person may do this with a project that lies in `east`, `west` or `cams`."""
    return person.is_superuser or any(
        _allows(organisation, role, action, lies) for organisation, role in person.memberships
    )


def may_now(person, action, thing):
    """The same of one thing as it stands."""
    is_held = thing.is_judged and action in HELD and not person.is_superuser
    return may(person, action, thing.lies) and not is_held


def _allows(organisation, role, action, lies):
    reach = ORGANISATIONS[organisation][lies]
    if action == "original":
        return any(_allows(organisation, role, each, lies) for each in ("edit", "export"))
    if action == "view" and role == "leader":
        return lies != "cams" or organisation in LEADERS_OF_THE_CLOSED
    if action == "view":
        return role in (*DOES, "screen") and reach in "+o" and (role, lies) != ("screen", "cams")
    does = action in DOES.get(role, ()) and organisation in ONLY_IN.get(action, ORGANISATIONS)
    # Analysts take out whatever their organisation sees; everybody else works on its own.
    return does and reach in ("+o" if role == "analyst" else "+")


def may_use(person, power):
    roles, organisations = POWERS[power]
    return person.is_superuser or any(
        role in roles and (organisations is None or organisation in organisations)
        for organisation, role in person.memberships
    )
