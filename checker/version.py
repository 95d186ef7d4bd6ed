"""The version, read by the build too."""

VERSION = "0.1.0"


def parts(version: str) -> tuple[int, ...]:
    """A version as numbers that compare: "1.10" is later than "1.9", "1.0" the same as "1"; what follows the numbers
    ("rc1") does not count."""
    numbers: list[int] = []
    for part in version.split("."):
        digits = part[: len(part) - len(part.lstrip("0123456789"))]
        if not digits:
            break
        numbers.append(int(digits))
        if digits != part:
            break
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)
