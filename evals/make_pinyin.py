"""Write ``luoshi/followup/finding/pinyin.toml`` out of pypinyin: ``python -m evals.make_pinyin``.

The package itself keeps 56 MB in the memory of every process; what names need of it is 100 KB.
"""

import sys
from collections import defaultdict
from importlib import import_module
from pathlib import Path

from pypinyin.contrib.tone_convert import to_normal

from luoshi.followup.finding import pinyin

_LONGEST = 4  # characters of a phrase: longer ones are sayings, not names
_HEAD = """\
# Written by evals/make_pinyin.py from pypinyin (MIT). [syllables]: how characters are read by themselves.
# [phrases]: how they are read together, where that is something else.
"""


def main() -> int:
    """Write the table anew."""
    alone = _alone()
    of = defaultdict(list)
    for character, syllable in sorted(alone.items()):
        of[syllable].append(character)
    lines = [_HEAD, "[syllables]"]
    lines += [f'{syllable} = "{"".join(found)}"' for syllable, found in sorted(of.items())]
    together = defaultdict(list)
    for phrase, read in sorted(_phrases(alone).items()):
        together[read].append(phrase)
    lines += ["", "[phrases]"]
    lines += [f'"{read}" = "{" ".join(found)}"' for read, found in sorted(together.items())]
    target = Path(str(pinyin.__file__)).with_name("pinyin.toml")
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")
    sys.stdout.write(f"{len(alone)} characters, {sum(map(len, together.values()))} phrases, {target}\n")
    return 0


def _alone() -> dict[str, str]:
    table: dict[int, str] = import_module("pypinyin.pinyin_dict").pinyin_dict
    first, last = pinyin.FIRST, pinyin.LAST
    return {chr(at): _plain(read.split(",")[0]) for at, read in table.items() if first <= at <= last}


def _plain(syllable: str) -> str:
    return str(to_normal(syllable)).replace("ü", "v")


def _phrases(alone: dict[str, str]) -> dict[str, str]:
    """Return phrases that are read otherwise than character by character or by a shorter phrase in them."""
    table: dict[str, list[list[str]]] = import_module("pypinyin.phrases_dict").phrases_dict
    kept: dict[str, str] = {}
    for phrase in sorted(table, key=lambda p: (len(p), p)):
        if not 1 < len(phrase) <= _LONGEST or not all(character in alone for character in phrase):
            continue
        read = [_plain(one[0]) for one in table[phrase]]
        if len(read) == len(phrase) and read != pinyin.spell(phrase, alone, kept):
            kept[phrase] = " ".join(read)
    return kept


if __name__ == "__main__":
    sys.exit(main())
