"""Made documents: distinct clauses by number, so that what two share is known to the letter."""

from random import Random

HAN = [chr(c) for c in range(0x4E00, 0x4E00 + 3000)]


def words(seed: int, n: int) -> str:
    """Return ``n`` characters in clauses, the same for the same seed and unlike those of any other."""
    random = Random(seed)  # noqa: S311  # no secret
    text = ""
    while len(text) < n:
        text += "".join(random.choices(HAN, k=random.randint(5, 12))) + random.choice("，。,")
    return text[:n]


def corpus(n: int) -> list[str]:
    """Return documents of which every third one takes 150 characters of the one before."""
    out: list[str] = []
    for i in range(n):
        own = words(1000 + i, 400)
        out.append(own[:200] + out[-1][100:250] + own[200:] if i % 3 == 2 else own)
    return out
