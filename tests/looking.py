"""The demo's papers and photos, made and looked at once a run: they are always the same."""

import shutil
from hashlib import sha256

from registry.papers.intake import looked_at, original_in, sent_in
from registry.seed.documents import pages_of


class LookedAt:
    """As `looked_at`, with what has been found out about the same file kept in a folder."""

    def __init__(self, folder):
        self.folder, self.found = folder, {}

    def __call__(self, folder, name):
        path = sent_in(folder)
        key = sha256(path.read_bytes()).hexdigest() + path.suffix
        kept = self.folder / key
        if key not in self.found:
            found = looked_at(folder, name)
            beside = shutil.ignore_patterns(original_in(folder).name)
            shutil.copytree(folder, kept, ignore=beside, dirs_exist_ok=True)
            self.found[key] = found
        else:
            shutil.copytree(kept, folder, dirs_exist_ok=True)
            path.rename(folder / f"original.{self.found[key]['format']}")
        return dict(self.found[key])


class LaidOut:
    """As `pages_of`, the same bytes for papers that say the same: a PDF is of its moment."""

    def __init__(self):
        self.pages = {}

    def __call__(self, papers):
        said = repr([(p.title, p.number, p.day, p.says, p.facts) for p in papers])
        if said not in self.pages:
            self.pages[said] = pages_of(papers)
        return self.pages[said]
