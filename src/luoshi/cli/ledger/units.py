"""``luoshi units``: units, posts and accounts from one list."""

import argparse
import sys
from pathlib import Path

from luoshi.cli.ledger.installation import start
from luoshi.cli.ledger.telling import clearly, told
from luoshi.cli.words import Words
from luoshi.document.problem_words import words as problem_words
from luoshi.followup.ground.refusal_words import words_of
from luoshi.followup.ground.refusals import RefusedError


@clearly
def units(args: argparse.Namespace, say: Words) -> int:
    """Look at a list and make it; 1 when it has mistakes, each told with its row."""
    path = Path(args.path)
    data = path.read_bytes()
    start(say, may_change_tables=True)
    from django.utils import timezone  # noqa: PLC0415 - needs Django started

    from luoshi.followup.intake.take_in import UnreadableError  # noqa: PLC0415
    from luoshi.followup.registry.unit_list.carry_out import carry_out, look_at  # noqa: PLC0415
    from luoshi.followup.registry.unit_list.sheet import lines_of_file  # noqa: PLC0415

    try:
        lines = lines_of_file(data, path.name)
    except UnreadableError as wrong:
        return told(f"{path}: {problem_words(wrong.problem, say.lang)}")
    plan = look_at(None, lines)
    for one in plan.mistakes:
        words = words_of(RefusedError(one.code, **one.args), say.lang)
        sys.stderr.write(say("ledger", "list_mistake", row=one.row, words=words) + "\n")
    if plan.mistakes:
        return told(say("ledger", "list_mistakes", n=len(plan.mistakes)))
    if args.dry_run:
        counts = {"units": len(plan.new_units), "posts": len(plan.new_posts)}
        counts |= {"accounts": len(plan.new_accounts), "changed": len(plan.changed_units)}
        sys.stdout.write(say("ledger", "list_would", **counts) + "\n")
        return 0
    made = carry_out(None, lines, now=timezone.now())
    counts = {"units": made.n_units, "posts": made.n_posts, "accounts": len(made.logins)}
    sys.stdout.write(say("ledger", "list_made", **counts, changed=made.n_changed) + "\n")
    if made.logins:
        sys.stderr.write(say("ledger", "list_passwords") + "\n")
    for login in made.logins:
        sys.stdout.write(f"{login.unit}\t{login.post}\t{login.name}\t{login.username}\t{login.password}\n")
    return 0
