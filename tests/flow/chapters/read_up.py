"""2 March: every document there is comes in, the damaged page among them."""

import json
from pathlib import Path

from tests.flow.county import KEEPER
from tests.flow.world import World

EMPTY = "01_2026天河区义务教育招生细则_穗天教2026-2号.pdf"
LOCK = "lock-file-of-word.docx"
TWINS = ("e01.txt", "e03.txt", "e04.txt")  # three samples once more
DAMAGED, SPEECH = "003_1d07424bca0ceb50", "e05"
MINUTES = 240_000  # milliseconds for everything on a busy machine


def documents(shared: Path) -> list[Path]:
    folders = (shared / "samples", shared / "gold" / "text", shared / "originals")
    found = [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]
    return [path for path in found if path.name != "LICENSE"]


def take_everything_in(world: World) -> None:
    files = documents(world.shared)
    hand = world.sits_down(KEEPER, "/documents")
    with world.tally.step(f"收 {len(files)} 份文件 Take in all documents"):
        hand.goes("/documents")
        hand.gives_files("input[name=files]", *files)
        with hand.waiting():
            hand.page.wait_for_function(
                "n => document.querySelectorAll('#arrivals li').length >= n"
                " && !document.querySelector('#arrivals progress')",
                arg=len(files),
                timeout=MINUTES,
            )
    told = {line.split("\n")[0]: line for line in hand.page.locator("#arrivals > *").all_inner_texts()}
    assert "文件是空的" in told[EMPTY]
    assert "临时锁文件" in told[LOCK]
    for twin in TWINS:
        assert "同样的文字已经收过" in told[twin]
    hand.goes("/documents")
    assert hand.page.locator("tr[data-row]").count() == 50 or len(files) < 50 + len(TWINS) + 2
    hand.picture("03-documents")


def the_same_from_the_command_line(world: World) -> None:
    """The command and the library say what the page says."""
    damaged = world.shared / "samples" / f"{DAMAGED}.txt"
    speech = world.shared / "gold" / "text" / f"{SPEECH}.txt"
    listed = world.at.luoshi("read", speech, "--format", "json")
    commitments = json.loads(listed[listed.index("{") :])["commitments"]
    told = world.at.python(f"import luoshi; r = luoshi.read({str(damaged)!r}); print(len(r.commitments))")
    page = world.hand(KEEPER).page
    for name, n_rows in ((SPEECH, len(commitments)), (DAMAGED, int(told))):
        row = page.locator("tr[data-row]").filter(has=page.get_by_role("link", name=name))
        numbers = [int(n) for n in row.locator("td.number").all_inner_texts() if n.strip().isdecimal()]
        people = sum(one["scope"] == "people" for one in commitments) if name == SPEECH else 0
        assert numbers, f"{name} is not listed"
        assert n_rows >= numbers[0] > 0
        assert name == DAMAGED or n_rows - people == numbers[0]
