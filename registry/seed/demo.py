"""The demo city as a whole."""

from registry.seed import homes, industries, pipes, plants, street_works
from registry.seed.attachments import add_papers_and_photos
from registry.seed.city import City
from registry.seed.declarations import publish_examples
from registry.seed.funding_rules import add_example_rules
from registry.seed.people import add_people, add_units
from registry.seed.rounds import add_rounds
from registry.seed.writing import write

CHAPTERS = (pipes, plants, homes, street_works, industries)


def build(folders):
    """Write the demo city; the number of projects comes back.

    `folders` is the list of `sending.sent_or_gone`, whose files go where the city does not stay.
    """
    add_units()
    add_people()
    finished = drafts()
    write(finished)
    publish_examples()
    add_example_rules()
    add_papers_and_photos(finished, folders)
    add_rounds(finished)
    return len(finished)


def drafts():
    """All projects, not written; the demo's people must be there."""
    city = City()
    return [city.finish(draft) for chapter in CHAPTERS for draft in chapter.drafts(city)]
