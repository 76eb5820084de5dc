"""24 March to 5 April: one is missed; the unit is reminded, then those above it."""

import time

from tests.flow.county import KEEPER
from tests.flow.world import World

PATIENCE = 60  # seconds until the worker's turn is done on a busy machine


def told(world: World, username: str, words: str) -> str:
    """Wait until somebody's inbox says something."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        hand = world.sits_down(username, "/inbox")
        for line in hand.page.locator("li[data-row]").all_inner_texts():
            if words in line:
                return line
        time.sleep(0.5)
    raise AssertionError(f"{username} was not told: {words}")


def reminders_go_out(world: World) -> None:
    shiqiao = world.codes["shiqiao"]
    world.at.be("2026-03-24 08:30")
    assert shiqiao in told(world, "shiqiao", f"还剩 7 天：{shiqiao}")
    world.at.be("2026-03-31 08:30")
    told(world, "shiqiao", f"今天到期：{shiqiao}")
    world.at.be("2026-04-01 08:30")
    told(world, "shiqiao", f"已超期 1 天：{shiqiao}")


def it_goes_upward(world: World) -> None:
    shiqiao = world.codes["shiqiao"]
    world.at.be("2026-04-05 08:30")
    told(world, "ducha", f"提级：下属单位已超期 5 天：{shiqiao}")
    told(world, KEEPER, f"提级：下属单位已超期 5 天：{shiqiao}")
    world.hand(KEEPER).picture("11-reminded-and-escalated")
    hand = world.sits_down(KEEPER)
    hand.picture("12-the-desk")
    hand.picture("13-the-desk-on-the-phone", phone=True)
    with world.tally.step("从工作台看超期 See what is late"):
        hand.clicks(hand.page.locator("#main a[href*='when=overdue']").first)
    late = hand.reads()
    assert shiqiao in late
    assert world.codes["care"] not in late
