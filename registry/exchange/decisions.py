"""Assets in the versions that were seen, and what was decided of them, in little room.

A file may bring a million rows that the register has changed since. What is of one version (and of
one choice) stands together, its assets as runs: how far each run begins beyond the last asset of
the one before, and how many assets it has, in turn. Those of one import follow each other.
"""

from collections import defaultdict


def packed(decided):
    """`[choice, version, runs]` of `{asset: (version, choice)}`."""
    groups = defaultdict(list)
    for asset, (version, choice) in decided.items():
        groups[choice, version].append(asset)
    return [[choice, version, runs(groups[choice, version])] for choice, version in sorted(groups)]


def unpacked(decisions):
    """`{asset: (version, choice)}` again."""
    return {
        asset: (version, choice)
        for choice, version, found in decisions
        for asset in assets_in(found)
    }


def runs(assets):
    found, last = [], 0
    for asset in sorted(assets):
        if found and asset == last + 1:
            found[-1] += 1
        else:
            found += [asset - last, 1]
        last = asset
    return found


def assets_in(found):
    last = 0
    for gap, length in zip(found[::2], found[1::2], strict=True):
        first, last = last + gap, last + gap + length - 1
        yield from range(first, last + 1)
