"""Title, date and publisher of a page."""

from selectolax.lexbor import LexborHTMLParser

from luoshi.values.pattern import lazy

_TITLES = ("articletitle", "og:title", "title", "dc.title")
_DATES = ("pubdate", "publishdate", "article:published_time", "createdate", "date", "dc.date")
_PUBLISHERS = ("contentsource", "source", "og:site_name", "author")
_SITES = ("sitename",)
_THIS_SITE = {"本网", "本站", "本站原创", "原创", "网站", "本网站", ""}
_SITE_TAIL = lazy(r"\s*(?:[-_|—–]+|--+|_)\s*[^-_|—–]{2,40}$")
_DATE = lazy(r"((?:19|20)\d\d)\s*[-年/.]\s*(\d{1,2})\s*[-月/.]\s*(\d{1,2})")
_LABELLED = lazy(r"(?:发布时间|发布日期|发文日期|日期|时间)\s*[:：]\s*" + _DATE.pattern)
_SOURCE = lazy(r"(?:信息来源|稿件来源|文章来源|来源|稿源)\s*[:：]\s*([^\s　|｜:：]{2,40})")


class Head:
    """What the fields of a page say about its document."""

    def __init__(self, page: LexborHTMLParser, front: str) -> None:
        """Read the fields.

        Args:
            page: the parsed page.
            front: the page's words from its beginning, for what stands in no field.
        """
        fields: dict[str, str] = {}
        for node in page.css("meta"):
            attributes = node.attributes
            key = (attributes.get("name") or attributes.get("property") or "").strip().lower()
            value = (attributes.get("content") or "").strip()
            if key and value:
                fields.setdefault(key, value)
        self.title = self._title(page, fields)
        self.date = _first_date(next((fields[k] for k in _DATES if k in fields), "")) or _labelled_date(front)
        self.publisher = self._publisher(fields, front)

    @staticmethod
    def _title(page: LexborHTMLParser, fields: dict[str, str]) -> str:
        if fields.get(_TITLES[0]):
            return _one_line(fields[_TITLES[0]])
        node = page.css_first("title")
        title = _one_line(node.text()) if node else ""
        for heading in page.css("h1"):
            words = _one_line(heading.text())
            if len(words) >= 6 and (words in title or title[:-1].rstrip(".…") in words):
                return words
        title = title or next((_one_line(fields[k]) for k in _TITLES if k in fields), "")
        return _without_site(title)

    @staticmethod
    def _publisher(fields: dict[str, str], front: str) -> str:
        named = next((fields[k] for k in _PUBLISHERS if fields.get(k, "") not in _THIS_SITE), "")
        if named:
            return _one_line(named)
        found = _SOURCE.search(front)
        if found and found.group(1) not in _THIS_SITE:
            return found.group(1)
        return next((_one_line(fields[k]) for k in _SITES if k in fields), "")


def _without_site(title: str) -> str:
    """Return a page title without the name of the site behind it.

    >>> _without_site("关于开展检查的通知 - 某某县人民政府门户网站")
    '关于开展检查的通知'
    """
    while True:
        tail = _SITE_TAIL.search(title)
        if tail is None or tail.start() < 4:
            return title
        title = title[: tail.start()]


def _one_line(words: str) -> str:
    return " ".join(words.split())


def _first_date(words: str) -> str:
    found = _DATE.search(words)
    return _iso(found.groups()) if found else ""


def _labelled_date(front: str) -> str:
    found = _LABELLED.search(front)
    return _iso(found.groups()) if found else ""


def _iso(parts: tuple[str, ...]) -> str:
    year, month, day = (int(p) for p in parts)
    return f"{year:04}-{month:02}-{day:02}" if 1 <= month <= 12 and 1 <= day <= 31 else ""
