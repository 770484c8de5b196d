"""Which of very many numbers were there before."""

from array import array

import numpy as np


def repeated(numbers: "array[int]") -> list[tuple[int, int]]:
    """The place of each number (of 64 bits) that stood before, behind that of the one before it with the same value."""
    found = np.frombuffer(numbers, np.uint64)
    order = np.argsort(found, kind="stable")
    same = np.flatnonzero(found[order[1:]] == found[order[:-1]])
    return list(zip(order[same].tolist(), order[same + 1].tolist(), strict=True))
