"""Secrets of programs and wall screens: handed out once, known by their hash."""

from hashlib import sha256


def hashed(secret):
    """A random secret of 256 bits needs no salt and no slow hash: equal ones are found by it."""
    return sha256(secret.encode()).hexdigest()
