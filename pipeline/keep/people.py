# SPDX-License-Identifier: EUPL-1.2
"""What the ledger knows about people besides accounts: deputies, sign-on, notices sent, minutes; and how names are let go."""

from datetime import timedelta

from sqlalchemy import func, insert, select, update
from sqlalchemy.exc import IntegrityError

from pipeline.keep import schema
from pipeline.keep.accounts import Account, Accounts
from pipeline.keep.ledger import Ledger


def set_deputy(ledger: Ledger, account: Account, stands_in: int, first: str, last: str) -> None:
    """Have somebody stand in for an account from `first` to `last` (days, both included); 0 ends it."""
    row = insert(schema.deputy).values(account=account.id, stands_in=stands_in, first=first, last=last, at=ledger.now())
    with ledger.write() as connection:
        connection.execute(row)


def deputy(ledger: Ledger, account: Account) -> tuple[int, str, str]:
    """Give who stands in for an account: (account number, first day, last day); 0 where nobody does."""
    t = schema.deputy
    query = select(t.c.stands_in, t.c.first, t.c.last).where(t.c.account == account.id).order_by(t.c.id.desc()).limit(1)
    with ledger.engine.connect() as connection:
        row = connection.execute(query).first()
    return (int(row[0]), str(row[1]), str(row[2])) if row is not None else (0, "", "")


def lent_roles(ledger: Ledger, account: Account, today: str) -> tuple[str, ...]:
    """Give the roles that an account has today only because it stands in for others."""
    t, a = schema.deputy, schema.account
    newest = select(func.max(t.c.id)).group_by(t.c.account)
    query = select(a.c.roles).join(t, t.c.account == a.c.id)
    query = query.where(t.c.id.in_(newest), t.c.stands_in == account.id, t.c.first <= today, t.c.last >= today, a.c.active == 1)
    with ledger.engine.connect() as connection:
        lent = [role for roles in connection.execute(query).scalars() for role in str(roles).split()]
    return tuple(role for role in dict.fromkeys(lent) if role not in account.roles)


def signed_on(ledger: Ledger, issuer: str, subject: str) -> Account | None:
    """Give the account of a person whom a sign-on service names, None for a new one."""
    t = schema.signon
    query = select(t.c.account).where(t.c.issuer == issuer, t.c.subject == subject)
    with ledger.engine.connect() as connection:
        number = connection.execute(query).scalar()
    return Accounts(ledger).get(int(number)) if number is not None else None


def tie(ledger: Ledger, issuer: str, subject: str, account: Account) -> None:
    """Remember which account belongs to a person of a sign-on service."""
    with ledger.write() as connection:
        connection.execute(insert(schema.signon).values(issuer=issuer[:300], subject=subject[:300], account=account.id))


def subject(ledger: Ledger, issuer: str, account: Account) -> str:
    """Give how a sign-on service calls an account's person; empty where it does not know it."""
    t = schema.signon
    query = select(t.c.subject).where(t.c.issuer == issuer, t.c.account == account.id)
    with ledger.engine.connect() as connection:
        return str(connection.execute(query).scalar() or "")


def is_tied(ledger: Ledger, account: Account) -> bool:
    """Tell whether an account already belongs to a person of a sign-on service."""
    with ledger.engine.connect() as connection:
        return connection.execute(select(schema.signon).where(schema.signon.c.account == account.id).limit(1)).first() is not None


def claim_notice(ledger: Ledger, key: str, channel: str) -> bool:
    """Write down that a notice goes out; False where it already did, also where another process is faster."""
    try:
        with ledger.write() as connection:
            connection.execute(insert(schema.notice).values(key=key, channel=channel, at=ledger.now()))
    except IntegrityError:
        return False
    return True


def unclaim_notice(ledger: Ledger, key: str, channel: str) -> None:
    """Take a notice back that could not be sent, so that the next round tries again."""
    t = schema.notice
    with ledger.write() as connection:
        connection.execute(t.delete().where(t.c.key == key, t.c.channel == channel))


def add_seconds(ledger: Ledger, bulletin: str, seconds: int) -> None:
    """Add active seconds to a bulletin's sum."""
    t = schema.minutes
    with ledger.write() as connection:
        done = connection.execute(update(t).where(t.c.bulletin == bulletin).values(seconds=t.c.seconds + seconds)).rowcount
        if not done:
            connection.execute(insert(t).values(bulletin=bulletin, seconds=seconds))


def measured(ledger: Ledger) -> tuple[tuple[str, int], ...]:
    """Give each bulletin's active seconds."""
    t = schema.minutes
    with ledger.engine.connect() as connection:
        return tuple((str(r[0]), int(r[1])) for r in connection.execute(select(t.c.bulletin, t.c.seconds).order_by(t.c.bulletin)))


def let_names_go(ledger: Ledger, days: int) -> int:
    """Put pseudonyms in the place of names in all that was last published more than `days` ago → rows changed.

    The audit chain holds pseudonyms from the start and is not touched. An account that is switched off and stands nowhere any
    more loses its name too. Names whose account is gone become "p-unbekannt".
    """
    oldest = (ledger.clock() - timedelta(days=days)).isoformat()
    p, h, d, a = schema.publication, schema.head, schema.decision, schema.account
    changed = 0
    with ledger.write() as connection:
        newest = select(p.c.bulletin).group_by(p.c.bulletin).having(func.max(p.c.at) < oldest)
        old = list(connection.execute(newest).scalars())
        known = {str(name): str(pseudonym) for name, pseudonym in connection.execute(select(a.c.name, a.c.pseudonym))}
        for t in (h, d):
            rows = select(t.c.by).where(t.c.bulletin.in_(old)).distinct()
            for name in list(connection.execute(rows).scalars()):
                if name in MACHINES or name.startswith("p-"):
                    continue
                one = update(t).where(t.c.bulletin.in_(old), t.c.by == name).values(by=known.get(name, "p-unbekannt"))
                changed += connection.execute(one).rowcount
        for name, pseudonym in connection.execute(select(a.c.name, a.c.pseudonym).where(a.c.active == 0)).all():
            used = [connection.execute(select(t.c.id).where(t.c.by == name).limit(1)).first() for t in (h, d)]
            if name != pseudonym and not any(used):
                changed += connection.execute(update(a).where(a.c.pseudonym == pseudonym).values(name=pseudonym)).rowcount
    return changed


MACHINES = frozenset({"newsreel", "operator", "automatik", ""})
"""What stands in the place of a name where no person did it."""


def pronounce(ledger: Ledger, written: str, spoken: str, by: str) -> None:
    """Remember how a word is spoken; an empty `spoken` forgets it."""
    with ledger.write() as connection:
        connection.execute(insert(schema.pronunciation).values(written=written, spoken=spoken, by=by, at=ledger.now()))


def pronunciations(ledger: Ledger) -> tuple[tuple[str, str], ...]:
    """Give the words that the desk put right: (written, spoken)."""
    t = schema.pronunciation
    with ledger.engine.connect() as connection:
        rows = connection.execute(select(t.c.written, t.c.spoken).order_by(t.c.id)).all()
    return tuple((written, spoken) for written, spoken in {str(r[0]): str(r[1]) for r in rows}.items() if spoken)
