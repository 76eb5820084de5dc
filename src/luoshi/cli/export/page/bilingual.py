"""Words of a page in two languages at once: one shown, the other kept beside it for the switch."""

from dataclasses import dataclass
from html import escape

from luoshi.cli.words import LANGUAGES, Words, words_in


@dataclass(frozen=True, slots=True)
class Bilingual:
    """The language shown and the other one."""

    own: Words
    other: Words

    @classmethod
    def of(cls, lang: str) -> "Bilingual":
        """Return the pair with ``lang`` shown first."""
        return cls(words_in(lang), *(words_in(x) for x in LANGUAGES if x != lang))

    def text(self, section: str, key: str, /, **args: object) -> str:
        """Return the words as HTML."""
        return pair(self.own(section, key, **args), self.other(section, key, **args))

    def known(self, section: str, key: str) -> str:
        """Return the words as HTML, or the key itself when no catalogue has it."""
        return pair(self.own.known(section, key), self.other.known(section, key))

    def titled(self, section: str, key: str, /, **args: object) -> str:
        """Return a title attribute with its other language."""
        own, other = self.own(section, key, **args), self.other(section, key, **args)
        return f' title="{escape(own)}" data-t="{escape(other)}"'

    def labelled(self, section: str, key: str, /) -> str:
        """Return an aria-label attribute with its other language."""
        own, other = self.own(section, key), self.other(section, key)
        return f' aria-label="{escape(own)}" data-l="{escape(other)}"'


def numbers(name: str, say: Bilingual) -> tuple[str, str]:
    """Return what a row is called in both languages: ``c7`` is 7, ``p2`` is 问2 and P2."""
    if name.startswith("c"):
        return name[1:], name[1:]
    return say.own("page", name[0]) + name[1:], say.other("page", name[0]) + name[1:]


def pair(own: str, other: str) -> str:
    """Return words as HTML that the language switch can turn."""
    if own == other:
        return escape(own, quote=False)
    return f'<span data-o="{escape(other)}">{escape(own, quote=False)}</span>'
