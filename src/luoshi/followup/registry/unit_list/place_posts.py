"""The posts of a list and who holds them: which are there already, and which accounts are new."""

from luoshi.followup.ground.refusals import RefusedError
from luoshi.followup.registry.people import email_fits, username_fits, usernames_for
from luoshi.followup.registry.unit_list.place_units import Units
from luoshi.followup.registry.unit_list.plan import Key, Plan, PlannedPost
from luoshi.followup.registry.unit_list.sheet import Line, role_named, titles
from luoshi.store.models import Holding, Person, Post


class Posts:
    """The posts, holders and accounts that exist, and those that a list names."""

    def __init__(self, units: Units) -> None:
        self._units = units
        self._accounts = {p.username.casefold(): p for p in Person.objects.all()}
        self._posts = {(post.unit_id, post.title): post for post in Post.objects.all()}
        held = list(Holding.objects.filter(until_on=None).values_list("post", "person", "person__name"))
        self._holders = {(post, name): person for post, person, name in held}
        self._holding = {(post, person) for post, person, _ in held}
        self._said = {line.username.casefold(): line for line in reversed(units.lines)}
        self._taken = {*self._accounts, *self._said}
        self._made: dict[tuple[Key, str], str] = {}

    def place(self, plan: Plan) -> None:
        """Put every post of the list into a plan, or its mistake."""
        for line in self._units.lines:
            said = (line.post, line.role, line.person, line.username, line.email, line.scope)
            if (line.parent, line.unit) in plan.units and any(said):
                try:
                    plan.posts.append(self._placed(line, plan))
                except RefusedError as wrong:
                    plan.note(line.row, wrong)

    def _placed(self, line: Line, plan: Plan) -> PlannedPost:
        key = (line.parent, line.unit)
        role = role_named(line.role) if line.role else "clerk"
        if role is None:
            raise RefusedError("list-role-unknown", words=line.role)
        title = line.post or titles()[role]
        post = self._posts.get((plan.units[key].known, title))
        if post and line.role and post.role != role:
            raise RefusedError("list-post-otherwise", title=title, name=line.unit)
        account, username = self._holder(line, key, post)
        return PlannedPost(
            row=line.row,
            unit=key,
            title=title,
            role=role,
            scope=self._units.named(line.scope) if line.scope else None,
            known=post.pk if post else 0,
            account=account,
            name=line.person,
            username=username,
            email=line.email,
            is_held=post is not None and (not line.person or (post.pk, account) in self._holding),
        )

    def _holder(self, line: Line, key: Key, post: Post | None) -> tuple[int, str]:
        """Return id and user name of the account of a line: id 0 for a new one, no name for nobody."""
        if not line.person:
            if line.username or line.email:
                raise RefusedError("list-person-missing")
            return 0, ""
        if not email_fits(line.email):
            raise RefusedError("email-unclear", email=line.email[:60])
        if line.username:
            return self._asked(line)
        if post and (holder := self._holders.get((post.pk, line.person))):
            return holder, ""
        if (key, line.person) not in self._made:
            self._made[key, line.person] = self._free_name(line.person)
        return 0, self._made[key, line.person]

    def _asked(self, line: Line) -> tuple[int, str]:
        """Return the account with the user name that a line asks for."""
        if not username_fits(line.username):
            raise RefusedError("username-unclear", username=line.username[:60])
        name = line.username.casefold()
        known = self._accounts.get(name)
        if known and known.name != line.person:
            raise RefusedError("username-taken", username=line.username)
        first = self._said[name]
        if first.person != line.person:
            raise RefusedError(
                "list-username-again", username=line.username, row=first.row, name=first.person
            )
        return (known.pk, known.username) if known else (0, line.username)

    def _free_name(self, name: str) -> str:
        """Return a user name out of a person's name: its pinyin, with a number when that is taken."""
        free = next(one for one in usernames_for(name) if one not in self._taken)
        self._taken.add(free)
        return free
