"""Talks to a harbor."""

from harbor import berths


def is_full(quay: int, length: int, ships: int) -> bool:
    return ships >= berths(quay, length)
