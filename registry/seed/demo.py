"""The demo city as a whole."""

from registry.seed import homes, industries, pipes, plants, street_works
from registry.seed.city import City
from registry.seed.declarations import publish_examples
from registry.seed.funding_rules import add_example_rules
from registry.seed.people import add_people, add_units
from registry.seed.writing import write

CHAPTERS = (pipes, plants, homes, street_works, industries)


def build():
    """Write the demo city; the number of projects comes back."""
    add_units()
    add_people()
    finished = drafts()
    write(finished)
    publish_examples()
    add_example_rules()
    return len(finished)


def drafts():
    """All projects, not written; the demo's people must be there."""
    city = City()
    return [city.finish(draft) for chapter in CHAPTERS for draft in chapter.drafts(city)]
